#include "stats/indicators/values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/interrupt.h"
#include "stats/base/mem.h"
#include "stats/base/progress.h"

void indicator_values_free(struct indicator_values *self)
{
    free(self->values);
    free(self->se);
    free(self->base);
    *self = (struct indicator_values){0};
}

bool indicator_values_are_sizes(const struct indicator_values *self)
{
    const char *unit = self->indicator->unit;

    return strcmp(unit, "persons") == 0 || strcmp(unit, "jobs") == 0 || strcmp(unit, "projects") == 0;
}

static int evaluate_year(struct indicator_values *self, struct dataset *dataset,
                         const struct geography *geography, enum level level,
                         const struct estimate_options *options, struct err *err)
{
    struct progress progress;
    int status = ERR_OK;

    self->num_values = 0;
    self->perimeter = "";
    progress_begin(&progress, N_("territories"), self->num);
    for (size_t z = 0; z < self->num && status == ERR_OK; z++) {
        struct estimate e;
        status = interrupt_check(err);
        if (status != ERR_OK)
            break;
        status = indicator_evaluate(self->indicator, self->item, dataset, level,
                                    geography->levels[level].items[z].code, self->year, options, &e, err);
        self->values[z] = e.value;
        self->se[z] = e.se;
        self->base[z] = e.base;
        if (!isnan(e.value) && self->num_values++ == 0)
            self->perimeter = e.perimeter;
        progress_add(&progress, 1);
    }
    progress_end(&progress);
    return status;
}

int indicator_values_read(struct indicator_values *self, const struct indicator *indicator, const char *item,
                          struct dataset *dataset, const struct geography *geography, enum level level,
                          int year, const struct estimate_options *options, struct err *err)
{
    int *years = NULL, status;
    size_t num_years = 0;

    *self = (struct indicator_values){
        .indicator = indicator, .item = item, .num = geography->levels[level].num_items};
    self->values = mem_alloc(self->num, sizeof *self->values, err);
    self->se = mem_alloc(self->num, sizeof *self->se, err);
    self->base = mem_alloc(self->num, sizeof *self->base, err);
    status = self->values && self->se && self->base ? ERR_OK : ERR_LIMIT;
    if (status == ERR_OK)
        status = indicator_check_item(indicator, item, dataset, err);
    if (status == ERR_OK)
        status = indicator_years(indicator, item, dataset, level, &years, &num_years, err);
    while (status == ERR_OK && num_years > 0 && self->num_values == 0) {
        self->year = years[--num_years];
        if (year == 0 || year == self->year)
            status = evaluate_year(self, dataset, geography, level, options, err);
    }
    free(years);
    if (status != ERR_OK)
        indicator_values_free(self);
    return status;
}
