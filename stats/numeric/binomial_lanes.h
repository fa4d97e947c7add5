/* The parts of the binomial sampler that are compiled for each instruction set; used by
 * binomial.c alone. */
#ifndef STATS_NUMERIC_BINOMIAL_LANES_H
#define STATS_NUMERIC_BINOMIAL_LANES_H

#include "stats/numeric/random.h"

/* With n p < 30 and p <= 1/2, the mass beyond is below any uniform's resolution. */
enum { BINOMIAL_INVERSION_LIMIT = 30, BINOMIAL_MOST_SEARCHED = 200, LOG_FACTORIALS = 8192 };

struct binomial_tables {
    double reciprocals[BINOMIAL_MOST_SEARCHED + 1]; /* 1 / k */
    double log_factorials[LOG_FACTORIALS];          /* ln k! */
};

/* The arguments of binomial_lanes. */
struct binomial_request {
    const struct stream *stream;
    uint64_t first;
    uint32_t site;
    int num;
    const int32_t *n;
    const double *p;
};

/* out: [num], not n. */
typedef void (*binomial_fn)(const struct binomial_request *request, const struct binomial_tables *tables,
                            int32_t *out);

void binomial_baseline(const struct binomial_request *request, const struct binomial_tables *tables,
                       int32_t *out);
void binomial_avx2(const struct binomial_request *request, const struct binomial_tables *tables,
                   int32_t *out);
void binomial_avx512(const struct binomial_request *request, const struct binomial_tables *tables,
                     int32_t *out);

#endif
