#include "stats/numeric/relatedness.h"

#include <math.h>

static double share_of_pair(const bool *specialised, size_t num_territories, size_t num_sectors, size_t a,
                            size_t b)
{
    size_t num_a = 0, num_b = 0, num_both = 0;

    for (size_t t = 0; t < num_territories; t++) {
        bool in_a = specialised[t * num_sectors + a], in_b = specialised[t * num_sectors + b];
        num_a += in_a;
        num_b += in_b;
        num_both += in_a && in_b;
    }
    return num_both > 0 ? (double)num_both / (double)(num_a > num_b ? num_a : num_b) : 0;
}

void relatedness_proximity(const bool *specialised, size_t num_territories, size_t num_sectors,
                           double *proximity)
{
    for (size_t a = 0; a < num_sectors; a++) {
        proximity[a * num_sectors + a] = 0;
        for (size_t b = 0; b < a; b++) {
            double share = share_of_pair(specialised, num_territories, num_sectors, a, b);
            proximity[a * num_sectors + b] = proximity[b * num_sectors + a] = share;
        }
    }
}

struct relatedness relatedness_density(const bool *territory, const double *proximity, size_t num_sectors,
                                       size_t sector)
{
    const double *row = proximity + sector * num_sectors;
    double all = 0, squares = 0, present = 0, others = (double)num_sectors - 1, chosen = 0;

    for (size_t j = 0; j < num_sectors; j++) {
        if (j == sector)
            continue;
        all += row[j];
        squares += row[j] * row[j];
        present += territory[j] ? row[j] : 0;
        chosen += territory[j];
    }
    if (!(all > 0) || num_sectors < 3)
        return (struct relatedness){all > 0 ? present / all : (double)NAN, NAN, NAN};
    double variance = (squares - all * all / others) / (others - 1);
    return (struct relatedness){present / all, chosen / others,
                                sqrt(fmax(chosen * (1 - chosen / others) * variance, 0)) / all};
}
