#include "stats/numeric/ipf.h"

#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"

static void add_up(const double *cells, size_t num_cells, const struct ipf_margin *m, double *sums)
{
    for (int g = 0; g < m->num_groups; g++)
        sums[g] = 0;
    for (size_t i = 0; i < num_cells; i++)
        if (m->group[i] >= 0)
            sums[m->group[i]] += cells[i];
}

static void scale(double *cells, size_t num_cells, const struct ipf_margin *m, const double *sums)
{
    for (size_t i = 0; i < num_cells; i++)
        if (m->group[i] >= 0 && sums[m->group[i]] > 0)
            cells[i] *= m->target[m->group[i]] / sums[m->group[i]];
}

static double largest_gap(const double *cells, size_t num_cells, const struct ipf_margin *margins,
                          size_t num_margins, double *sums)
{
    double gap = 0, most = 0;

    for (size_t k = 0; k < num_margins; k++) {
        add_up(cells, num_cells, &margins[k], sums);
        for (int g = 0; g < margins[k].num_groups; g++) {
            gap = fmax(gap, fabs(sums[g] - margins[k].target[g]));
            most = fmax(most, margins[k].target[g]);
        }
    }
    return most > 0 ? gap / most : gap;
}

int ipf_fit(double *cells, size_t num_cells, const struct ipf_margin *margins, size_t num_margins,
            double tolerance, int num_rounds, struct err *err)
{
    int most = 1;
    double gap = INFINITY, *sums;

    for (size_t k = 0; k < num_margins; k++)
        most = margins[k].num_groups > most ? margins[k].num_groups : most;
    sums = mem_alloc((size_t)most, sizeof *sums, err);
    if (sums == NULL)
        return ERR_LIMIT;
    for (int round = 0; round < num_rounds && gap > tolerance; round++) {
        for (size_t k = 0; k < num_margins; k++) {
            add_up(cells, num_cells, &margins[k], sums);
            scale(cells, num_cells, &margins[k], sums);
        }
        gap = largest_gap(cells, num_cells, margins, num_margins, sums);
    }
    free(sums);
    if (gap > tolerance)
        return err_set(err, ERR_DATA, "the margins contradict each other: the best table is %.2g off", gap);
    return ERR_OK;
}
