#include "sim/run/moments.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"

int moments_init(struct moments *self, int num_cells, struct err *err)
{
    size_t n = (size_t)num_cells;

    *self = (struct moments){.num_cells = num_cells};
    self->mean = mem_alloc(n, sizeof *self->mean, err);
    self->covariance = mem_alloc(n * n, sizeof *self->covariance, err);
    self->expected = mem_alloc(n * n, sizeof *self->expected, err);
    self->product = mem_alloc(n * n, sizeof *self->product, err);
    self->next = mem_alloc(n, sizeof *self->next, err);
    self->has_branch = mem_alloc(n, sizeof *self->has_branch, err);
    if (!self->mean || !self->covariance || !self->expected || !self->product || !self->next ||
        !self->has_branch) {
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
    free(self->has_branch);
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

static void fill_expected(struct moments *self, const struct branch *branches, int num)
{
    int n = self->num_cells;

    memset(self->expected, 0, (size_t)n * (size_t)n * sizeof *self->expected);
    memset(self->has_branch, 0, (size_t)n * sizeof *self->has_branch);
    for (int b = 0; b < num; b++) {
        self->has_branch[branches[b].from] = true;
        for (int k = 0; k < branches[b].num_destinations; k++)
            *at(self->expected, n, branches[b].from, branches[b].destinations[k]) += branches[b].probability;
    }
    for (int i = 0; i < n; i++)
        if (!self->has_branch[i])
            *at(self->expected, n, i, i) = 1;
}

/* covariance = A' S A, skipping the zeros of A, which are most of it. S is
 * symmetric: A' S A = A' (A' S)', so that both products run along rows. */
static void propagate(struct moments *self)
{
    size_t n = (size_t)self->num_cells;

    for (int pass = 0; pass < 2; pass++) {
        memset(self->product, 0, n * n * sizeof *self->product);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                double a = self->expected[i * n + j];
                if (a == 0)
                    continue;
                double *restrict to = self->product + j * n;
                const double *restrict from = self->covariance + i * n;
                for (size_t k = 0; k < n; k++)
                    to[k] += a * from[k];
            }
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < n; k++)
                self->covariance[k * n + i] = self->product[i * n + k];
    }
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
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n && self->has_branch[i]; j++) {
            double a = *at(self->expected, n, i, j);
            for (int k = 0; k < n && a != 0; k++)
                *at(self->covariance, n, j, k) -= self->mean[i] * a * *at(self->expected, n, i, k);
        }
}

void moments_step(struct moments *self, const struct branch *branches, int num_branches)
{
    int n = self->num_cells;

    fill_expected(self, branches, num_branches);
    propagate(self);
    add_noise(self, branches, num_branches);
    memset(self->next, 0, (size_t)n * sizeof *self->next);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            self->next[j] += self->mean[i] * *at(self->expected, n, i, j);
    memcpy(self->mean, self->next, (size_t)n * sizeof *self->mean);
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
