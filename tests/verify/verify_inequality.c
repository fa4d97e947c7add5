/* Coverage of the intervals of measures of inequality whose values have errors of measure,
 * and what is left of their excess. */
#include <math.h>

#include "stats/numeric/inequality_errors.h"
#include "stats/numeric/normal.h"
#include "stats/numeric/random.h"
#include "tests/unit/support.h"
#include "tests/verify/verify.h"

enum { PLACES = 60, GROUPS = 6 };

static const char *const names[NUM_INEQUALITY_MEASURES] = {
    "gini", "theil_t", "theil_l", "atkinson_0.5", "atkinson_1", "williamson", "between", "within"};

struct map {
    double truth[PLACES], weights[PLACES], errors[PLACES];
    size_t groups[PLACES];
};

/* Rates that vary by a quarter between places and groups, known to within cv. */
static void make_map(struct map *m, double cv)
{
    struct stream stream = stream_make(21, "map");

    for (size_t i = 0; i < PLACES; i++) {
        double score = normal_quantile(stream_unit(&stream, 0, (uint32_t)i));
        m->groups[i] = i % GROUPS;
        m->truth[i] = 0.12 * exp(0.2 * score + 0.05 * (double)(i % GROUPS));
        m->weights[i] = 1000 + 900 * (double)(i % 7);
        m->errors[i] = cv * m->truth[i];
    }
}

static void observe(const struct map *m, double *values, uint64_t number)
{
    struct stream stream = stream_make(22, "observed");

    for (size_t i = 0; i < PLACES; i++)
        values[i] = m->truth[i] + m->errors[i] * normal_quantile(stream_unit(&stream, number, (uint32_t)i));
}

START_TEST(inequality_of_what_is_measured)
{
    static const double cvs[] = {0.02, 0.08};
    int num = verify_size(400, 5000);
    double margin = 4 * sqrt(0.05 * 0.95 / num);

    for (size_t c = 0; c < 2; c++) {
        struct map m;
        double values[PLACES];
        struct err err;
        struct inequality_estimate truth[NUM_INEQUALITY_MEASURES], e[NUM_INEQUALITY_MEASURES];
        int held[NUM_INEQUALITY_MEASURES] = {0};
        double mean[NUM_INEQUALITY_MEASURES] = {0}, plain[NUM_INEQUALITY_MEASURES] = {0};
        make_map(&m, cvs[c]);
        struct inequality_places exact = {m.truth, m.weights, NULL, m.groups, PLACES, GROUPS};
        struct inequality_places places = {values, m.weights, m.errors, m.groups, PLACES, GROUPS};
        ck_assert_int_eq(inequality_estimates(truth, &exact, 0.95, 1, &err), ERR_OK);
        for (int r = 0; r < num; r++) {
            observe(&m, values, (uint64_t)r);
            ck_assert_int_eq(inequality_estimates(e, &places, 0.95, (uint64_t)r, &err), ERR_OK);
            for (int k = 0; k < NUM_INEQUALITY_MEASURES; k++) {
                held[k] += e[k].low <= truth[k].value && truth[k].value <= e[k].high;
                mean[k] += e[k].corrected / num;
                plain[k] += e[k].value / num;
            }
        }
        for (int k = 0; k < NUM_INEQUALITY_MEASURES; k++) {
            double coverage = (double)held[k] / num;
            if (verify_is_full())
                printf("    cv %g, %s: %.4f; true %.5g, plain %.5g, corrected %.5g\n", cvs[c], names[k],
                       coverage, truth[k].value, plain[k], mean[k]);
            ck_assert_msg(coverage > 0.925 - margin && coverage < 0.975 + margin, "cv %g, %s: coverage %.4f",
                          cvs[c], names[k], coverage);
            ck_assert_msg(fabs(mean[k] - truth[k].value) <
                              0.35 * fabs(plain[k] - truth[k].value) + 0.01 * truth[k].value,
                          "cv %g, %s: corrected %.5g, true %.5g", cvs[c], names[k], mean[k], truth[k].value);
        }
    }
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, inequality_of_what_is_measured);
}

int main(void)
{
    return test_main("verify inequality", add);
}
