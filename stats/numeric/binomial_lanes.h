/* The parts of the binomial sampler that are compiled for each instruction set; used by
 * binomial.c alone. */
#ifndef STATS_NUMERIC_BINOMIAL_LANES_H
#define STATS_NUMERIC_BINOMIAL_LANES_H

#include "stats/numeric/binomial.h"
#include "stats/numeric/random.h"

/* Drawn by search from 0: sizes n up to BINOMIAL_SEARCHED_SIZE and means n min(p, 1 - p) below
 * BINOMIAL_SEARCHED_MEAN, where the mass beyond BINOMIAL_MOST_SEARCHED is below any uniform's
 * resolution. Both borders only matter for speed, above a mean of 5. */
enum { BINOMIAL_SEARCHED_MEAN = 8, BINOMIAL_SEARCHED_SIZE = 64, BINOMIAL_MOST_SEARCHED = 100 };

/* The others by expansion, where their normal score is within 3.3 (tests/reference/normal_score.py: y
 * up to this); the score is said to be too far elsewhere. */
#define BINOMIAL_MOST_CENTRAL 6.25
#define BINOMIAL_TOO_FAR 1e6

/* Blocks of random numbers of this trial are the binomials' alone. */
#define BINOMIAL_TRIAL 0x80000000u

struct binomial_tables {
    double reciprocals[BINOMIAL_MOST_SEARCHED + 1]; /* 1 / k */
    float float_reciprocals[BINOMIAL_MOST_SEARCHED + 1];
};

/* The uniform numbers of sites 2 k and 2 k + 1, which share a block of the stream. */
struct binomial_uniforms {
    double u[2][BINOMIAL_MAX_LANES + 32]; /* with room for the rest of the last vectors */
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

/* The functions of an instruction set: uniform numbers of consecutive draws, for both sites; the
 * variates that belong to those of the site; and variates of the draws first + lanes[i]. out: [num], may
 * be n. */
struct binomial_kernel {
    void (*uniforms)(const struct binomial_request *request, struct binomial_uniforms *out);
    void (*draw)(const struct binomial_request *request, const struct binomial_tables *tables,
                 const double *u, int32_t *out);
    void (*draw_few)(const struct binomial_request *request, const struct binomial_tables *tables,
                     const int32_t *lanes, int32_t *out);
};

extern const struct binomial_kernel binomial_baseline, binomial_avx2, binomial_avx512;

void binomial_tables_fill(struct binomial_tables *out);

/* The smallest k whose distribution function reaches u; 0 < share <= 1/2, from ratios of
 * probabilities, the mode's outwards: no logarithm, in about 16 standard deviations of steps. */
double binomial_settle(double n, double share, double u);

#endif
