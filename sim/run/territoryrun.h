/* The people of a territory projected by themselves, without a programme. */
#ifndef SIM_RUN_TERRITORYRUN_H
#define SIM_RUN_TERRITORYRUN_H

#include "sim/model/stock.h"

struct territory_projection {
    double *values; /* [num_years][NUM_STOCK_INDICATORS][num_draws], each series ascending */
    int num_years;  /* from stock.year on */
    size_t num_draws;
};

/* One thread. The same draws whatever num_draws is. */
int territory_project(struct territory_projection *self, const struct stock *stock, int num_years,
                      size_t num_draws, uint64_t seed, struct err *err);
void territory_projection_free(struct territory_projection *self);

/* The ascending draws of a series; an indicator that has no value is NaN in all of them. */
const double *territory_series(const struct territory_projection *self, int year,
                               enum stock_indicator indicator);

#endif
