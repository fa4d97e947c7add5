#include "stats/numeric/neighbours.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/interrupt.h"
#include "stats/base/mem.h"
#include "stats/base/progress.h"
#include "stats/numeric/normal.h"
#include "stats/numeric/random.h"

/* Everything that one ranking needs. */
struct ranking {
    const struct neighbour_table *table;
    size_t target;
    enum neighbour_metric metric;
    double *mean, *sd;       /* [columns] */
    double *scores;          /* [rows * columns], z-scores, whitened for Mahalanobis */
    double *weights;         /* [columns] how often a column counts */
    double *drawn;           /* [rows * columns] a replicate of the values */
    struct neighbour *order; /* [rows] */
    gsl_matrix *factor;      /* Cholesky factor of the correlations; NULL for Euclid */
};

static void ranking_free(struct ranking *self)
{
    free(self->mean);
    free(self->sd);
    free(self->scores);
    free(self->weights);
    free(self->drawn);
    free(self->order);
    if (self->factor != NULL)
        gsl_matrix_free(self->factor);
}

static int ranking_init(struct ranking *self, struct err *err)
{
    size_t rows = self->table->num_rows, columns = self->table->num_columns;

    self->mean = mem_alloc(columns, sizeof *self->mean, err);
    self->sd = mem_alloc(columns, sizeof *self->sd, err);
    self->weights = mem_alloc(columns, sizeof *self->weights, err);
    self->scores = mem_alloc(rows * columns, sizeof *self->scores, err);
    self->drawn = mem_alloc(rows * columns, sizeof *self->drawn, err);
    self->order = mem_alloc(rows, sizeof *self->order, err);
    return self->mean && self->sd && self->weights && self->scores && self->drawn && self->order ? ERR_OK
                                                                                                 : ERR_LIMIT;
}

static int standardise(struct ranking *self, const double *values, struct err *err)
{
    size_t rows = self->table->num_rows, columns = self->table->num_columns;

    for (size_t c = 0; c < columns; c++) {
        double sum = 0, squares = 0;
        for (size_t r = 0; r < rows; r++)
            sum += values[r * columns + c];
        self->mean[c] = sum / (double)rows;
        for (size_t r = 0; r < rows; r++) {
            double gap = values[r * columns + c] - self->mean[c];
            squares += gap * gap;
        }
        self->sd[c] = sqrt(squares / (double)(rows - 1));
        if (!(self->sd[c] > 0))
            return err_set(err, ERR_DATA, "column %zu is the same in all rows", c + 1);
        for (size_t r = 0; r < rows; r++)
            self->scores[r * columns + c] = (values[r * columns + c] - self->mean[c]) / self->sd[c];
    }
    return ERR_OK;
}

static int correlate(struct ranking *self, struct err *err)
{
    size_t rows = self->table->num_rows, columns = self->table->num_columns;

    self->factor = gsl_matrix_alloc(columns, columns);
    if (self->factor == NULL)
        return err_set(err, ERR_LIMIT, "not enough memory for %zu columns", columns);
    for (size_t a = 0; a < columns; a++)
        for (size_t b = 0; b < columns; b++) {
            double sum = 0;
            for (size_t r = 0; r < rows; r++)
                sum += self->scores[r * columns + a] * self->scores[r * columns + b];
            gsl_matrix_set(self->factor, a, b, sum / (double)(rows - 1));
        }
    return gsl_linalg_cholesky_decomp1(self->factor) == 0
               ? ERR_OK
               : err_set(err, ERR_DATA,
                         "some columns follow from others: Mahalanobis distances do not exist");
}

/* Solves L x = z in place, row by row. */
static void whiten(struct ranking *self)
{
    size_t columns = self->table->num_columns;

    for (size_t r = 0; r < self->table->num_rows; r++) {
        double *z = self->scores + r * columns;
        for (size_t c = 0; c < columns; c++) {
            for (size_t k = 0; k < c; k++)
                z[c] -= gsl_matrix_get(self->factor, c, k) * z[k];
            z[c] /= gsl_matrix_get(self->factor, c, c);
        }
    }
}

static int score(struct ranking *self, const double *values, struct err *err)
{
    int status = standardise(self, values, err);

    if (status == ERR_OK && self->metric == NEIGHBOUR_MAHALANOBIS) {
        if (self->factor == NULL)
            status = correlate(self, err);
        if (status == ERR_OK)
            whiten(self);
    }
    return status;
}

static int by_distance(const void *a, const void *b)
{
    const struct neighbour *x = a, *y = b;

    if (x->distance != y->distance)
        return x->distance < y->distance ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* All other rows, nearest first; returns how many. */
static size_t rank_rows(struct ranking *self)
{
    size_t columns = self->table->num_columns, num = 0;
    const double *own = self->scores + self->target * columns;
    double total = 0;

    for (size_t c = 0; c < columns; c++)
        total += self->weights[c];
    for (size_t r = 0; r < self->table->num_rows; r++) {
        const double *other = self->scores + r * columns;
        double sum = 0;
        if (r == self->target)
            continue;
        for (size_t c = 0; c < columns; c++)
            sum += self->weights[c] * (other[c] - own[c]) * (other[c] - own[c]);
        self->order[num++] = (struct neighbour){.row = r, .distance = sqrt(sum / total)};
    }
    qsort(self->order, num, sizeof *self->order, by_distance);
    return num;
}

static void weigh_all(struct ranking *self)
{
    for (size_t c = 0; c < self->table->num_columns; c++)
        self->weights[c] = 1;
}

/* As many columns as there are, drawn with replacement. */
static void draw_columns(struct ranking *self, const struct stream *stream, int replicate)
{
    size_t columns = self->table->num_columns;

    memset(self->weights, 0, columns * sizeof *self->weights);
    for (size_t c = 0; c < columns; c++) {
        double u = stream_unit(stream, (uint64_t)replicate, (uint32_t)c);
        self->weights[(size_t)(u * (double)columns)]++;
    }
}

static void draw_values(struct ranking *self, const struct stream *stream, int replicate)
{
    const struct neighbour_table *t = self->table;

    for (size_t i = 0; i < t->num_rows * t->num_columns; i++) {
        double se = t->se != NULL && t->se[i] > 0 ? t->se[i] : 0;
        double z = se > 0 ? normal_quantile(stream_unit(stream, (uint64_t)replicate, (uint32_t)i)) : 0;
        self->drawn[i] = t->values[i] + se * z;
    }
}

/* Counts who of out is among the first num of the present order. */
static void count(const struct ranking *self, struct neighbour *out, size_t num, int replicates,
                  bool is_choice)
{
    for (size_t k = 0; k < num; k++)
        for (size_t i = 0; i < num; i++)
            if (self->order[k].row == out[i].row)
                *(is_choice ? &out[i].choice : &out[i].sampling) += 1.0 / replicates;
}

static int replicate(struct ranking *self, struct neighbour *out, size_t num, int replicates, struct err *err)
{
    struct stream choice = stream_make(1, "peers, choice"), sampling = stream_make(1, "peers, sampling");
    struct progress progress;
    int status = ERR_OK;

    progress_begin(&progress, "", 2 * (uint64_t)replicates);
    for (int r = 0; r < replicates && status == ERR_OK; r++) {
        progress_add(&progress, 1);
        status = interrupt_check(err);
        draw_columns(self, &choice, r);
        rank_rows(self);
        count(self, out, num, replicates, true);
    }
    weigh_all(self);
    for (int r = 0; r < replicates && status == ERR_OK; r++) {
        progress_add(&progress, 1);
        draw_values(self, &sampling, r);
        status = interrupt_check(err);
        if (status == ERR_OK)
            status = score(self, self->drawn, err);
        if (status == ERR_OK) {
            rank_rows(self);
            count(self, out, num, replicates, false);
        }
    }
    progress_end(&progress);
    return status;
}

int neighbours_of(struct neighbour *out, size_t num, const struct neighbour_table *table, size_t target,
                  enum neighbour_metric metric, int replicates, struct err *err)
{
    struct ranking ranking = {.table = table, .target = target, .metric = metric};
    int status;

    if (num == 0 || num >= table->num_rows)
        return err_set(err, ERR_DATA, "%zu neighbours were asked for among %zu rows", num, table->num_rows);
    status = ranking_init(&ranking, err);
    if (status == ERR_OK)
        status = score(&ranking, table->values, err);
    if (status == ERR_OK) {
        weigh_all(&ranking);
        rank_rows(&ranking);
        memcpy(out, ranking.order, num * sizeof *out);
        status = replicate(&ranking, out, num, replicates, err);
    }
    ranking_free(&ranking);
    return status;
}
