/* Coverage of the intervals of measures over classes: counts of a sample with the variance
 * FACTOR for one, whose errors are estimated from the very counts drawn. */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "stats/numeric/composition.h"
#include "stats/numeric/normal.h"
#include "tests/unit/support.h"
#include "tests/verify/verify.h"

static const double FACTOR = 3.9; /* of the complementary exploitation of the census */
enum { CLASSES = 6 };

struct truth {
    const char *name;
    enum composition_measure measure;
    double upper[CLASSES], lower[CLASSES]; /* expected counts, independent */
    bool is_nested;                        /* the lower side is upper + lower */
};

static struct composition_counts true_counts(const struct truth *t)
{
    struct composition_counts counts = {.num_items = 2, .num_classes = CLASSES};

    counts.items[0].weight[0] = 1;
    counts.items[0].weight[1] = t->is_nested;
    counts.items[1].weight[1] = 1;
    for (int k = 0; k < CLASSES; k++) {
        counts.items[0].values[k] = t->upper[k];
        counts.items[1].values[k] = t->lower[k];
    }
    return counts;
}

/* Poisson by inversion for small means, else by the normal quantile, rounded: exact enough
 * at means of hundreds. */
static double draw_poisson(double mean, double u)
{
    if (mean > 200)
        return fmax(0, floor(mean + sqrt(mean) * normal_quantile(u) + 0.5));
    double p = exp(-mean), sum = p;
    int x = 0;
    while (u > sum && x < 2000)
        sum += p *= mean / ++x;
    return x;
}

static void draw_counts(struct composition_counts *counts, const struct composition_counts *truth,
                        const struct stream *stream, int number)
{
    for (size_t c = 0; c < truth->num_items; c++)
        for (size_t k = 0; k < CLASSES; k++) {
            double u = stream_unit(stream, (uint64_t)number, (uint32_t)(c * CLASSES + k));
            double x = FACTOR * draw_poisson(truth->items[c].values[k] / FACTOR, u);
            counts->items[c].values[k] = x;
            counts->items[c].se[k] = sqrt(FACTOR * x);
        }
}

static bool interval_holds(const struct truth *t, const struct composition_counts *counts,
                           const struct composition_sides *reference, double truth, int number)
{
    struct composition_sides sides;
    struct composition_estimate e;
    struct stream stream = stream_make((uint64_t)number + 1, "verify draws");
    struct err err;

    composition_sides_make(&sides, counts);
    if (composition_is_distance(t->measure)) {
        ck_assert_int_eq(composition_simulate(&e, t->measure, counts, &stream, 0.95, &err), ERR_OK);
    } else if (t->measure == COMPOSITION_STANDARDISED || t->measure == COMPOSITION_OBSERVED) {
        ck_assert_int_eq(composition_standardise(&e, t->measure, counts, reference, 0.95, FACTOR, &err),
                         ERR_OK);
    } else {
        double half = normal_quantile(0.975) * composition_delta_se(t->measure, counts, reference, 1);
        e.value = composition_value(t->measure, &sides, reference, 1);
        e.low = e.value - half;
        e.high = e.value + half;
    }
    return e.low <= truth && truth <= e.high;
}

static double coverage(const struct truth *t, int num)
{
    struct composition_counts truth = true_counts(t), counts = truth;
    struct composition_sides sides, reference;
    struct stream stream = stream_make(11, t->name);
    double value;
    int held = 0;

    composition_sides_make(&sides, &truth);
    for (size_t k = 0; k < CLASSES; k++) { /* another mix, rates twice as high in the last class */
        reference.upper[k] = sides.upper[k] * (k + 1 == CLASSES ? 2 : 1);
        reference.lower[k] = sides.lower[k] * (double)(k + 1);
    }
    reference.num = CLASSES;
    if (t->measure == COMPOSITION_STANDARDISED || t->measure == COMPOSITION_OBSERVED) {
        struct composition_estimate e;
        struct err err;
        ck_assert_int_eq(composition_standardise(&e, t->measure, &truth, &reference, 0.95, 1, &err), ERR_OK);
        value = e.value;
    } else {
        struct composition_sides plain = sides;
        value = composition_value(t->measure, &plain, &reference, 1);
    }
    for (int i = 0; i < num; i++) {
        draw_counts(&counts, &truth, &stream, i);
        held += interval_holds(t, &counts, &reference, value, i);
    }
    return (double)held / num;
}

/* An agglomeration of 20,000 and one of 140,000 inhabitants: who came, who was there. */
#define SMALL                                                                                                \
    {120, 300, 180, 100, 80, 60},                                                                            \
    {                                                                                                        \
        4000, 2500, 2600, 2700, 3900, 4300                                                                   \
    }
#define LARGE                                                                                                \
    {1200, 3000, 1800, 1000, 800, 600},                                                                      \
    {                                                                                                        \
        40000, 25000, 26000, 27000, 39000, 43000                                                             \
    }

static const struct truth truths[] = {
    {"category, small", COMPOSITION_CATEGORY, SMALL, false},
    {"category, large", COMPOSITION_CATEGORY, LARGE, false},
    {"balance, small", COMPOSITION_BALANCE, SMALL, true},
    {"balance, large", COMPOSITION_BALANCE, LARGE, true},
    {"ridit, small", COMPOSITION_RIDIT, SMALL, false},
    {"renewal, small", COMPOSITION_RENEWAL, SMALL, false},
    {"renewal, large", COMPOSITION_RENEWAL, LARGE, false},
    {"impact, small", COMPOSITION_IMPACT, SMALL, true},
    {"mismatch, small", COMPOSITION_MISMATCH, SMALL, false},
    {"mismatch, large", COMPOSITION_MISMATCH, LARGE, false},
    {"standardised, small", COMPOSITION_STANDARDISED, SMALL, true},
    {"standardised, large", COMPOSITION_STANDARDISED, LARGE, true},
    {"observed, small", COMPOSITION_OBSERVED, SMALL, true},
    {"observed, large", COMPOSITION_OBSERVED, LARGE, true},
};

START_TEST(measures_over_classes_cover_as_promised)
{
    int num = verify_size(1000, 20000);
    double margin = 4 * sqrt(0.05 * 0.95 / num);

    for (size_t i = 0; i < sizeof truths / sizeof truths[0]; i++) {
        double c = coverage(&truths[i], num);
        bool is_conservative =
            truths[i].measure == COMPOSITION_STANDARDISED || truths[i].measure == COMPOSITION_OBSERVED;
        if (verify_is_full() || getenv("VERIFY_PRINT"))
            printf("    %s: %.4f\n", truths[i].name, c);
        ck_assert_msg(c > 0.935 - margin && (c < 0.965 + margin || is_conservative), "%s: coverage %.4f",
                      truths[i].name, c);
    }
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, measures_over_classes_cover_as_promised);
}

int main(void)
{
    return test_main("verify composition", add);
}
