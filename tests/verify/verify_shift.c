/* Coverage of the intervals of shift-share and of trends, simulated. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/numeric/binomial.h"
#include "stats/numeric/normal.h"
#include "stats/numeric/shiftdraws.h"
#include "stats/numeric/trend.h"
#include "tests/unit/support.h"
#include "tests/verify/verify.h"

enum { NUM_SECTORS = 6, CELLS = 2 * NUM_SECTORS };

/* Means of the counts, of a territory and of the rest of its country. */
struct world {
    double own[CELLS], rest[CELLS];
    double lasting; /* share of the jobs of both dates that are the same */
};

/* Rare among very many: within mean / 2^30 of a Poisson variable of that mean. */
static double poisson(const struct stream *stream, uint64_t draw, uint32_t site, double mean)
{
    return binomial(stream, draw, site, 1 << 30, mean / (1 << 30));
}

/* Counts of both dates, of which a part is the same jobs. */
static void draw_pair(const struct stream *stream, uint64_t draw, uint32_t site, double start, double end,
                      double lasting, double *from, double *to)
{
    double same = lasting * fmin(start, end), common = poisson(stream, draw, site, same);

    *from = common + poisson(stream, draw, site + 1, start - same);
    *to = common + poisson(stream, draw, site + 2, end - same);
}

static void draw_world(const struct world *w, const struct stream *stream, uint64_t draw, double *own,
                       double *country)
{
    for (uint32_t i = 0; i < NUM_SECTORS; i++) {
        double from, to;
        draw_pair(stream, draw, 6 * i, w->own[i], w->own[NUM_SECTORS + i], w->lasting, &own[i],
                  &own[NUM_SECTORS + i]);
        draw_pair(stream, draw, 6 * i + 3, w->rest[i], w->rest[NUM_SECTORS + i], w->lasting, &from, &to);
        country[i] = own[i] + from;
        country[NUM_SECTORS + i] = own[NUM_SECTORS + i] + to;
    }
}

typedef double coverage[NUM_SECTORS + 1][NUM_SHIFT_COMPONENTS];

static void count_held(double truth[][NUM_SHIFT_COMPONENTS],
                       struct interval intervals[][NUM_SHIFT_COMPONENTS], int num, coverage held)
{
    for (int i = 0; i <= NUM_SECTORS; i++)
        for (int c = 0; c < NUM_SHIFT_COMPONENTS; c++)
            held[i][c] +=
                (double)(intervals[i][c].low <= truth[i][c] && truth[i][c] <= intervals[i][c].high) / num;
}

/* is_part: what the intervals believe. */
static void cover(const struct world *w, bool is_part, int num, coverage held)
{
    double truth[NUM_SECTORS + 1][NUM_SHIFT_COMPONENTS], own[CELLS], country[CELLS];
    struct stream nature = stream_make(1, "verify shift: nature"),
                  draws = stream_make(1, "verify shift: draws");
    struct shift_counts counts = {own, country, NULL, NULL, 2, NUM_SECTORS, is_part};
    struct err err = {0};

    memset(held, 0, sizeof(coverage));
    for (int i = 0; i < CELLS; i++)
        country[i] = w->own[i] + w->rest[i];
    shift_share_components(w->own, country, 2, NUM_SECTORS, truth);
    for (int k = 0; k < num; k++) {
        struct interval intervals[NUM_SECTORS + 1][NUM_SHIFT_COMPONENTS];
        draw_world(w, &nature, (uint64_t)k, own, country);
        draws.key[1] = (uint32_t)k; /* other draws for each table */
        expect_ok(shift_draws_intervals(&counts, &draws, 400, 0.95, false, intervals, &err), &err);
        count_held(truth, intervals, num, held);
    }
}

static const struct world zone = {
    .own = {5, 40, 300, 2000, 9000, 4000, 8, 30, 330, 2100, 8500, 4100},
    .rest = {4000, 9000, 20000, 90000, 60000, 300000, 4100, 8800, 21000, 92000, 61000, 305000}};
static const struct world large = {
    .own = {400, 900, 3000, 6000, 9000, 20000, 430, 850, 3100, 6100, 8600, 20800},
    .rest = {300, 2000, 2500, 9000, 14000, 26000, 310, 2100, 2600, 9300, 13900, 27000}};

static void expect_nominal(const char *what, double c, double least, double most, int num)
{
    double margin = 4 * sqrt(0.05 * 0.95 / num);

    ck_assert_msg(c > least - margin && c < most + margin, "%s: coverage %.4f", what, c);
}

START_TEST(shift_share_covers_as_promised)
{
    int num = verify_size(600, 20000);
    coverage held;

    for (int part = 0; part < 2; part++) {
        cover(part ? &large : &zone, true, num, held);
        for (int c = SHIFT_CHANGE; c <= SHIFT_REGIONAL; c++)
            expect_nominal(part ? "total, large" : "total, zone", held[NUM_SECTORS][c], 0.94, 0.96, num);
        for (int i = 1; i < NUM_SECTORS; i++)
            expect_nominal("regional effect of a sector", held[i][SHIFT_REGIONAL], 0.935, 0.965, num);
        if (verify_is_full())
            for (int i = 0; i <= NUM_SECTORS; i++) {
                printf("#");
                for (int c = 0; c < SHIFT_DYNAMIC_NATIONAL; c++)
                    printf(" %.3f", held[i][c]);
                printf("\n");
            }
    }
}
END_TEST

/* Autoregression with a unit variance. */
static void draw_series(const struct stream *stream, uint64_t draw, double r, int num, double *values)
{
    for (int t = 0; t < num; t++) {
        double score = normal_quantile(stream_unit(stream, draw, (uint32_t)t));
        values[t] = t == 0 ? score : r * values[t - 1] + sqrt(1 - r * r) * score;
    }
}

typedef int (*trend_function)(struct trend *, const double *, const double *, size_t, double, struct err *);

/* Part of series without trend whose interval holds it, and whose p is above 5 %. */
static void trend_coverage(trend_function f, double r, int length, int num, double *held, double *kept)
{
    struct stream stream = stream_make(1, "verify trends");
    double times[64], values[64];

    *held = *kept = 0;
    for (int t = 0; t < length; t++)
        times[t] = 2000 + t;
    for (int k = 0; k < num; k++) {
        struct trend trend;
        struct err err = {0};
        draw_series(&stream, (uint64_t)k, r, length, values);
        expect_ok(f(&trend, times, values, (size_t)length, 0.95, &err), &err);
        *held += (double)(trend.interval.low <= 0 && 0 <= trend.interval.high) / num;
        *kept += (double)(trend.p > 0.05) / num;
    }
}

/* A successive-values-alike series: at least what is said, and where it is less. */
START_TEST(trends_cover_as_they_say)
{
    static const double autocorrelations[] = {0, 0.3, 0.5, 0.7, 0.9};
    static const int lengths[] = {10, 20, 26};
    static const double least[] = {0.925, 0.925, 0.925, 0.92, 0.885};
    int num = verify_size(200, 5000);
    double margin = 4 * sqrt(0.05 * 0.95 / num), held, kept;

    for (int l = 0; l < 3; l++)
        for (int r = 0; r < 5; r++) {
            trend_coverage(trend_of_series, autocorrelations[r], lengths[l], num, &held, &kept);
            ck_assert_msg(held > least[r] - margin, "%d values, r = %.1f: coverage %.4f", lengths[l],
                          autocorrelations[r], held);
            ck_assert_msg(kept > fmin(least[r], 0.93) - 0.02 - margin, "%d values, r = %.1f: size %.4f",
                          lengths[l], autocorrelations[r], 1 - kept);
        }
    /* what the interval for independent values would do */
    trend_coverage(trend_of, 0.7, 20, num, &held, &kept);
    ck_assert_msg(held < 0.75, "independent values: coverage %.4f", held);
}
END_TEST

/* Jobs that last make the dates alike: wider than it says, never narrower. And a country
 * taken as independent of a territory that is a large part of it. */
START_TEST(shift_share_is_wide_where_it_says)
{
    int num = verify_size(200, 5000);
    struct world lasting = zone;
    coverage held;

    lasting.lasting = 0.9;
    cover(&lasting, true, num, held);
    for (int i = 0; i <= NUM_SECTORS; i++)
        ck_assert_msg(held[i][SHIFT_REGIONAL] > 0.99, "lasting jobs: %.4f", held[i][SHIFT_REGIONAL]);
    cover(&large, false, num, held);
    for (int i = 0; i <= NUM_SECTORS; i++)
        ck_assert_msg(held[i][SHIFT_REGIONAL] > 0.975, "containment forgotten: %.4f",
                      held[i][SHIFT_REGIONAL]);
}
END_TEST

/* A sector of a job or two: when none is counted at the start, the interval is a point. */
START_TEST(shift_share_of_few_jobs)
{
    int num = verify_size(600, 10000);
    struct world few = zone;
    coverage held;

    few.own[0] = few.own[NUM_SECTORS] = 1;
    few.own[1] = 3;
    few.own[NUM_SECTORS + 1] = 2;
    cover(&few, true, num, held);
    ck_assert_msg(held[0][SHIFT_REGIONAL] < 0.9, "one job: %.4f", held[0][SHIFT_REGIONAL]);
    ck_assert_msg(fabs(held[1][SHIFT_REGIONAL] - 0.89) < 4 * sqrt(0.89 * 0.11 / num) + 0.01,
                  "three jobs: %.4f", held[1][SHIFT_REGIONAL]);
    expect_nominal("all sectors", held[NUM_SECTORS][SHIFT_REGIONAL], 0.94, 0.96, num);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, shift_share_covers_as_promised);
    tcase_add_test(tests, shift_share_is_wide_where_it_says);
    tcase_add_test(tests, shift_share_of_few_jobs);
    tcase_add_test(tests, trends_cover_as_they_say);
}

int main(void)
{
    return test_main("verify shift-share and trends", add);
}
