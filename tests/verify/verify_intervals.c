/* Coverage of the intervals: exact where it can be enumerated, else simulated. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "stats/numeric/binomial.h"
#include "stats/numeric/interval.h"
#include "stats/numeric/normal.h"
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
    tcase_add_test(tests, location_quotients_cover_as_promised);
    tcase_add_test(tests, student_covers_as_promised);
}

int main(void)
{
    return test_main("verify intervals", add);
}
