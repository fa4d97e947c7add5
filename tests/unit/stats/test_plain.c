/* The binomial sampler without vectors, all in doubles, as it is compiled where there are none, next to
 * the others. */
#include <check.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

/* Of one lane, either all are packed or none: gcc does not see it. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#define VECTOR_PLAIN
#include "stats/base/processor.h"
#include "stats/numeric/binomial_kernel.h"
#include "tests/unit/support.h"

extern const struct binomial_kernel binomial_plain;
const struct binomial_kernel binomial_plain = {fill_uniforms, run_kernel, run_few};

enum { NUM = 64 };

/* Sizes of every way of drawing, and the ends of probability. */
static void fill_cells(int round, int32_t n[NUM], double p[NUM])
{
    static const int32_t most[] = {3, 20, 64, 600, 40000, INT32_MAX};

    for (int i = 0; i < NUM; i++) {
        n[i] = (int32_t)((int64_t)most[(round + i) % 6] * (i % 7 + 1) / 7);
        p[i] = (i * 37 + round * 11) % 101 / 100.0;
        if (n[i] > 100000)
            p[i] *= 1e-8;
    }
}

START_TEST(the_same_numbers_without_vectors)
{
    const struct stream stream = stream_make(4, "plain");
    struct binomial_tables tables;
    struct binomial_uniforms uniforms;
    int32_t n[NUM], vectors[NUM], plain[NUM], some[NUM], lanes[NUM];
    double p[NUM];

    binomial_tables_fill(&tables);
    for (int i = 0; i < NUM; i++)
        lanes[i] = i;
    for (int round = 0; round < 300; round++) {
        fill_cells(round, n, p);
        struct binomial_request request = {&stream, 128, (uint32_t)round, NUM, n, p};
        binomial_lanes(&stream, 128, NUM, (uint32_t)round, n, p, vectors);
        binomial_plain.uniforms(&request, &uniforms);
        binomial_plain.draw(&request, &tables, uniforms.u[round % 2], plain);
        binomial_plain.draw_few(&request, &tables, lanes, some);
        for (int i = 0; i < NUM; i++) {
            ck_assert_msg(plain[i] == vectors[i], "n = %d, p = %g: %d and %d", n[i], p[i], plain[i],
                          vectors[i]);
            ck_assert_msg(some[i] == vectors[i], "few, n = %d, p = %g: %d and %d", n[i], p[i], some[i],
                          vectors[i]);
        }
    }
}
END_TEST

/* Sizes that are searched, by digits, or expanded in floats, and uniform numbers at any distance from a
 * step of the distribution function: floats cannot tell the nearest. */
static void fill_small(struct stream *stream, uint64_t round, int32_t n[NUM], double p[NUM], double u[NUM])
{
    static const int most_of[] = {15, 63, 300, 1023};
    int most = most_of[round % 4];

    for (int i = 0; i < NUM; i++) {
        double v[4];
        for (uint32_t k = 0; k < 4; k++)
            v[k] = stream_unit(stream, NUM * round + (uint64_t)i, k);
        n[i] = (int32_t)(v[0] * (most + 1));
        p[i] = i % 8 == 0 ? pow(10, -9 * v[1]) : i % 8 == 1 ? 1 - pow(10, -9 * v[1]) : v[1];
        double step = gsl_cdf_binomial_P((unsigned)(v[2] * (n[i] + 1)), p[i], (unsigned)n[i]);
        double near = step + (i % 2 ? 1 : -1) * pow(10, -2 - 9 * v[3]);
        u[i] = i % 4 < 2 && near > 0 && near < 1 ? near : v[2];
    }
    p[2] = 0;
    p[3] = 1;
    p[4] = 0.5;
}

/* Tiles that are drawn in floats, for each instruction set that this processor has. */
START_TEST(floats_give_the_same_numbers)
{
    static const struct binomial_kernel *const kernels[NUM_PROCESSORS] = {
        [PROCESSOR_BASELINE] = &binomial_baseline,
        [PROCESSOR_AVX2] = &binomial_avx2,
        [PROCESSOR_AVX512] = &binomial_avx512,
    };
    struct stream stream = stream_make(4, "floats");
    struct binomial_tables tables;
    int32_t n[NUM], plain[NUM], out[NUM];
    double p[NUM], u[NUM];

    processor_limit((enum processor)_i);
    binomial_tables_fill(&tables);
    for (uint64_t round = 0; round < 4000 && processor_used() == (enum processor)_i; round++) {
        fill_small(&stream, round, n, p, u);
        struct binomial_request request = {.num = NUM, .n = n, .p = p};
        binomial_plain.draw(&request, &tables, u, plain);
        kernels[_i]->draw(&request, &tables, u, out);
        for (int i = 0; i < NUM; i++)
            ck_assert_msg(plain[i] == out[i], "n = %d, p = %g, u = %.17g: %d and %d", n[i], p[i], u[i],
                          plain[i], out[i]);
    }
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, the_same_numbers_without_vectors);
    tcase_add_loop_test(tests, floats_give_the_same_numbers, 0, NUM_PROCESSORS);
}

int main(void)
{
    return test_main("plain", add);
}
