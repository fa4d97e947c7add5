/* The reference workload by centre with one random number of 16 bits a place, compared with nested
 * thresholds, 32 places a comparison (AVX-512): people only. No parameter is drawn, no tie refined, no
 * stock, cost, quantile or file made. Not a contestant: what the random numbers of single persons cost at
 * least, to know how far from it a whole program may be. Prints the mean of those who complete in 2032
 * (302.1 with the means of the parameters).
 *
 * usage: w1_persons DRAWS */
#include <immintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { YEARS = 12, CENTRES = 8, STAGES = 6, MOST = 512, COMPLETED = 1 };

static const int places_of_age[] = {12, 24, 36, 48, 60};
/* enrolled, completed, certified, placed, in industry, retained */
static const double means[STAGES] = {18. / 22, 40. / 52, 60. / 70, 30. / 42, 20. / 35, 10. / 30};

static int64_t counts[STAGES][YEARS][MOST];

static inline __m512i product(uint32_t multiplier, __m512i words)
{
    return _mm512_mul_epu32(_mm512_set1_epi64(multiplier), words);
}

static inline __m512i mix(__m512i product, __m512i word, uint32_t key)
{
    return _mm512_ternarylogic_epi64(_mm512_srli_epi64(product, 32), word, _mm512_set1_epi64(key), 0x96);
}

/* Philox4x32-10: 64 numbers of 16 bits, of eight blocks. */
static inline void random_of_centre(uint64_t draw, int year, int centre, __m512i out[2])
{
    __m512i w0 = _mm512_set1_epi64((long long)(draw & UINT32_MAX)), w1 = _mm512_set1_epi64((long long)(draw >> 32));
    __m512i w2 = _mm512_add_epi64(_mm512_set1_epi64((year * CENTRES + centre) * 8),
                                  _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7));
    __m512i w3 = _mm512_setzero_si512();
    uint32_t k0 = 1, k1 = 2;

    for (int round = 0; round < 10; round++, k0 += 0x9E3779B9, k1 += 0xBB67AE85) {
        __m512i p0 = product(0xD2511F53, w0), p1 = product(0xCD9E8D57, w2);
        w0 = mix(p1, w1, k0);
        w2 = mix(p0, w3, k1);
        w1 = p1;
        w3 = p0;
    }
    out[0] = _mm512_mask_blend_epi32(0xAAAA, w1, _mm512_slli_epi64(w0, 32));
    out[1] = _mm512_mask_blend_epi32(0xAAAA, w3, _mm512_slli_epi64(w2, 32));
}

static inline void count_centre(const __m512i random[2], int places, const uint16_t *thresholds, int *sums)
{
    uint64_t people = (UINT64_C(1) << places) - 1;

    for (int stage = 0; stage < STAGES; stage++) {
        __m512i threshold = _mm512_set1_epi16((short)thresholds[stage]);
        people &= (uint64_t)_mm512_cmplt_epu16_mask(random[0], threshold) |
                  (uint64_t)_mm512_cmplt_epu16_mask(random[1], threshold) << 32;
        sums[stage] += __builtin_popcountll(people);
    }
}

static void count_year(uint64_t draw, int year, const uint16_t *thresholds)
{
    int sums[STAGES] = {0};

    for (int centre = 0; centre < CENTRES && year >= centre / 2; centre++) {
        int age = year - centre / 2;
        __m512i random[2];
        random_of_centre(draw, year, centre, random);
        count_centre(random, places_of_age[age < 4 ? age : 4], thresholds, sums);
    }
    for (int stage = 0; stage < STAGES; stage++)
        counts[stage][year][sums[stage]]++;
}

int main(int argc, char **argv)
{
    int draws = argc == 2 ? atoi(argv[1]) : 0;
    double share = 1, sum = 0;
    uint16_t thresholds[STAGES];

    if (draws <= 0) {
        fprintf(stderr, "usage: w1_persons DRAWS\n");
        return 2;
    }
    for (int stage = 0; stage < STAGES; stage++) {
        share *= means[stage];
        thresholds[stage] = (uint16_t)(65536 * share);
    }
    for (int draw = 0; draw < draws; draw++)
        for (int year = 0; year < YEARS; year++)
            count_year((uint64_t)draw, year, thresholds);
    for (int k = 0; k < MOST; k++)
        sum += (double)k * (double)counts[COMPLETED][YEARS - 1][k];
    printf("%.1f\n", sum / draws);
    return 0;
}
