/* What a run will cost, told from a few of its draws: a run is begun with the settings of the whole,
 * stopped after about a second, and the time and the memory of the rest follow. */
#ifndef SIM_RUN_FORECAST_H
#define SIM_RUN_FORECAST_H

#include "sim/run/engine.h"

enum { FORECAST_MOST_POINTS = 64 };

/* Draws done after so much of the time of all processors. */
struct forecast_point {
    uint64_t draws;
    double processor;
};

struct forecast {
    uint64_t num_draws; /* of the whole run */
    double begun;       /* the engine, seconds of forecast_clock */
    double processor;   /* seconds that the process had taken by then */
    struct forecast_point points[FORECAST_MOST_POINTS];
    size_t num_points;
};

/* Seconds of a clock that only goes on, and of processors that this process has taken. */
double forecast_clock(void);
double forecast_processor(void);

/* Changes the settings of a run so that it stops early; self must outlive it. */
void forecast_begin(struct forecast *self, struct engine_settings *settings);

struct forecast_cost {
    double start_seconds;   /* of the engine, before its first draw */
    double draws_seconds;   /* simulating and adding up all draws */
    double memory_bytes;    /* peak of the process */
    double histogram_bytes; /* of that: histograms */
    double processor_seconds_per_draw;
};

/* From the results of the run that stopped; peak_bytes is the peak of the process until now. Time
 * of processors is linear in draws and divided by the threads that draws keep busy: that of a
 * machine that has nothing else to do. The histograms grow as the range of normal values does. */
struct forecast_cost forecast_end(const struct forecast *self, const struct engine_results *results,
                                  double peak_bytes);

/* Peak memory of this process (VmHWM); NaN where the system does not tell. */
double forecast_peak_bytes(void);

#endif
