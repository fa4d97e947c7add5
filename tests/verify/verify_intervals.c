/* Coverage of the intervals: exact where it can be enumerated, else simulated. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "stats/numeric/binomial.h"
#include "stats/numeric/interval.h"
#include "stats/numeric/normal.h"
#include "stats/numeric/proportion.h"
#include "stats/numeric/smallarea.h"
#include "tests/unit/support.h"
#include "tests/verify/verify.h"

/* Probability that the 95 % interval of X / n holds p, X binomial: enumerated. */
static double wilson_coverage(int n, double p)
{
    double total = 0;

    for (int x = 0; x <= n; x++) {
        struct interval i = interval_wilson((double)x / n, n, 0.95);
        if (i.low <= p && p <= i.high)
            total += gsl_ran_binomial_pdf((unsigned)x, p, (unsigned)n);
    }
    return total;
}

/* For a single p the coverage of any interval of a count jumps; on average over p
 * it is what Wilson's promises (Brown, Cai and DasGupta 2001). */
START_TEST(wilson_covers_as_promised)
{
    static const int sizes[] = {20, 30, 50, 100, 250, 1000};
    int points = verify_size(400, 4000);

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        double mean = 0, least = 1;
        for (int k = 0; k < points; k++) {
            double p = (k + 0.5) / points, c = wilson_coverage(sizes[i], p);
            mean += c / points;
            if (p > 0.1 && p < 0.9 && c < least)
                least = c;
        }
        ck_assert_msg(mean > 0.945 && mean < 0.965, "n = %d: mean coverage %.4f", sizes[i], mean);
        ck_assert_msg(least > 0.915, "n = %d: least coverage %.4f inside (0.1, 0.9)", sizes[i], least);
    }
}
END_TEST

typedef struct interval (*share_interval)(double x, double n, double confidence);

/* Mean and least coverage over p in (from, to), enumerated. */
static void share_coverage(share_interval interval, int n, double from, double to, int points, double *mean,
                           double *least)
{
    *mean = 0;
    *least = 1;
    for (int k = 0; k < points; k++) {
        double p = from + (to - from) * (k + 0.5) / points, total = 0;
        for (int x = 0; x <= n; x++) {
            struct interval i = interval(x, n, 0.95);
            if (i.low <= p && p <= i.high)
                total += gsl_ran_binomial_pdf((unsigned)x, p, (unsigned)n);
        }
        *mean += total / points;
        *least = fmin(*least, total);
    }
}

/* Clopper-Pearson never covers less than it says; Jeffreys and Agresti-Coull do so on
 * average (Brown, Cai and DasGupta 2001). */
START_TEST(other_shares_cover_as_promised)
{
    static const int sizes[] = {20, 50, 150};
    int points = verify_size(100, 1000);
    double mean, least;

    for (size_t i = 0; i < 3; i++) {
        share_coverage(proportion_clopper_pearson, sizes[i], 0, 1, points, &mean, &least);
        ck_assert_msg(least >= 0.95 - 1e-9, "Clopper-Pearson, n = %d: least %.4f", sizes[i], least);
        share_coverage(proportion_jeffreys, sizes[i], 0, 1, points, &mean, &least);
        ck_assert_msg(mean > 0.94 && mean < 0.965, "Jeffreys, n = %d: mean %.4f", sizes[i], mean);
        share_coverage(proportion_agresti_coull, sizes[i], 0.05, 0.95, points, &mean, &least);
        ck_assert_msg(mean > 0.945 && mean < 0.97, "Agresti-Coull, n = %d: mean %.4f", sizes[i], mean);
    }
}
END_TEST

START_TEST(differences_cover_as_promised)
{
    static const struct {
        int n1, n2;
        double p1, p2;
    } cases[] = {{30, 40, 0.3, 0.5}, {80, 60, 0.1, 0.15}, {200, 150, 0.6, 0.62}};

    for (size_t c = 0; c < 3; c++) {
        double total = 0, truth = cases[c].p1 - cases[c].p2;
        for (int x = 0; x <= cases[c].n1; x++)
            for (int y = 0; y <= cases[c].n2; y++) {
                struct interval i = proportion_newcombe(x, cases[c].n1, y, cases[c].n2, 0.95);
                if (i.low <= truth && truth <= i.high)
                    total += gsl_ran_binomial_pdf((unsigned)x, cases[c].p1, (unsigned)cases[c].n1) *
                             gsl_ran_binomial_pdf((unsigned)y, cases[c].p2, (unsigned)cases[c].n2);
            }
        ck_assert_msg(total > 0.935 && total < 0.97, "case %zu: coverage %.4f", c, total);
    }
}
END_TEST

/* Exact counts, and sums of weighted counts (Fay and Feuer): at least what they say. */
START_TEST(counts_cover_at_least_what_they_say)
{
    static const double means[] = {0.5, 2, 7.3, 40};
    static const double weights[] = {1, 2.5, 0.4}, parts[] = {3, 1.5, 6};

    for (size_t m = 0; m < 4; m++) {
        double total = 0;
        for (unsigned x = 0; x < 200; x++) {
            struct interval i = poisson_exact(x, 0.95);
            total += i.low <= means[m] && means[m] <= i.high ? gsl_ran_poisson_pdf(x, means[m]) : 0;
        }
        ck_assert_msg(total >= 0.95, "mean %g: coverage %.4f", means[m], total);
    }
    double truth = 0, total = 0;
    for (int k = 0; k < 3; k++)
        truth += weights[k] * parts[k];
    for (unsigned a = 0; a < 25; a++)
        for (unsigned b = 0; b < 20; b++)
            for (unsigned c = 0; c < 30; c++) {
                struct interval i = poisson_weighted((double[]){a, b, c}, weights, 3, 0.95);
                if (a + b + c > 0 && i.low <= truth && truth <= i.high)
                    total += gsl_ran_poisson_pdf(a, parts[0]) * gsl_ran_poisson_pdf(b, parts[1]) *
                             gsl_ran_poisson_pdf(c, parts[2]);
            }
    ck_assert_msg(total >= 0.95, "weighted sum: coverage %.4f", total);
}
END_TEST

/* The mean squared error of Fay and Herriot against what it estimates, over many maps
 * of 40 areas; the three ways of finding A. */
enum { AREAS = 40 };

static void draw_map(const struct stream *stream, int map, const double *psi, double *truth, double *direct)
{
    for (int i = 0; i < AREAS; i++) {
        double v = normal_quantile(stream_unit(stream, (uint64_t)map, (uint32_t)(2 * i)));
        double e = normal_quantile(stream_unit(stream, (uint64_t)map, (uint32_t)(2 * i + 1)));
        truth[i] = 1 + 0.5 * (i % 7) + v;
        direct[i] = truth[i] + sqrt(psi[i]) * e;
    }
}

START_TEST(errors_of_small_areas_are_as_large_as_they_say)
{
    struct stream stream = stream_make(9, "verify small areas");
    double psi[AREAS], x[AREAS * 2], truth[AREAS], direct[AREAS], estimates[AREAS], mse[AREAS];
    int maps = verify_size(1500, 30000);

    for (int i = 0; i < AREAS; i++) {
        psi[i] = 0.3 + 0.05 * (i % 20);
        x[2 * i] = 1;
        x[2 * i + 1] = i % 7;
    }
    for (int m = 0; m < 3; m++) {
        double claimed = 0, actual = 0;
        for (int r = 0; r < maps; r++) {
            struct fay_herriot_data data = {direct, psi, x, AREAS, 2};
            struct fay_herriot fit;
            struct err err = {0};
            draw_map(&stream, r, psi, truth, direct);
            expect_ok(fay_herriot_fit(&fit, &data, (enum fay_herriot_method)m, &err), &err);
            fay_herriot_predict(&fit, &data, estimates, mse);
            fay_herriot_free(&fit);
            for (int i = 0; i < AREAS; i++) {
                claimed += mse[i];
                actual += (estimates[i] - truth[i]) * (estimates[i] - truth[i]);
            }
        }
        ck_assert_msg(fabs(claimed / actual - 1) < 0.05, "method %d: claimed over actual %.4f", m,
                      claimed / actual);
    }
}
END_TEST

/* Counts of industry in a part and in the rest of a parent. */
struct shares {
    int n_part, n_rest;
    double p_part, p_rest;
};

static double quotient_coverage(const struct shares *s, int num, uint32_t site)
{
    struct stream stream = stream_make(5, "verify intervals");
    double whole = (double)s->n_part + s->n_rest;
    double truth = s->p_part / ((s->n_part * s->p_part + s->n_rest * s->p_rest) / whole);
    int held = 0, counted = 0;

    for (int i = 0; i < num; i++) {
        double x = binomial(&stream, (uint64_t)i, site, s->n_part, s->p_part);
        double y = binomial(&stream, (uint64_t)i, site + 1, s->n_rest, s->p_rest);
        if (x <= 0)
            continue;
        double a = x / s->n_part, b = (x + y) / whole;
        double se = interval_lq_se(a, a * (1 - a) / s->n_part, b, b * (1 - b) / whole, s->n_part / whole);
        counted++;
        held += fabs(log(a / b) - log(truth)) <= interval_z(0.95) * se;
    }
    return (double)held / counted;
}

START_TEST(location_quotients_cover_as_promised)
{
    static const struct shares cases[] = {
        {500, 4000, 0.3, 0.13}, {200, 20000, 0.25, 0.12}, {3000, 5000, 0.1, 0.12}, {60, 100000, 0.4, 0.1}};
    int num = verify_size(20000, 1000000);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double c = quotient_coverage(&cases[i], num, (uint32_t)(2 * i));
        double margin = 4 * sqrt(0.05 * 0.95 / num);
        ck_assert_msg(c > 0.935 - margin && c < 0.965 + margin, "case %zu: coverage %.4f", i, c);
    }
}
END_TEST

/* Means of n normal values. */
START_TEST(student_covers_as_promised)
{
    struct stream stream = stream_make(6, "verify intervals");
    int num = verify_size(20000, 500000), n = 8, held = 0;

    for (int i = 0; i < num; i++) {
        double sum = 0, squares = 0;
        for (int k = 0; k < n; k++) {
            double x = normal_quantile(stream_unit(&stream, (uint64_t)i, (uint32_t)k));
            sum += x;
            squares += x * x;
        }
        double mean = sum / n, sd = sqrt((squares - n * mean * mean) / (n - 1));
        struct interval interval = interval_student(mean, sd, n, 0.95);
        held += interval.low <= 0 && 0 <= interval.high;
    }
    double c = (double)held / num;
    ck_assert_msg(fabs(c - 0.95) < 4 * sqrt(0.05 * 0.95 / num), "coverage %.4f", c);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, wilson_covers_as_promised);
    tcase_add_test(tests, other_shares_cover_as_promised);
    tcase_add_test(tests, differences_cover_as_promised);
    tcase_add_test(tests, counts_cover_at_least_what_they_say);
    tcase_add_test(tests, errors_of_small_areas_are_as_large_as_they_say);
    tcase_add_test(tests, location_quotients_cover_as_promised);
    tcase_add_test(tests, student_covers_as_promised);
}

int main(void)
{
    return test_main("verify intervals", add);
}
