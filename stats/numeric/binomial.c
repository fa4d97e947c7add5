#include "stats/numeric/binomial.h"

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

static const double inversion_limit = 30;

/* With n p < 30 and p <= 1/2, the mass beyond is below any uniform's resolution. */
enum { MOST_SEARCHED = 200, TABLE_SIZE = 8192 };

static double reciprocals[MOST_SEARCHED + 1]; /* 1 / k */
static double log_factorials[TABLE_SIZE];

static void fill_tables(void)
{
    long double sum = 0;

    for (int k = 1; k <= MOST_SEARCHED; k++)
        reciprocals[k] = 1.0 / k;
    for (int k = 1; k < TABLE_SIZE; k++) {
        sum += logl((long double)k);
        log_factorials[k] = (double)sum;
    }
}

static void need_tables(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, fill_tables);
}

/* Stirling's series, for k beyond the table: relative error below 1e-16. */
static double stirling(double k)
{
    static const double half_log_two_pi = 0.91893853320467274178;
    double x = k + 1;

    return half_log_two_pi + (x - 0.5) * log(x) - x + (1.0 / 12 - 1.0 / 360 / (x * x)) / x;
}

static double table_log_factorial(int64_t k)
{
    return k < TABLE_SIZE ? log_factorials[k] : stirling((double)k);
}

double log_factorial(int64_t k)
{
    need_tables();
    return table_log_factorial(k);
}

/* base^exponent by squaring: multiplications only, the same on every machine. */
static double power(double base, int32_t exponent)
{
    double result = 1;

    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1)
            result *= base;
        base *= base;
    }
    return result;
}

static int32_t invert(int32_t n, double p, double u)
{
    double q = 1 - p, odds = p / q;
    double top = (n + 1) * odds;
    double mass = power(q, n);
    int32_t k = 0;

    while (u > mass && k < n && k < MOST_SEARCHED) {
        u -= mass;
        k++;
        mass *= top * reciprocals[k] - odds;
    }
    return k;
}

/* Set-up of BTRS for n p >= 30, p <= 1/2. */
struct rejection {
    double n, p, spq, a, b, c, vr;
};

static struct rejection prepare(int32_t n, double p)
{
    struct rejection r = {.n = n, .p = p};

    r.spq = sqrt(r.n * p * (1 - p));
    r.b = 1.15 + 2.53 * r.spq;
    r.a = -0.0873 + 0.0248 * r.b + 0.01 * p;
    r.c = r.n * p + 0.5;
    r.vr = 0.92 - 4.2 / r.b;
    return r;
}

/* Whether v lies under the density at k: the exact test. */
static bool accept(const struct rejection *r, double k, double us, double v)
{
    double m = floor((r->n + 1) * r->p);
    double alpha = (2.83 + 5.1 / r->b) * r->spq;
    double bound = table_log_factorial((int64_t)m) + table_log_factorial((int64_t)(r->n - m)) -
                   table_log_factorial((int64_t)k) - table_log_factorial((int64_t)(r->n - k)) +
                   (k - m) * log(r->p / (1 - r->p));

    return log(v * alpha / (r->a / (us * us) + r->b)) <= bound;
}

/* One trial from a block; k >= 0 when accepted, -1 when another is needed. */
static double try_once(const struct rejection *r, const uint32_t words[4])
{
    double u = random_unit(words[0], words[1]) - 0.5;
    double v = random_unit(words[2], words[3]);
    double us = 0.5 - fabs(u);
    double k = floor((2 * r->a / us + r->b) * u + r->c);

    if (us >= 0.07 && v <= r->vr)
        return k;
    if (k < 0 || k > r->n)
        return -1;
    return accept(r, k, us, v) ? k : -1;
}

static int32_t reject(const struct stream *stream, uint64_t draw, uint32_t site, int32_t n, double p,
                      const uint32_t first[4])
{
    struct rejection r = prepare(n, p);
    double k = try_once(&r, first);

    for (uint32_t trial = 1; k < 0; trial++) {
        uint32_t words[4];
        stream_block(stream, draw, site, trial, words);
        k = try_once(&r, words);
    }
    return (int32_t)k;
}

static int32_t draw_from(const struct stream *stream, uint64_t draw, uint32_t site, int32_t n, double p,
                         const uint32_t words[4])
{
    double u = random_unit(words[0], words[1]);

    if (n <= 0 || !(p > 0))
        return 0;
    if (p >= 1)
        return n;
    if (p <= 0.5)
        return n * p < inversion_limit ? invert(n, p, u) : reject(stream, draw, site, n, p, words);
    /* the complement, from the other end of the uniform: still monotone in p */
    return n * (1 - p) < inversion_limit ? n - invert(n, 1 - p, 1 - u)
                                         : n - reject(stream, draw, site, n, 1 - p, words);
}

int32_t binomial(const struct stream *stream, uint64_t draw, uint32_t site, int32_t n, double p)
{
    uint32_t words[4];

    need_tables();
    stream_block(stream, draw, site, 0, words);
    return draw_from(stream, draw, site, n, p, words);
}

void binomial_lanes(const struct stream *stream, uint64_t first, int num, uint32_t site, const int32_t *n,
                    const double *p, int32_t *out)
{
    uint32_t w0[BINOMIAL_MAX_LANES], w1[BINOMIAL_MAX_LANES], w2[BINOMIAL_MAX_LANES], w3[BINOMIAL_MAX_LANES];
    int active = 0;

    need_tables();
    for (int i = 0; i < num; i++)
        active += n[i] > 0;
    if (active <= num / 4) { /* a few people: not worth the random numbers of all lanes */
        for (int i = 0; i < num; i++)
            out[i] = n[i] > 0 ? binomial(stream, first + (uint64_t)i, site, n[i], p[i]) : 0;
        return;
    }
    stream_blocks(stream, first, num, site, (uint32_t *[4]){w0, w1, w2, w3});
    for (int i = 0; i < num; i++) {
        uint32_t words[4] = {w0[i], w1[i], w2[i], w3[i]};
        out[i] = draw_from(stream, first + (uint64_t)i, site, n[i], p[i], words);
    }
}
