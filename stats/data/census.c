#include "stats/data/census.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

static const char *const names[NUM_EXPLOITATIONS] = {"P",     "C",         "register",    "survey",
                                                     "model", "published", "third-party", "records"};

const char *exploitation_name(enum exploitation value)
{
    return names[value];
}

enum exploitation exploitation_find(const char *name)
{
    int i = 0;

    while (i < NUM_EXPLOITATIONS && strcmp(names[i], name) != 0)
        i++;
    return (enum exploitation)i;
}

double census_cv(double count)
{
    static const struct {
        double from, cv;
    } scale[] = {{50000, 0.01}, {20000, 0.015}, {10000, 0.02}, {6000, 0.025}, {3000, 0.03},
                 {2000, 0.035}, {1000, 0.045},  {500, 0.06},   {250, 0.08}};

    for (size_t i = 0; i < sizeof scale / sizeof scale[0]; i++)
        if (count >= scale[i].from)
            return scale[i].cv;
    return 0.08;
}

double census_variance(double count, double population, enum exploitation exploitation)
{
    if (exploitation != EXPLOITATION_P && exploitation != EXPLOITATION_C)
        return NAN;
    if (count <= 0)
        return 0;
    if (isnan(population))
        return NAN;
    if (population >= CENSUS_LARGE_COMMUNE)
        return census_cv(count) * count * census_cv(count) * count;
    if (exploitation == EXPLOITATION_P)
        return 0;
    return CENSUS_C_DESIGN_EFFECT * (1 - CENSUS_C_FRACTION) / CENSUS_C_FRACTION * count;
}
