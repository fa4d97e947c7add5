#include "stats/numeric/binomial.h"

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "stats/base/processor.h"
#include "stats/numeric/binomial_lanes.h"

enum { LOG_FACTORIALS = 8192 };

static struct binomial_tables tables;
static double log_factorials[LOG_FACTORIALS];

void binomial_tables_fill(struct binomial_tables *out)
{
    out->reciprocals[0] = 0; /* not used */
    out->float_reciprocals[0] = 0;
    for (int k = 1; k <= BINOMIAL_MOST_SEARCHED; k++) {
        out->reciprocals[k] = 1.0 / k;
        out->float_reciprocals[k] = 1.0f / (float)k;
    }
}

static void fill_tables(void)
{
    long double sum = 0;

    binomial_tables_fill(&tables);
    for (int k = 1; k < LOG_FACTORIALS; k++) {
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

double log_factorial(int64_t k)
{
    need_tables();
    return k < LOG_FACTORIALS ? log_factorials[k] : stirling((double)k);
}

/* P(k + 1) / P(k). */
static double ratio_up(double n, double odds, double k)
{
    return (n - k) / (k + 1) * odds;
}

#define NEGLIGIBLE 1e-20

/* Probabilities beyond the mode as multiples of its own, upwards or downwards. */
static double sum_beyond(double n, double odds, double mode, bool is_up)
{
    double sum = 0, term = 1;

    for (double k = mode; (is_up ? k < n : k > 0) && term > NEGLIGIBLE; k += is_up ? 1 : -1) {
        term *= is_up ? ratio_up(n, odds, k) : 1 / ratio_up(n, odds, k - 1);
        sum += term;
    }
    return sum;
}

double binomial_settle(double n, double share, double u)
{
    double odds = share / (1 - share), k = floor((n + 1) * share), term = 1;
    double below = sum_beyond(n, odds, k, false), reached = below + 1;
    double target = u * (reached + sum_beyond(n, odds, k, true));

    for (; reached < target && k < n && term > NEGLIGIBLE; k++) {
        term *= ratio_up(n, odds, k);
        reached += term;
    }
    for (; k > 0 && reached - term >= target && term > NEGLIGIBLE; k--) {
        reached -= term;
        term /= ratio_up(n, odds, k - 1);
    }
    return k;
}

static const struct binomial_kernel *kernel_of(enum processor processor)
{
#if PROCESSOR_HAS_VECTORS
    if (processor == PROCESSOR_AVX512)
        return &binomial_avx512;
    if (processor == PROCESSOR_AVX2)
        return &binomial_avx2;
#endif
    (void)processor;
    return &binomial_baseline;
}

/* The block of random numbers that a thread used last: the other half of it is often next. */
struct last_block {
    const struct binomial_kernel *kernel;
    uint32_t key[2], pair;
    uint64_t first;
    int num; /* 0: none */
    struct binomial_uniforms uniforms;
};

static bool is_last(const struct last_block *last, const struct binomial_kernel *kernel,
                    const struct binomial_request *r)
{
    return last->kernel == kernel && r->num <= last->num && last->pair == r->site / 2 &&
           last->first == r->first && last->key[0] == r->stream->key[0] && last->key[1] == r->stream->key[1];
}

static const double *uniforms_of(const struct binomial_kernel *kernel, const struct binomial_request *r)
{
    static _Thread_local struct last_block last;

    if (!is_last(&last, kernel, r)) {
        kernel->uniforms(r, &last.uniforms);
        memcpy(last.key, r->stream->key, sizeof last.key);
        last.kernel = kernel;
        last.pair = r->site / 2;
        last.first = r->first;
        last.num = r->num;
    }
    return last.uniforms.u[r->site % 2];
}

int32_t binomial(const struct stream *stream, uint64_t draw, uint32_t site, int32_t n, double p)
{
    struct binomial_request request = {stream, draw, site, 1, &n, &p};
    int32_t out[1];

    need_tables();
    binomial_baseline.draw(&request, &tables, uniforms_of(&binomial_baseline, &request), out);
    return out[0];
}

void binomial_lanes(const struct stream *stream, uint64_t first, int num, uint32_t site, const int32_t *n,
                    const double *p, int32_t *out)
{
    struct binomial_request request = {stream, first, site, num, n, p};
    const struct binomial_kernel *kernel = kernel_of(processor_used());

    need_tables();
    kernel->draw(&request, &tables, uniforms_of(kernel, &request), out);
}

void binomial_some(const struct stream *stream, uint64_t first, const int32_t *lanes, int num, uint32_t site,
                   const int32_t *n, const double *p, int32_t *out)
{
    struct binomial_request request = {stream, first, site, num, n, p};

    need_tables();
    kernel_of(processor_used())->draw_few(&request, &tables, lanes, out);
}
