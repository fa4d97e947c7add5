#include "stats/numeric/shiftshare.h"

#include <math.h>

/* Growth rates that the components are made of. */
struct growth {
    double country, local;             /* g, g_j */
    double local_start, country_start; /* totals */
};

static double rate(double start, double end)
{
    return start > 0 ? end / start - 1 : 0;
}

static struct growth growth_of(const struct shift_table *t)
{
    double local_end = 0, country_end = 0;
    struct growth g = {0};

    for (size_t i = 0; i < t->num; i++) {
        g.local_start += t->local_start[i];
        g.country_start += t->country_start[i];
        local_end += t->local_end[i];
        country_end += t->country_end[i];
    }
    g.country = rate(g.country_start, country_end);
    g.local = rate(g.local_start, local_end);
    return g;
}

static struct shift_share sector_share(const struct shift_table *t, size_t i, const struct growth *g)
{
    double start = t->local_start[i], own = rate(t->country_start[i], t->country_end[i]);
    struct shift_share s = {.change = t->local_end[i] - start, .national = start * g->country};

    s.structural = start * (own - g->country);
    s.regional = s.change - start * own;
    return s;
}

struct shift_share shift_share_sector(const struct shift_table *table, size_t sector)
{
    struct growth g = growth_of(table);

    return sector_share(table, sector, &g);
}

static void add(struct shift_share *sum, struct shift_share more)
{
    sum->change += more.change;
    sum->national += more.national;
    sum->structural += more.structural;
    sum->regional += more.regional;
}

struct shift_share shift_share_dunn(const struct shift_table *table)
{
    struct growth g = growth_of(table);
    struct shift_share sum = {0};

    for (size_t i = 0; i < table->num; i++)
        add(&sum, sector_share(table, i, &g));
    return sum;
}

/* E'_i */
static double homothetic(const struct shift_table *t, size_t i, const struct growth *g)
{
    return g->local_start * t->country_start[i] / g->country_start;
}

/* g_ij - g_i; 0 where the territory starts without the sector. */
static double advantage(const struct shift_table *t, size_t i)
{
    if (!(t->local_start[i] > 0))
        return 0;
    return rate(t->local_start[i], t->local_end[i]) - rate(t->country_start[i], t->country_end[i]);
}

struct shift_split shift_share_esteban(const struct shift_table *table)
{
    struct growth g = growth_of(table);
    struct shift_split split = {0};

    for (size_t i = 0; i < table->num; i++) {
        double competitive = homothetic(table, i, &g) * advantage(table, i);
        split.competitive += competitive;
        split.allocation += sector_share(table, i, &g).regional - competitive;
    }
    return split;
}

struct shift_arcelus shift_share_arcelus(const struct shift_table *table)
{
    struct growth g = growth_of(table);
    struct shift_split split = shift_share_esteban(table);
    struct shift_arcelus a = {0};

    for (size_t i = 0; i < table->num; i++) {
        double expected = homothetic(table, i, &g), more = table->local_start[i] - expected;
        double structure = rate(table->country_start[i], table->country_end[i]) - g.country;
        a.national.expected += expected * g.country;
        a.national.differential += more * g.country;
        a.structural.expected += expected * structure;
        a.structural.differential += more * structure;
        a.regional.expected += expected * (g.local - g.country);
        a.regional.differential += more * (g.local - g.country);
    }
    a.industry.expected = split.competitive - a.regional.expected;
    a.industry.differential = split.allocation - a.regional.differential;
    return a;
}

struct shift_share shift_share_dynamic(const double *local, const double *country, size_t num_dates,
                                       size_t num)
{
    struct shift_share sum = {0};

    for (size_t d = 1; d < num_dates; d++)
        add(&sum, shift_share_dunn(&(struct shift_table){local + (d - 1) * num, local + d * num,
                                                         country + (d - 1) * num, country + d * num, num}));
    return sum;
}
