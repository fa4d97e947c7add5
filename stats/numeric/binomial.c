#include "stats/numeric/binomial.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "stats/base/processor.h"
#include "stats/numeric/binomial_lanes.h"

static struct binomial_tables tables;

static void fill_tables(void)
{
    long double sum = 0;

    for (int k = 1; k <= BINOMIAL_MOST_SEARCHED; k++)
        tables.reciprocals[k] = 1.0 / k;
    for (int k = 1; k < LOG_FACTORIALS; k++) {
        sum += logl((long double)k);
        tables.log_factorials[k] = (double)sum;
    }
}

static const struct binomial_tables *need_tables(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, fill_tables);
    return &tables;
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
    return k < LOG_FACTORIALS ? need_tables()->log_factorials[k] : stirling((double)k);
}

int32_t binomial(const struct stream *stream, uint64_t draw, uint32_t site, int32_t n, double p)
{
    struct binomial_request request = {stream, draw, site, 1, &n, &p};
    int32_t out[1] = {0};

    binomial_baseline(&request, need_tables(), out);
    return out[0];
}

static binomial_fn kernel_of(enum processor processor)
{
#if PROCESSOR_HAS_VECTORS
    if (processor == PROCESSOR_AVX512)
        return binomial_avx512;
    if (processor == PROCESSOR_AVX2)
        return binomial_avx2;
#endif
    (void)processor;
    return binomial_baseline;
}

void binomial_lanes(const struct stream *stream, uint64_t first, int num, uint32_t site, const int32_t *n,
                    const double *p, int32_t *out)
{
    struct binomial_request request = {stream, first, site, num, n, p};
    int32_t drawn[BINOMIAL_MAX_LANES];

    kernel_of(processor_used())(&request, need_tables(), drawn);
    memcpy(out, drawn, (size_t)num * sizeof *out);
}
