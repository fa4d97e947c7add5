#include "stats/numeric/shiftdraws.h"

#include <math.h>
#include <stdlib.h>

#include "stats/base/catalogue.h"
#include "stats/base/interrupt.h"
#include "stats/base/mem.h"
#include "stats/base/progress.h"
#include "stats/numeric/normal.h"
#include "stats/numeric/quantile.h"

/* Tables of one draw, and the components of all draws. */
struct workspace {
    double *local, *country; /* [num_dates * num] */
    double (*components)[NUM_SHIFT_COMPONENTS];
    double *values; /* [rows * NUM_SHIFT_COMPONENTS * num_draws], the draws of a component together */
};

static void workspace_free(struct workspace *self)
{
    free(self->local);
    free(self->country);
    free(self->components);
    free(self->values);
}

static int workspace_init(struct workspace *self, const struct shift_counts *counts, size_t rows,
                          size_t num_draws, struct err *err)
{
    size_t cells = counts->num_dates * counts->num;

    *self = (struct workspace){0};
    self->local = mem_alloc(cells, sizeof *self->local, err);
    self->country = mem_alloc(cells, sizeof *self->country, err);
    self->components = mem_alloc(counts->num + 1, sizeof *self->components, err);
    self->values = mem_alloc(rows * NUM_SHIFT_COMPONENTS * num_draws, sizeof *self->values, err);
    return self->local && self->country && self->components && self->values ? ERR_OK : ERR_LIMIT;
}

/* Quantile of the normal score z of a gamma distribution of shape count + 1/2. */
static double gamma_at(double count, double z)
{
    double shape = count + 0.5, root = 1 - 1 / (9 * shape) + z / (3 * sqrt(shape));

    return root > 0 ? shape * root * root * root : 0;
}

static double draw_count(double count, const double *se, double z)
{
    if (!(count > 0))
        return 0;
    return se != NULL ? fmax(0, count + *se * z) : gamma_at(count, z);
}

/* The country without the territory, or the country when the territory is not in it. */
static double draw_rest(const struct shift_counts *c, size_t cell, double z)
{
    double rest = c->country[cell] - (c->is_part ? c->local[cell] : 0), se = 0;

    if (c->country_se != NULL) {
        double own = c->is_part ? c->local_se[cell] : 0;
        se = sqrt(fmax(0, c->country_se[cell] * c->country_se[cell] - own * own));
    }
    return draw_count(rest, c->country_se ? &se : NULL, z);
}

static void draw_tables(const struct shift_counts *c, const struct stream *stream, uint64_t draw,
                        struct workspace *w)
{
    for (size_t cell = 0; cell < c->num_dates * c->num; cell++) {
        uint32_t word[4];
        stream_block(stream, draw, (uint32_t)cell, 0, word);
        double own = normal_quantile(random_unit(word[0], word[1]));
        double other = normal_quantile(random_unit(word[2], word[3]));
        w->local[cell] = draw_count(c->local[cell], c->local_se ? &c->local_se[cell] : NULL, own);
        w->country[cell] = draw_rest(c, cell, other) + (c->is_part ? w->local[cell] : 0);
    }
}

int shift_draws_intervals(const struct shift_counts *counts, const struct stream *stream, int num_draws,
                          double confidence, bool only_total,
                          struct interval (*intervals)[NUM_SHIFT_COMPONENTS], struct err *err)
{
    size_t first = only_total ? counts->num : 0, rows = counts->num + 1 - first, n = (size_t)num_draws;
    struct workspace w;
    struct progress progress;
    int status = workspace_init(&w, counts, rows, n, err);

    progress_begin(&progress, N_("draws"), n);
    for (size_t d = 0; d < n && status == ERR_OK; d++) {
        status = interrupt_check(err);
        draw_tables(counts, stream, d, &w);
        shift_share_components(w.local, w.country, counts->num_dates, counts->num, w.components);
        for (size_t k = 0; k < rows * NUM_SHIFT_COMPONENTS; k++)
            w.values[k * n + d] = w.components[first + k / NUM_SHIFT_COMPONENTS][k % NUM_SHIFT_COMPONENTS];
        progress_add(&progress, 1);
    }
    progress_end(&progress);
    for (size_t k = 0; k < rows * NUM_SHIFT_COMPONENTS && status == ERR_OK; k++)
        intervals[first + k / NUM_SHIFT_COMPONENTS][k % NUM_SHIFT_COMPONENTS] =
            quantile_interval(w.values + k * n, n, confidence);
    workspace_free(&w);
    return status;
}
