/* Results of consecutive blocks of draws, which one thread simulates one after the other and then adds to
 * the sums. The draws of one number (metric, year, scope, scenario) lie side by side. */
#ifndef SIM_RUN_PORTION_H
#define SIM_RUN_PORTION_H

#include "sim/model/block.h"
#include "sim/run/layout.h"

enum { MOST_BLOCKS = 16, MOST_DRAWS_OF_PORTION = MOST_BLOCKS * LANES };

struct portion;

/* The lanes of one block in a portion. */
struct block_result {
    struct block block;
    const struct portion *portion;
    size_t begin; /* of its lanes */
};

/* [scope][row of the layout][year][num_blocks * LANES] for each scenario. */
struct portion {
    const struct layout *layout;
    int64_t **values; /* [num_scenarios] */
    double **means;   /* [num_scenarios]; NaN where there is no closed form; NULL without the twin */
    size_t num_scenarios, size;
    int num_blocks;
    struct block_result blocks[MOST_BLOCKS];
    uint64_t first; /* draw */
    int num;        /* draws; those of the blocks in use */
};

int portion_init(struct portion *self, const struct model *model, const struct layout *layout, int num_blocks,
                 bool with_means, struct err *err);
void portion_free(struct portion *self);

/* Gives num draws from first on to its blocks, and sets all results to 0; returns the blocks in use. */
int portion_begin(struct portion *self, uint64_t first, int num);

/* From the draws of one number to those of the next: a line of cache more than they need, so that they do
 * not all fall into the same few. */
static inline size_t portion_stride(const struct portion *self)
{
    return (size_t)self->num_blocks * LANES + 8;
}

/* Bytes that the results of a block take. */
size_t block_result_bytes(const struct model *model, const struct layout *layout, bool with_means);

static inline size_t portion_index(const struct portion *self, size_t scope, size_t series, int year)
{
    const struct layout *layout = self->layout;

    return ((scope * layout_num_rows(layout) + layout_row(layout, series)) * (size_t)layout->num_years +
            (size_t)year) *
           portion_stride(self);
}

/* The draws of a number, [LANES]. */
static inline int64_t *block_values(const struct block_result *self, size_t scenario, size_t scope,
                                    size_t series, int year)
{
    return self->portion->values[scenario] + portion_index(self->portion, scope, series, year) + self->begin;
}

/* Their means; not for a portion without. */
static inline double *block_means(const struct block_result *self, size_t scenario, size_t scope,
                                  size_t series, int year)
{
    return self->portion->means[scenario] + portion_index(self->portion, scope, series, year) + self->begin;
}

#endif
