/* The binomial sampler without vectors, as it is compiled where there are none, next to the others. */
#include <check.h>

/* Of one lane, either all are packed or none: gcc does not see it. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#define VECTOR_PLAIN
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

static void add(TCase *tests)
{
    tcase_add_test(tests, the_same_numbers_without_vectors);
}

int main(void)
{
    return test_main("plain", add);
}
