#include "stats/data/sizeband.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

static const struct size_band bands[] = {
    {"NN", 0, 0},       {"00", 0, 0},       {"01", 1, 2},       {"02", 3, 5},
    {"03", 6, 9},       {"11", 10, 19},     {"12", 20, 49},     {"21", 50, 99},
    {"22", 100, 199},   {"31", 200, 249},   {"32", 250, 499},   {"41", 500, 999},
    {"42", 1000, 1999}, {"51", 2000, 4999}, {"52", 5000, 9999}, {"53", 10000, SIZE_BAND_LARGEST},
};

const struct size_band *size_band_find(const char *code)
{
    for (size_t i = 0; i < sizeof bands / sizeof bands[0]; i++)
        if (strcmp(bands[i].code, code) == 0)
            return &bands[i];
    return NULL;
}

const char *size_band_codes(void)
{
    return "NN, 00, 01, 02, 03, 11, 12, 21, 22, 31, 32, 41, 42, 51, 52, 53";
}

double size_band_draw(double low, double high, double unit)
{
    double from = 1 / low, to = 1 / (high + 1);

    return fmin(floor(1 / (from - unit * (from - to))), high);
}

/* P(size >= k) = (1 / k - 1 / (high + 1)) / (1 / low - 1 / (high + 1)), summed over k. */
double size_band_mean(double low, double high)
{
    double to = 1 / (high + 1), mean = low;

    for (double k = low + 1; k <= high; k++)
        mean += (1 / k - to) / (1 / low - to);
    return mean;
}
