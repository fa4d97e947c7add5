#include "sim/run/moments.h"

#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/processor.h"

int moments_init(struct moments *self, int num_cells, struct err *err)
{
    size_t n = (size_t)num_cells;

    *self = (struct moments){.num_cells = num_cells};
    self->mean = mem_alloc(n, sizeof *self->mean, err);
    self->covariance = mem_alloc(n * n, sizeof *self->covariance, err);
    self->expected = mem_alloc(n * n, sizeof *self->expected, err);
    self->product = mem_alloc(n * n, sizeof *self->product, err);
    self->next = mem_alloc(n * n, sizeof *self->next, err);
    self->columns = mem_alloc(n * n, sizeof *self->columns, err);
    self->num_columns = mem_alloc(n, sizeof *self->num_columns, err);
    self->branching = mem_alloc(n, sizeof *self->branching, err);
    if (!self->mean || !self->covariance || !self->expected || !self->product || !self->next ||
        !self->columns || !self->num_columns || !self->branching) {
        moments_free(self);
        return ERR_LIMIT;
    }
    return ERR_OK;
}

void moments_free(struct moments *self)
{
    free(self->mean);
    free(self->covariance);
    free(self->expected);
    free(self->product);
    free(self->next);
    free(self->columns);
    free(self->num_columns);
    free(self->branching);
    *self = (struct moments){0};
}

void moments_clear(struct moments *self)
{
    size_t n = (size_t)self->num_cells;

    memset(self->mean, 0, n * sizeof *self->mean);
    memset(self->covariance, 0, n * n * sizeof *self->covariance);
}

static double *at(double *matrix, int n, int i, int j)
{
    return &matrix[(size_t)i * (size_t)n + (size_t)j];
}

/* A cell whose mean is 0 is empty for certain and has nobody to move. */
static void fill_expected(struct moments *self, const struct branch *branches, int num)
{
    int n = self->num_cells;

    self->num_branching = 0;
    for (int b = 0; b < num; b++) {
        int from = branches[b].from, *columns = self->columns + (size_t)from * (size_t)n;
        if (self->mean[from] == 0)
            continue;
        if (self->num_columns[from] == 0) {
            self->branching[self->num_branching++] = from;
            columns[self->num_columns[from]++] = from;
            *at(self->expected, n, from, from) = 0;
        }
        for (int k = 0; k < branches[b].num_destinations && branches[b].probability != 0; k++) {
            int to = branches[b].destinations[k];
            double *share = at(self->expected, n, from, to);
            if (*share == 0 && to != from)
                columns[self->num_columns[from]++] = to;
            *share += branches[b].probability;
        }
    }
}

static void clear_expected(struct moments *self)
{
    int n = self->num_cells;

    for (int b = 0; b < self->num_branching; b++) {
        int from = self->branching[b];
        for (int k = 0; k < self->num_columns[from]; k++)
            *at(self->expected, n, from, self->columns[(size_t)from * (size_t)n + (size_t)k]) = 0;
        self->num_columns[from] = 0;
    }
}

/* rows = A' rows: every row that branches is shared out over those of its destinations. */
static FOR_EVERY_PROCESSOR void share_rows_loop(const struct moments *self, double *restrict rows,
                                                double *restrict taken)
{
    size_t n = (size_t)self->num_cells;

    for (int b = 0; b < self->num_branching; b++) {
        memcpy(taken + (size_t)b * n, rows + (size_t)self->branching[b] * n, n * sizeof *rows);
        memset(rows + (size_t)self->branching[b] * n, 0, n * sizeof *rows);
    }
    for (int b = 0; b < self->num_branching; b++) {
        size_t from = (size_t)self->branching[b];
        const double *restrict row = taken + (size_t)b * n;
        for (int k = 0; k < self->num_columns[from]; k++) {
            size_t to = (size_t)self->columns[from * n + (size_t)k];
            double share = self->expected[from * n + to];
            double *restrict target = rows + to * n;
            for (size_t i = 0; i < n; i++)
                target[i] += share * row[i];
        }
    }
}
FOR_EACH_PROCESSOR(share_rows, (const struct moments *self, double *rows, double *taken), (self, rows, taken))

static void transpose(const double *matrix, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            out[k * n + i] = matrix[i * n + k];
}

/* covariance = A' S A = A' (A' S)', S being symmetric. */
static void propagate(struct moments *self)
{
    size_t n = (size_t)self->num_cells;

    share_rows(self, self->covariance, self->product);
    transpose(self->covariance, n, self->next);
    share_rows(self, self->next, self->product);
    memcpy(self->covariance, self->next, n * n * sizeof *self->covariance);
}

/* Adds mean_i (E[o o'] - a a') for every cell i that branches. */
static void add_noise(struct moments *self, const struct branch *branches, int num)
{
    int n = self->num_cells;

    for (int b = 0; b < num; b++) {
        double weight = self->mean[branches[b].from] * branches[b].probability;
        for (int k = 0; k < branches[b].num_destinations; k++)
            for (int l = 0; l < branches[b].num_destinations; l++)
                *at(self->covariance, n, branches[b].destinations[k], branches[b].destinations[l]) += weight;
    }
    for (int b = 0; b < self->num_branching; b++) {
        int from = self->branching[b], *columns = self->columns + (size_t)from * (size_t)n;
        for (int j = 0; j < self->num_columns[from]; j++) {
            double share = self->mean[from] * *at(self->expected, n, from, columns[j]);
            for (int k = 0; k < self->num_columns[from]; k++)
                *at(self->covariance, n, columns[j], columns[k]) -=
                    share * *at(self->expected, n, from, columns[k]);
        }
    }
}

static void move_means(struct moments *self)
{
    int n = self->num_cells;

    for (int b = 0; b < self->num_branching; b++) {
        self->next[b] = self->mean[self->branching[b]];
        self->mean[self->branching[b]] = 0;
    }
    for (int b = 0; b < self->num_branching; b++) {
        int from = self->branching[b], *columns = self->columns + (size_t)from * (size_t)n;
        for (int k = 0; k < self->num_columns[from]; k++)
            self->mean[columns[k]] += self->next[b] * *at(self->expected, n, from, columns[k]);
    }
}

void moments_step(struct moments *self, const struct branch *branches, int num_branches)
{
    fill_expected(self, branches, num_branches);
    propagate(self);
    add_noise(self, branches, num_branches);
    move_means(self);
    clear_expected(self);
}

void moments_reset_cell(struct moments *self, int cell)
{
    self->mean[cell] = 0;
    for (int k = 0; k < self->num_cells; k++)
        *at(self->covariance, self->num_cells, cell, k) = *at(self->covariance, self->num_cells, k, cell) = 0;
}

double moments_variance(const struct moments *self, const int *cells, int num_cells)
{
    double sum = 0;

    for (int i = 0; i < num_cells; i++)
        for (int j = 0; j < num_cells; j++)
            sum += self->covariance[(size_t)cells[i] * (size_t)self->num_cells + (size_t)cells[j]];
    return sum;
}
