#include "sim/run/forecast.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sim/model/block.h"
#include "stats/base/source.h"

static double seconds_of(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

double forecast_clock(void)
{
    return seconds_of(CLOCK_MONOTONIC);
}

double forecast_processor(void)
{
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

/* Threads that draws keep busy. */
static double busy_threads(const struct engine_results *results, uint64_t draws)
{
    uint64_t portion = engine_portion(results), portions = (draws + portion - 1) / portion;
    uint64_t threads = (uint64_t)results->settings.threads;

    return (double)(portions < threads ? portions : threads);
}

/* How much wider the range of normal values is with more draws. */
static double range_growth(uint64_t from, uint64_t to)
{
    if (from < 2 || to <= from)
        return 1;
    return gsl_cdf_ugaussian_Qinv(1 / ((double)to + 1)) / gsl_cdf_ugaussian_Qinv(1 / ((double)from + 1));
}

/* Processor seconds of a draw between the point before this one and it. */
static double cost_until(const struct forecast *self, size_t point)
{
    struct forecast_point before = {0, self->processor};

    if (point > 0)
        before = self->points[point - 1];
    return (self->points[point].processor - before.processor) /
           (double)(self->points[point].draws - before.draws);
}

/* The lower of the last two: the first draws are dearer, for histograms still grow, and other work of
 * the machine can only add. */
static double cost_of_draw(const struct forecast *self)
{
    double cost = cost_until(self, self->num_points - 1);

    return self->num_points > 2 ? fmin(cost, cost_until(self, self->num_points - 2)) : cost;
}

/* The stop rule of the short run, asked each time the draws have doubled: a second, and up to six if
 * the run is long. */
static bool is_enough(const struct engine_results *results, void *context)
{
    struct forecast *self = context;

    if (self->num_points < FORECAST_MOST_POINTS)
        self->points[self->num_points++] = (struct forecast_point){results->num_draws, forecast_processor()};
    double whole = cost_of_draw(self) * (double)self->num_draws / busy_threads(results, self->num_draws);
    return self->num_points > 2 && forecast_clock() - self->begun > fmin(1 + whole / 50, 6);
}

void forecast_begin(struct forecast *self, struct engine_settings *settings)
{
    uint64_t first = (uint64_t)settings->threads * LANES;

    *self = (struct forecast){.num_draws = settings->is_enough ? settings->most_draws : settings->num_draws};
    settings->is_enough = is_enough;
    settings->enough_context = self;
    settings->most_draws = self->num_draws;
    settings->num_draws = first < self->num_draws ? first : self->num_draws;
    self->begun = forecast_clock();
    self->processor = forecast_processor();
}

struct forecast_cost forecast_end(const struct forecast *self, const struct engine_results *results,
                                  double peak_bytes)
{
    const struct forecast_point *last = &self->points[self->num_points - 1];
    struct forecast_cost cost = {.processor_seconds_per_draw = cost_of_draw(self)};
    double growth = range_growth(last->draws, self->num_draws);
    double now = (double)engine_histogram_bytes(results);
    double rest = (double)(self->num_draws - last->draws) * cost.processor_seconds_per_draw;
    double start = self->points[0].processor - self->processor -
                   (double)self->points[0].draws * cost.processor_seconds_per_draw;

    cost.start_seconds = self->num_points > 1 && start > 0 ? start : 0;
    cost.draws_seconds = (last->processor - self->processor - cost.start_seconds + rest) /
                         busy_threads(results, self->num_draws);
    cost.histogram_bytes = (double)engine_histogram_bytes_at(results, growth);
    cost.memory_bytes = peak_bytes + cost.histogram_bytes - now;
    return cost;
}

double forecast_peak_bytes(void)
{
    static const char key[] = "VmHWM:";
    struct err err;
    char *text = NULL;
    size_t length;
    double kilobytes = NAN;

    if (source_read_bytes("/proc/self/status", &text, &length, &err) == ERR_OK) {
        const char *found = strstr(text, key);
        kilobytes = found ? (double)strtoll(found + strlen(key), NULL, 10) : (double)NAN;
    }
    free(text);
    return 1024 * kilobytes;
}
