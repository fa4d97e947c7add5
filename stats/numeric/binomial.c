#include "stats/numeric/binomial.h"

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "stats/base/processor.h"

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
    double top = (n + 1.0) * odds; /* n may be INT32_MAX */
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

/* Whether a number is drawn by inversion; not one that needs no drawing. */
static bool is_inverted(int32_t n, double p)
{
    return n > 0 && p > 0 && p < 1 && n * (p <= 0.5 ? p : 1 - p) < inversion_limit;
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

/* The words of a block, one array a word. */
struct lane_words {
    uint32_t words[4][BINOMIAL_MAX_LANES];
};

/* random_unit, in operations that exist for vectors: 52 bits behind the exponent of
 * 2^52 are that whole number plus 2^52. */
static inline double lane_unit(uint32_t high, uint32_t low)
{
    uint64_t bits = (((uint64_t)high << 32 | low) >> 12) | UINT64_C(0x4330000000000000);
    double shifted;

    memcpy(&shifted, &bits, sizeof shifted);
    return (shifted - 0x1p52 + 0.5) * 0x1p-52;
}

/* The first trial of BTRS in all lanes: out[i] is the number where it is accepted at
 * once (about six times in seven), -1 where draw_from must decide. The formulas are
 * those of prepare and try_once. */
FOR_EACH_PROCESSOR
static void try_lanes(const struct lane_words *lanes, int num, const int32_t *restrict n,
                      const double *restrict p, int32_t *restrict out)
{
    for (int i = 0; i < num; i++) {
        double size = n[i], share = p[i] <= 0.5 ? p[i] : 1 - p[i];
        double spq = sqrt(size * share * (1 - share)), b = 1.15 + 2.53 * spq;
        double a = -0.0873 + 0.0248 * b + 0.01 * share, c = size * share + 0.5, vr = 0.92 - 4.2 / b;
        double u = lane_unit(lanes->words[0][i], lanes->words[1][i]) - 0.5;
        double v = lane_unit(lanes->words[2][i], lanes->words[3][i]);
        double us = 0.5 - fabs(u), k = floor((2 * a / us + b) * u + c);
        int accepted = (size * share >= inversion_limit) & (us >= 0.07) & (v <= vr);
        out[i] = accepted ? (int32_t)(p[i] <= 0.5 ? k : size - k) : -1;
    }
}

/* Lanes that are drawn by inversion, side by side; whole numbers as doubles. */
struct inversion {
    int num;
    int lane[BINOMIAL_MAX_LANES];
    double n[BINOMIAL_MAX_LANES], p[BINOMIAL_MAX_LANES], u[BINOMIAL_MAX_LANES], k[BINOMIAL_MAX_LANES];
    double mass[BINOMIAL_MAX_LANES], top[BINOMIAL_MAX_LANES], odds[BINOMIAL_MAX_LANES];
    double base[BINOMIAL_MAX_LANES]; /* workspace of power_step */
    int64_t exponent[BINOMIAL_MAX_LANES];
};

/* One bit of the exponents of power, in all lanes; whether any has more. */
static inline int64_t power_step(struct inversion *self)
{
    int64_t left = 0;

    for (int i = 0; i < self->num; i++) {
        double base = self->exponent[i] > 1 ? self->base[i] : 1; /* no square that nobody needs */
        self->mass[i] *= self->exponent[i] & 1 ? self->base[i] : 1;
        self->base[i] = base * base;
        self->exponent[i] >>= 1;
        left |= self->exponent[i];
    }
    return left;
}

/* One step of the search in all lanes; whether any goes on. */
static inline int search_step(struct inversion *self, int step)
{
    double reciprocal = reciprocals[step], before = step - 1;
    int any = 0;

    for (int i = 0; i < self->num; i++) {
        int goes_on = (self->u[i] > self->mass[i]) & (before < self->n[i]);
        double factor = self->top[i] * reciprocal - self->odds[i];
        self->u[i] = goes_on ? self->u[i] - self->mass[i] : self->u[i];
        self->mass[i] = goes_on ? self->mass[i] * factor : self->mass[i];
        self->k[i] += goes_on ? 1 : 0;
        any |= goes_on;
    }
    return any;
}

/* What invert does, in all lanes at once: the same operations in the same order. */
FOR_EACH_PROCESSOR
static void invert_lanes(struct inversion *self)
{
    for (int i = 0; i < self->num; i++) {
        double q = 1 - self->p[i], odds = self->p[i] / q;
        self->odds[i] = odds;
        self->top[i] = (self->n[i] + 1) * odds;
        self->base[i] = q;
        self->mass[i] = 1;
        self->k[i] = 0;
    }
    while (power_step(self) != 0)
        continue;
    for (int step = 1; step <= MOST_SEARCHED; step++)
        if (!search_step(self, step))
            break;
}

static void add_inversion(struct inversion *self, int lane, int32_t n, double p, double u)
{
    int i = self->num++;

    self->lane[i] = lane;
    self->n[i] = n;
    self->exponent[i] = n;
    self->p[i] = p <= 0.5 ? p : 1 - p;
    self->u[i] = p <= 0.5 ? u : 1 - u;
}

void binomial_lanes(const struct stream *stream, uint64_t first, int num, uint32_t site, const int32_t *n,
                    const double *p, int32_t *out)
{
    struct lane_words lanes;
    struct inversion inversion;
    int32_t tried[BINOMIAL_MAX_LANES];
    int active = 0;

    need_tables();
    for (int i = 0; i < num; i++)
        active += n[i] > 0;
    if (active <= num / 4) { /* a few people: not worth the random numbers of all lanes */
        for (int i = 0; i < num; i++)
            out[i] = n[i] > 0 ? binomial(stream, first + (uint64_t)i, site, n[i], p[i]) : 0;
        return;
    }
    stream_blocks(stream, first, num, site,
                  (uint32_t *[4]){lanes.words[0], lanes.words[1], lanes.words[2], lanes.words[3]});
    try_lanes(&lanes, num, n, p, tried);
    inversion.num = 0;
    for (int i = 0; i < num; i++) {
        uint32_t words[4] = {lanes.words[0][i], lanes.words[1][i], lanes.words[2][i], lanes.words[3][i]};
        if (tried[i] >= 0)
            continue;
        if (is_inverted(n[i], p[i]))
            add_inversion(&inversion, i, n[i], p[i], random_unit(words[0], words[1]));
        else
            tried[i] = draw_from(stream, first + (uint64_t)i, site, n[i], p[i], words);
    }
    invert_lanes(&inversion);
    for (int i = 0; i < inversion.num; i++) {
        int lane = inversion.lane[i];
        tried[lane] = p[lane] <= 0.5 ? (int32_t)inversion.k[i] : n[lane] - (int32_t)inversion.k[i];
    }
    memcpy(out, tried, (size_t)num * sizeof *out);
}
