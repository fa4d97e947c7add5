/* The work of the pack reference-w1 as one would write it with GSL: its generator and samplers, one
 * binomial a centre (or places added up first), columns kept, sorted for their quantiles.
 * usage: w1 DRAWS [total|centre] */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { YEARS = 12, CENTRES = 8, OUTPUTS = 7, SHARES = 7 };
enum { ENROLLED, COMPLETED, CERTIFIED, PLACED, INDUSTRY, STOCK, COST };

static const double shape[SHARES][2] = {{18, 4}, {40, 12}, {60, 10}, {30, 12}, {20, 15}, {10, 20}, {45, 5}};
static const unsigned steps[] = {12, 24, 36, 48, 60};

/* Places of the centres that are open; how many there are, and how many open this year. */
static int places_of(int year, int by_centre, unsigned places[CENTRES], int *open, int *opening)
{
    unsigned total = 0;

    *open = *opening = 0;
    for (int c = 0; c < CENTRES; c++) {
        int age = year - c / 2;
        if (age < 0)
            continue;
        places[*open] = steps[age < 4 ? age : 4];
        total += places[(*open)++];
        *opening += age == 0;
    }
    if (by_centre)
        return *open;
    places[0] = total;
    return 1;
}

static void simulate(gsl_rng *r, int by_centre, size_t draw, size_t draws, double *columns)
{
    double p[SHARES], cost = 0;
    unsigned stock = 0;

    for (int k = 0; k < SHARES; k++)
        p[k] = gsl_ran_beta(r, shape[k][0], shape[k][1]);
    for (int year = 0; year < YEARS; year++) {
        unsigned places[CENTRES], count[INDUSTRY + 1] = {0};
        int open, opening, num = places_of(year, by_centre, places, &open, &opening);
        stock = gsl_ran_binomial(r, p[6], stock);
        for (int c = 0; c < num; c++) {
            unsigned people = places[c];
            for (int k = ENROLLED; k <= INDUSTRY; k++)
                count[k] += people = gsl_ran_binomial(r, p[k], people);
            stock += gsl_ran_binomial(r, p[5], people);
        }
        cost += 150000.0 * open + 400000.0 * opening + 4500.0 * count[ENROLLED];
        double *out = columns + (size_t)(year * OUTPUTS) * draws + draw;
        for (int k = ENROLLED; k <= INDUSTRY; k++)
            out[(size_t)k * draws] = count[k];
        out[STOCK * draws] = stock;
        out[COST * draws] = cost;
    }
}

int main(int argc, char **argv)
{
    static const double orders[] = {0.05, 0.25, 0.5, 0.75, 0.95};
    size_t draws = argc > 1 ? strtoul(argv[1], NULL, 10) : 0, hits = 0;
    double *columns = draws > 0 ? malloc(draws * YEARS * OUTPUTS * sizeof *columns) : NULL;
    gsl_rng *r = gsl_rng_alloc(gsl_rng_mt19937);

    if (columns == NULL || r == NULL)
        return 1;
    for (size_t i = 0; i < draws; i++)
        simulate(r, argc > 2 && strcmp(argv[2], "centre") == 0, i, draws, columns);
    for (size_t i = 0; i < draws; i++) {
        double completed = 0;
        for (int y = 0; y < YEARS; y++)
            completed += columns[(size_t)(y * OUTPUTS + COMPLETED) * draws + i];
        hits += completed >= 2500;
    }
    for (int c = 0; c < YEARS * OUTPUTS; c++) {
        double *column = columns + (size_t)c * draws;
        printf("%g %g", gsl_stats_mean(column, 1, draws), gsl_stats_sd(column, 1, draws));
        gsl_sort(column, 1, draws);
        for (int q = 0; q < 5; q++)
            printf(" %g", gsl_stats_quantile_from_sorted_data(column, 1, draws, orders[q]));
        printf("\n");
    }
    printf("%g\n", (double)hits / (double)draws);
    gsl_rng_free(r);
    free(columns);
    return 0;
}
