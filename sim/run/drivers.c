#include "sim/run/drivers.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "sim/run/worker.h"
#include "stats/base/mem.h"

static double *values_of(const struct drivers *self, size_t scenario, size_t target)
{
    return self->values + (scenario * self->model->pack->num_targets + target) * self->num_draws;
}

/* Every block writes its own draws only. */
static void watch(const struct engine_results *results, const struct block_result *block,
                  const double *scores, void *context)
{
    struct drivers *self = context;
    const struct model *model = self->model;
    uint64_t first = block->block.first - self->first_draw;

    for (int i = 0; i < block->block.num && first + (uint64_t)i < self->num_draws; i++)
        for (size_t k = 0; k < self->num_scores; k++)
            self->scores[k * self->num_draws + first + (uint64_t)i] = scores[k * LANES + (size_t)i];
    for (size_t s = 0; s < model->num_scenarios; s++)
        for (size_t t = 0; t < model->pack->num_targets; t++) {
            const struct pack_target *target = &model->pack->targets[t];
            if (!engine_has_target(results, s, t))
                continue;
            size_t offset =
                block_index(&results->layout, layout_find_scope(&results->layout, &target->scope),
                            metric_find(target->metric), target->year - model->scenarios[s].first_year);
            for (int i = 0; i < block->block.num && first + (uint64_t)i < self->num_draws; i++)
                values_of(self, s, t)[first + (uint64_t)i] = (double)block->values[s][offset + (size_t)i];
        }
}

int drivers_init(struct drivers *self, const struct model *model, struct engine_settings *settings,
                 struct problems *problems, struct err *err)
{
    struct variables variables;
    int status = variables_init(&variables, model, settings->seed, settings->points, problems, err);

    *self = (struct drivers){.model = model, .first_draw = settings->first_draw};
    if (status != ERR_OK)
        return status;
    self->num_draws =
        settings->num_draws < DRIVERS_MAX_DRAWS ? (size_t)settings->num_draws : DRIVERS_MAX_DRAWS;
    self->num_scores = variables.num_scores;
    self->scores = mem_alloc(self->num_scores * self->num_draws, sizeof *self->scores, err);
    self->values = mem_alloc(model->num_scenarios * model->pack->num_targets * self->num_draws,
                             sizeof *self->values, err);
    self->names = mem_alloc(self->num_scores, sizeof *self->names, err);
    status = self->scores && self->values && self->names ? ERR_OK : ERR_LIMIT;
    for (size_t k = 0; k < variables.num_scores && status == ERR_OK; k++)
        self->names[k] = variables.scores[k].name;
    variables_free(&variables);
    settings->watch = watch;
    settings->watch_context = self;
    return status;
}

void drivers_free(struct drivers *self)
{
    free(self->scores);
    free(self->values);
    free(self->names);
    *self = (struct drivers){0};
}

/* 0 where one of them does not vary. */
static double correlation(const double *x, const double *y, size_t num)
{
    double r = gsl_stats_correlation(x, 1, y, 1, num);

    return isnan(r) ? 0 : r;
}

struct driver {
    size_t score;
    double correlation;
};

static int stronger_first(const void *a, const void *b)
{
    const struct driver *x = a, *y = b;
    double left = fabs(x->correlation), right = fabs(y->correlation);

    if (left != right)
        return left > right ? -1 : 1;
    return x->score < y->score ? -1 : 1;
}

static void write_target(const struct drivers *self, size_t scenario, size_t target, struct driver *drivers,
                         struct csvout *out)
{
    const struct pack_target *t = &self->model->pack->targets[target];
    char scope[2 * SCOPE_TEXT_SIZE];
    double num = (double)self->num_draws;
    int rank = 0;

    scope_text(&t->scope, scope);
    for (size_t k = 0; k < self->num_scores; k++)
        drivers[k] = (struct driver){k, correlation(self->scores + k * self->num_draws,
                                                    values_of(self, scenario, target), self->num_draws)};
    qsort(drivers, self->num_scores, sizeof *drivers, stronger_first);
    for (size_t k = 0; k < self->num_scores; k++) {
        double r = drivers[k].correlation;
        if (fabs(r) * sqrt(num) <= 4)
            return;
        csvout_text(out, self->model->scenarios[scenario].row->name);
        csvout_text(out, t->metric);
        csvout_text(out, scope);
        csvout_integer(out, t->year);
        csvout_integer(out, ++rank);
        csvout_text(out, self->names[drivers[k].score]);
        csvout_number(out, r, 4);
        csvout_number(out, (1 - r * r) / sqrt(num - 1), 2);
        csvout_number(out, r * r, 3);
        csvout_end(out);
    }
}

int drivers_write(const struct drivers *self, const struct engine_results *results, struct csvout *out,
                  struct err *err)
{
    static const char *const names[] = {
        "scenario",          "metric", "scope", "year", "rank", "driver", "correlation", "standard_error",
        "share_of_variance", NULL};
    struct driver *drivers = mem_alloc(self->num_scores, sizeof *drivers, err);

    if (drivers == NULL)
        return ERR_LIMIT;
    csvout_header(out, names);
    for (size_t s = 0; s < self->model->num_scenarios; s++)
        for (size_t t = 0; t < self->model->pack->num_targets; t++)
            if (engine_has_target(results, s, t))
                write_target(self, s, t, drivers, out);
    free(drivers);
    return ERR_OK;
}
