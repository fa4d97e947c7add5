#include "stats/numeric/shiftshare.h"

#include <string.h>

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

static struct shift_split split_sector(const struct shift_table *t, size_t i, const struct growth *g)
{
    double competitive = homothetic(t, i, g) * advantage(t, i);

    return (struct shift_split){competitive, sector_share(t, i, g).regional - competitive};
}

struct shift_split shift_share_esteban(const struct shift_table *table)
{
    struct growth g = growth_of(table);
    struct shift_split sum = {0};

    for (size_t i = 0; i < table->num; i++) {
        struct shift_split own = split_sector(table, i, &g);
        sum.competitive += own.competitive;
        sum.allocation += own.allocation;
    }
    return sum;
}

static void arcelus_sector(const struct shift_table *t, size_t i, const struct growth *g,
                           struct shift_split split, struct shift_arcelus *a)
{
    double expected = homothetic(t, i, g), more = t->local_start[i] - expected;
    double structure = rate(t->country_start[i], t->country_end[i]) - g->country;

    a->national.expected = expected * g->country;
    a->national.differential = more * g->country;
    a->structural.expected = expected * structure;
    a->structural.differential = more * structure;
    a->regional.expected = expected * (g->local - g->country);
    a->regional.differential = more * (g->local - g->country);
    a->industry.expected = split.competitive - a->regional.expected;
    a->industry.differential = split.allocation - a->regional.differential;
}

struct shift_arcelus shift_share_arcelus(const struct shift_table *table)
{
    struct growth g = growth_of(table);
    struct shift_arcelus sum = {0};

    for (size_t i = 0; i < table->num; i++) {
        struct shift_arcelus own;
        arcelus_sector(table, i, &g, split_sector(table, i, &g), &own);
        sum.national.expected += own.national.expected;
        sum.national.differential += own.national.differential;
        sum.structural.expected += own.structural.expected;
        sum.structural.differential += own.structural.differential;
        sum.regional.expected += own.regional.expected;
        sum.regional.differential += own.regional.differential;
        sum.industry.expected += own.industry.expected;
        sum.industry.differential += own.industry.differential;
    }
    return sum;
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

static void static_components(const struct shift_table *t, size_t i, const struct growth *g, double *out)
{
    struct shift_share dunn = sector_share(t, i, g);
    struct shift_split split = split_sector(t, i, g);
    struct shift_arcelus a;

    arcelus_sector(t, i, g, split, &a);
    out[SHIFT_CHANGE] = dunn.change;
    out[SHIFT_NATIONAL] = dunn.national;
    out[SHIFT_STRUCTURAL] = dunn.structural;
    out[SHIFT_REGIONAL] = dunn.regional;
    out[SHIFT_HOMOTHETIC] = split.competitive;
    out[SHIFT_ALLOCATION] = split.allocation;
    out[SHIFT_NATIONAL_EXPECTED] = a.national.expected;
    out[SHIFT_NATIONAL_DIFFERENTIAL] = a.national.differential;
    out[SHIFT_STRUCTURAL_EXPECTED] = a.structural.expected;
    out[SHIFT_STRUCTURAL_DIFFERENTIAL] = a.structural.differential;
    out[SHIFT_REGIONAL_EXPECTED] = a.regional.expected;
    out[SHIFT_REGIONAL_DIFFERENTIAL] = a.regional.differential;
    out[SHIFT_INDUSTRY_EXPECTED] = a.industry.expected;
    out[SHIFT_INDUSTRY_DIFFERENTIAL] = a.industry.differential;
}

static void add_period(const struct shift_table *t, double (*components)[NUM_SHIFT_COMPONENTS])
{
    struct growth g = growth_of(t);

    for (size_t i = 0; i < t->num; i++) {
        struct shift_share own = sector_share(t, i, &g);
        components[i][SHIFT_DYNAMIC_NATIONAL] += own.national;
        components[i][SHIFT_DYNAMIC_STRUCTURAL] += own.structural;
        components[i][SHIFT_DYNAMIC_REGIONAL] += own.regional;
    }
}

void shift_share_components(const double *local, const double *country, size_t num_dates, size_t num,
                            double (*components)[NUM_SHIFT_COMPONENTS])
{
    size_t last = (num_dates - 1) * num;
    struct shift_table whole = {local, local + last, country, country + last, num};
    struct growth g = growth_of(&whole);

    memset(components, 0, (num + 1) * sizeof *components);
    for (size_t i = 0; i < num; i++)
        static_components(&whole, i, &g, components[i]);
    for (size_t d = 0; d < last; d += num)
        add_period(&(struct shift_table){local + d, local + d + num, country + d, country + d + num, num},
                   components);
    for (size_t i = 0; i < num; i++)
        for (int c = 0; c < NUM_SHIFT_COMPONENTS; c++)
            components[num][c] += components[i][c];
}
