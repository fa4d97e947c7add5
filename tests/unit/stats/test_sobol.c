/* Scrambled Sobol' points: the sequence itself against two published ones, the
 * balance of the points before and after scrambling, and what they are for. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/numeric/sobol.h"
#include "tests/unit/support.h"

static uint32_t gray(uint32_t n)
{
    return n ^ n >> 1;
}

/* The first points that the program of Joe and Kuo prints, in the order of Gray's code. */
START_TEST(first_points_of_joe_and_kuo)
{
    static const double points[10][3] = {{0, 0, 0},
                                         {.5, .5, .5},
                                         {.75, .25, .25},
                                         {.25, .75, .75},
                                         {.375, .375, .625},
                                         {.875, .875, .125},
                                         {.625, .125, .875},
                                         {.125, .625, .375},
                                         {.1875, .3125, .9375},
                                         {.6875, .8125, .4375}};

    for (uint32_t d = 0; d < 3; d++) {
        struct sobol sobol = sobol_make(1, d);
        for (uint32_t n = 0; n < 10; n++)
            ck_assert_double_eq(sobol_plain(&sobol, gray(n)) * 0x1p-32, points[n][d]);
    }
}
END_TEST

/* Printed by tests/reference/sobol.cpp: Boost's points. */
START_TEST(points_of_boost_in_1024_dimensions)
{
    static const struct {
        uint32_t dimension, point;
    } at_1000[] = {
        {1, 0x18c00000}, {39, 0x7ac00000}, {40, 0xe9c00000}, {511, 0x65400000}, {1023, 0xb6c00000}};
    uint64_t sum = 0;

    for (size_t i = 0; i < sizeof at_1000 / sizeof at_1000[0]; i++) {
        struct sobol sobol = sobol_make(1, at_1000[i].dimension);
        ck_assert_uint_eq(sobol_plain(&sobol, gray(1000)), at_1000[i].point);
    }
    for (uint32_t d = 0; d < 1024; d++) {
        struct sobol sobol = sobol_make(1, d);
        for (uint64_t n = 1; n < 4096; n++)
            sum += (uint64_t)(sobol_plain(&sobol, gray((uint32_t)n)) >> 20) *
                   (UINT64_C(6364136223846793005) * (n * 1024 + d) + 1);
    }
    ck_assert_uint_eq(sum, UINT64_C(0x7fe083fe72b00000));
}
END_TEST

enum { POINTS = 1 << 12 };
static double drawn[2][(size_t)POINTS * SOBOL_REPLICATES];

/* Scrambling r of a dimension, its points first .. first + num - 1. */
static void points_of(uint64_t seed, uint32_t dimension, int r, uint64_t first, int num, double *out)
{
    struct sobol sobol = sobol_make(seed, dimension);

    sobol_draws(&sobol, first * SOBOL_REPLICATES, num * SOBOL_REPLICATES, drawn[0]);
    for (int i = 0; i < num; i++)
        out[i] = drawn[0][(size_t)i * SOBOL_REPLICATES + (size_t)r];
}

/* Every interval of length 1/num holds one of num points. */
static void expect_one_each(const double *points, int num)
{
    bool seen[POINTS] = {false};

    for (int i = 0; i < num; i++) {
        int k = (int)(points[i] * num);
        ck_assert_msg(points[i] > 0 && points[i] < 1 && !seen[k], "two points in interval %d of %d", k, num);
        seen[k] = true;
    }
}

/* Beyond 2^16 points and in the dimensions that are padded too. */
START_TEST(every_interval_holds_its_share)
{
    static const uint32_t dimensions[] = {0, 1, 2, 40, 500, 1023, 1024, 3000, 100000};
    static const uint64_t firsts[] = {0, POINTS, 123 * (uint64_t)POINTS, (UINT64_C(1) << 32) - POINTS};
    double points[POINTS];

    for (size_t d = 0; d < sizeof dimensions / sizeof dimensions[0]; d++)
        for (size_t f = 0; f < sizeof firsts / sizeof firsts[0]; f++)
            for (int r = 0; r < SOBOL_REPLICATES; r += 5) {
                points_of(7, dimensions[d], r, firsts[f], POINTS, points);
                for (int num = 1; num <= POINTS; num *= 4)
                    expect_one_each(points, num);
            }
}
END_TEST

/* Dimensions 0 and 1 are a (0, m, 2)-net: every box of area 2^-m, whatever its
 * shape, holds one of 2^m points; scrambling keeps that. */
START_TEST(two_dimensions_are_a_net)
{
    enum { M = 10 };
    static double x[1 << M], y[1 << M];

    for (int r = 0; r < SOBOL_REPLICATES; r += 3) {
        points_of(3, 0, r, 0, 1 << M, x);
        points_of(3, 1, r, 0, 1 << M, y);
        for (int k = 0; k <= M; k++) {
            bool seen[1 << M] = {false};
            for (int i = 0; i < 1 << M; i++) {
                int box = (int)(x[i] * (1 << k)) << (M - k) | (int)(y[i] * (1 << (M - k)));
                ck_assert(!seen[box]);
                seen[box] = true;
            }
        }
    }
}
END_TEST

START_TEST(any_range_of_draws_is_the_same_points)
{
    struct sobol sobol = sobol_make(5, 17);
    double all[1000], part[1000];

    sobol_draws(&sobol, 0, 1000, all);
    for (int first = 1; first < 1000; first += 97) {
        sobol_draws(&sobol, (uint64_t)first, 1000 - first, part);
        ck_assert_mem_eq(part, all + first, (size_t)(1000 - first) * sizeof part[0]);
    }
    sobol_draws(&sobol, SOBOL_MAX_DRAWS - 3, 3, part);
    for (int i = 0; i < 3; i++)
        ck_assert(part[i] > 0 && part[i] < 1);
}
END_TEST

/* One point of many seeds, and of the scramblings: uniform. Chi-square over 64
 * classes, correlation of two dimensions, of two scramblings. */
START_TEST(a_point_of_any_seed_is_uniform)
{
    enum { SEEDS = 20000, CLASSES = 64 };
    static const uint64_t draws[] = {0, 1, 16 * 5 + 3, 16 * (uint64_t)70000 + 9};

    for (size_t n = 0; n < sizeof draws / sizeof draws[0]; n++) {
        double counts[CLASSES] = {0}, chi2 = 0, products[2] = {0};
        for (uint64_t seed = 0; seed < SEEDS; seed++) {
            struct sobol a = sobol_make(seed, 3), b = sobol_make(seed, 4);
            double u[2], v;
            sobol_draws(&a, draws[n], 2, u);
            sobol_draws(&b, draws[n], 1, &v);
            counts[(int)(u[0] * CLASSES)]++;
            products[0] += 12 * (u[0] - .5) * (v - .5);
            products[1] += 12 * (u[0] - .5) * (u[1] - .5);
        }
        for (int k = 0; k < CLASSES; k++)
            chi2 += pow(counts[k] - (double)SEEDS / CLASSES, 2) / ((double)SEEDS / CLASSES);
        double p = gsl_cdf_chisq_Q(chi2, CLASSES - 1);
        ck_assert_msg(p > 1e-5 && p < 1 - 1e-5, "draw %d: chi-square %.1f", (int)n, chi2);
        for (int k = 0; k < 2; k++)
            ck_assert_msg(fabs(products[k]) < 4.5 * sqrt(SEEDS), "draw %d: correlation %d", (int)n, k);
    }
}
END_TEST

/* The mean of prod (1 + (u_d - 1/2)) over 2^m points in six dimensions: 1. Its
 * root mean square error over scramblings and seeds. */
static double rms_error(int num)
{
    static double product[(size_t)POINTS * SOBOL_REPLICATES];
    double squares = 0;
    int seeds = 20, all = num * SOBOL_REPLICATES;

    for (int seed = 1; seed <= seeds; seed++) {
        for (int i = 0; i < all; i++)
            product[i] = 1;
        for (uint32_t d = 0; d < 6; d++) {
            struct sobol sobol = sobol_make((uint64_t)seed, d);
            sobol_draws(&sobol, 0, all, drawn[1]);
            for (int i = 0; i < all; i++)
                product[i] *= 0.5 + drawn[1][i];
        }
        for (int r = 0; r < SOBOL_REPLICATES; r++) {
            double sum = 0;
            for (int i = r; i < all; i += SOBOL_REPLICATES)
                sum += product[i];
            squares += pow(sum / num - 1, 2);
        }
    }
    return sqrt(squares / seeds / SOBOL_REPLICATES);
}

/* From 64 to 4096 points an error that falls like 1/sqrt(n) falls to an eighth,
 * one that falls like 1/n to a 64th: smooth functions do better than the latter
 * in the end. The variance of one point is (13/12)^6 - 1. */
START_TEST(errors_fall_faster_than_the_root)
{
    double few = rms_error(64), many = rms_error(POINTS), random = sqrt((pow(13.0 / 12, 6) - 1) / POINTS);

    ck_assert_msg(many < few / 40, "error %g with 64 points, %g with %d", few, many, POINTS);
    ck_assert_msg(many < random / 10, "error %g, at random %g", many, random);
    ck_assert_msg(many > 1e-7, "error %g", many);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, first_points_of_joe_and_kuo);
    tcase_add_test(tests, points_of_boost_in_1024_dimensions);
    tcase_add_test(tests, every_interval_holds_its_share);
    tcase_add_test(tests, two_dimensions_are_a_net);
    tcase_add_test(tests, any_range_of_draws_is_the_same_points);
    tcase_add_test(tests, a_point_of_any_seed_is_uniform);
    tcase_add_test(tests, errors_fall_faster_than_the_root);
}

int main(void)
{
    return test_main("sobol", add);
}
