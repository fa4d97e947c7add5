#include "sim/run/territoryrun.h"

#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"
#include "stats/numeric/quantile.h"

static double *series(const struct territory_projection *self, int year, int indicator)
{
    return self->values + ((size_t)year * NUM_STOCK_INDICATORS + (size_t)indicator) * self->num_draws;
}

const double *territory_series(const struct territory_projection *self, int year,
                               enum stock_indicator indicator)
{
    return series(self, year, (int)indicator);
}

static int project_block(struct territory_projection *self, struct stock_run *run, const struct stock *stock,
                         uint64_t first, uint64_t seed, struct err *err)
{
    uint64_t left = self->num_draws - first;
    struct block block = {first, left < LANES ? (int)left : LANES};
    int status = stock_simulate(run, stock, &block, seed, NULL, err);

    for (int y = 0; y < self->num_years && status == ERR_OK; y++)
        for (int i = 0; i < block.num; i++) {
            struct stock_counts counts = stock_counts_of(&run->years[y], i);
            for (int k = 0; k < NUM_STOCK_INDICATORS; k++)
                series(self, y, k)[first + (uint64_t)i] = stock_indicator(&counts, (enum stock_indicator)k);
        }
    return status;
}

int territory_project(struct territory_projection *self, const struct stock *stock, int num_years,
                      size_t num_draws, uint64_t seed, struct err *err)
{
    struct stock_run run = {0};
    int status = stock_run_init(&run, num_years, err);

    *self = (struct territory_projection){.num_years = num_years, .num_draws = num_draws};
    if (status == ERR_OK) {
        self->values =
            mem_alloc((size_t)num_years * NUM_STOCK_INDICATORS * num_draws, sizeof *self->values, err);
        status = self->values ? ERR_OK : ERR_LIMIT;
    }
    for (uint64_t first = 0; first < num_draws && status == ERR_OK; first += LANES)
        status = project_block(self, &run, stock, first, seed, err);
    for (int y = 0; y < num_years && status == ERR_OK; y++)
        for (int k = 0; k < NUM_STOCK_INDICATORS; k++)
            if (!isnan(series(self, y, k)[0]))
                quantile_sort(series(self, y, k), num_draws);
    stock_run_free(&run);
    if (status != ERR_OK)
        territory_projection_free(self);
    return status;
}

void territory_projection_free(struct territory_projection *self)
{
    free(self->values);
    *self = (struct territory_projection){0};
}
