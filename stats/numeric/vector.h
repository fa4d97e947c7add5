/* Vectors of doubles and of 64-bit words of the width that the file including this is
 * compiled for: eight (AVX-512), four (AVX2), two (SSE2) or one. Arithmetic (+ - * /) is written
 * with operators; here is what has none. Every operation is exact or correctly
 * rounded, hence the same in every width. */
#ifndef STATS_NUMERIC_VECTOR_H
#define STATS_NUMERIC_VECTOR_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__AVX512DQ__) && defined(__AVX512VL__)
#include <immintrin.h>

enum { VECTOR_WIDTH = 8 };
typedef __m512d vec;
typedef __m512i words;
typedef __mmask8 mask;

static inline vec vec_all(double x)
{
    return _mm512_set1_pd(x);
}

static inline vec vec_load(const double *x)
{
    return _mm512_loadu_pd(x);
}

static inline void vec_store(double *out, vec x)
{
    _mm512_storeu_pd(out, x);
}

static inline mask first_bits(int num)
{
    return (mask)(num >= VECTOR_WIDTH ? 255 : (1 << num) - 1);
}

/* The first num of a vector, or all; 0 in the others. */
static inline vec vec_load_first(const double *x, int num)
{
    return _mm512_maskz_loadu_pd(first_bits(num), x);
}

static inline vec vec_load_first_ints(const int32_t *x, int num)
{
    return _mm512_cvtepi32_pd(_mm256_maskz_loadu_epi32(first_bits(num), x));
}

static inline words words_load_first_ints(const int32_t *x, int num)
{
    return _mm512_cvtepi32_epi64(_mm256_maskz_loadu_epi32(first_bits(num), x));
}

static inline void vec_store_first_ints(int32_t *out, vec x, int num)
{
    _mm256_mask_storeu_epi32(out, first_bits(num), _mm512_cvttpd_epi32(x));
}

static inline vec vec_floor(vec x)
{
    return _mm512_roundscale_pd(x, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
}

static inline vec vec_sqrt(vec x)
{
    return _mm512_sqrt_pd(x);
}

static inline mask vec_less(vec a, vec b)
{
    return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ);
}

static inline mask vec_at_most(vec a, vec b)
{
    return _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ);
}

static inline vec vec_select(mask m, vec yes, vec no)
{
    return _mm512_mask_blend_pd(m, no, yes);
}

/* a b where the mask is set, a elsewhere; and k + 1. */
static inline vec vec_multiply_where(mask m, vec a, vec b)
{
    return _mm512_mask_mul_pd(a, m, a, b);
}

static inline vec vec_count(mask m, vec k)
{
    return _mm512_mask_add_pd(k, m, k, vec_all(1));
}

static inline mask mask_and(mask a, mask b)
{
    return a & b;
}

static inline mask mask_or(mask a, mask b)
{
    return a | b;
}

static inline mask mask_and_not(mask a, mask b) /* a and not b */
{
    return (mask)(a & ~b);
}

static inline unsigned mask_bits(mask m)
{
    return m;
}

static inline words words_all(uint64_t x)
{
    return _mm512_set1_epi64((long long)x);
}

static inline words words_load_int(const int32_t *x)
{
    return _mm512_cvtepi32_epi64(_mm256_loadu_si256((const __m256i *)(const void *)x));
}

static inline words words_add(words a, words b)
{
    return _mm512_add_epi64(a, b);
}

static inline words words_subtract(words a, words b)
{
    return _mm512_sub_epi64(a, b);
}

static inline words words_and(words a, words b)
{
    return _mm512_and_si512(a, b);
}

static inline words words_or(words a, words b)
{
    return _mm512_or_si512(a, b);
}

static inline words words_xor3(words a, words b, words c)
{
    return _mm512_ternarylogic_epi64(a, b, c, 0x96);
}

/* The product of the low halves. */
static inline words words_product(words a, words b)
{
    return _mm512_mul_epu32(a, b);
}

static inline words words_right(words a, int bits)
{
    return (words)((__v8du)a >> bits);
}

static inline words words_left(words a, int bits)
{
    return (words)((__v8du)a << bits);
}

static inline vec words_as_vec(words a)
{
    return _mm512_castsi512_pd(a);
}

static inline words vec_as_words(vec a)
{
    return _mm512_castpd_si512(a);
}

/* Whether a bit of a word is set, of the lowest 31. */
static inline mask words_has_bit(words a, int bit)
{
    return _mm512_test_epi64_mask(a, _mm512_set1_epi64(1LL << bit));
}

#elif defined(__AVX2__)
#include <immintrin.h>

enum { VECTOR_WIDTH = 4 };
typedef __m256d vec;
typedef __m256i words;
typedef __m256d mask;

static inline vec vec_all(double x)
{
    return _mm256_set1_pd(x);
}

static inline vec vec_load(const double *x)
{
    return _mm256_loadu_pd(x);
}

static inline void vec_store(double *out, vec x)
{
    _mm256_storeu_pd(out, x);
}

static const int64_t first_bits[2 * VECTOR_WIDTH] = {-1, -1, -1, -1, 0, 0, 0, 0};
static const int32_t first_half_bits[2 * VECTOR_WIDTH] = {-1, -1, -1, -1, 0, 0, 0, 0};

static inline __m256i which_first(int num)
{
    num = num < VECTOR_WIDTH ? num : VECTOR_WIDTH;
    return _mm256_loadu_si256((const __m256i *)(const void *)(first_bits + VECTOR_WIDTH - num));
}

static inline __m128i which_first_ints(int num)
{
    num = num < VECTOR_WIDTH ? num : VECTOR_WIDTH;
    return _mm_loadu_si128((const __m128i *)(const void *)(first_half_bits + VECTOR_WIDTH - num));
}

static inline vec vec_load_first(const double *x, int num)
{
    return _mm256_maskload_pd(x, which_first(num));
}

static inline vec vec_load_first_ints(const int32_t *x, int num)
{
    return _mm256_cvtepi32_pd(_mm_maskload_epi32(x, which_first_ints(num)));
}

static inline words words_load_first_ints(const int32_t *x, int num)
{
    return _mm256_cvtepi32_epi64(_mm_maskload_epi32(x, which_first_ints(num)));
}

static inline void vec_store_first_ints(int32_t *out, vec x, int num)
{
    _mm_maskstore_epi32(out, which_first_ints(num), _mm256_cvttpd_epi32(x));
}

static inline vec vec_floor(vec x)
{
    return _mm256_round_pd(x, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
}

static inline vec vec_sqrt(vec x)
{
    return _mm256_sqrt_pd(x);
}

static inline mask vec_less(vec a, vec b)
{
    return _mm256_cmp_pd(a, b, _CMP_LT_OQ);
}

static inline mask vec_at_most(vec a, vec b)
{
    return _mm256_cmp_pd(a, b, _CMP_LE_OQ);
}

static inline vec vec_select(mask m, vec yes, vec no)
{
    return _mm256_blendv_pd(no, yes, m);
}

static inline vec vec_multiply_where(mask m, vec a, vec b)
{
    return _mm256_blendv_pd(a, a * b, m);
}

static inline vec vec_count(mask m, vec k)
{
    return k + _mm256_and_pd(m, vec_all(1));
}

static inline mask mask_and(mask a, mask b)
{
    return _mm256_and_pd(a, b);
}

static inline mask mask_or(mask a, mask b)
{
    return _mm256_or_pd(a, b);
}

static inline mask mask_and_not(mask a, mask b)
{
    return _mm256_andnot_pd(b, a);
}

static inline unsigned mask_bits(mask m)
{
    return (unsigned)_mm256_movemask_pd(m);
}

static inline words words_all(uint64_t x)
{
    return _mm256_set1_epi64x((long long)x);
}

static inline words words_load_int(const int32_t *x)
{
    return _mm256_cvtepi32_epi64(_mm_loadu_si128((const __m128i *)(const void *)x));
}

static inline words words_add(words a, words b)
{
    return _mm256_add_epi64(a, b);
}

static inline words words_subtract(words a, words b)
{
    return _mm256_sub_epi64(a, b);
}

static inline words words_and(words a, words b)
{
    return _mm256_and_si256(a, b);
}

static inline words words_or(words a, words b)
{
    return _mm256_or_si256(a, b);
}

static inline words words_xor3(words a, words b, words c)
{
    return _mm256_xor_si256(_mm256_xor_si256(a, b), c);
}

static inline words words_product(words a, words b)
{
    return _mm256_mul_epu32(a, b);
}

static inline words words_right(words a, int bits)
{
    return (words)((__v4du)a >> bits);
}

static inline words words_left(words a, int bits)
{
    return (words)((__v4du)a << bits);
}

static inline vec words_as_vec(words a)
{
    return _mm256_castsi256_pd(a);
}

static inline words vec_as_words(vec a)
{
    return _mm256_castpd_si256(a);
}

static inline mask words_has_bit(words a, int bit)
{
    __m256i one = _mm256_set1_epi64x(1LL << bit);

    return _mm256_castsi256_pd(_mm256_cmpeq_epi64(_mm256_and_si256(a, one), one));
}

#elif defined(__SSE2__) && !defined(VECTOR_PLAIN) /* which tests define */
#include <emmintrin.h>

enum { VECTOR_WIDTH = 2 };
typedef __m128d vec;
typedef __m128i words;
typedef __m128d mask;

static inline vec vec_all(double x)
{
    return _mm_set1_pd(x);
}

static inline vec vec_load(const double *x)
{
    return _mm_loadu_pd(x);
}

static inline void vec_store(double *out, vec x)
{
    _mm_storeu_pd(out, x);
}

static inline vec vec_load_first(const double *x, int num)
{
    return num >= VECTOR_WIDTH ? _mm_loadu_pd(x) : _mm_load_sd(x);
}

static inline __m128i load_first_ints(const int32_t *x, int num)
{
    return num >= VECTOR_WIDTH ? _mm_loadl_epi64((const __m128i *)(const void *)x) : _mm_cvtsi32_si128(*x);
}

static inline vec vec_load_first_ints(const int32_t *x, int num)
{
    return _mm_cvtepi32_pd(load_first_ints(x, num));
}

static inline words words_load_first_ints(const int32_t *x, int num)
{
    __m128i ints = load_first_ints(x, num);

    return _mm_unpacklo_epi32(ints, _mm_srai_epi32(ints, 31));
}

static inline void vec_store_first_ints(int32_t *out, vec x, int num)
{
    __m128i ints = _mm_cvttpd_epi32(x);

    if (num >= VECTOR_WIDTH)
        _mm_storel_epi64((__m128i *)(void *)out, ints);
    else
        *out = _mm_cvtsi128_si32(ints);
}

static inline vec vec_sqrt(vec x)
{
    return _mm_sqrt_pd(x);
}

static inline mask vec_less(vec a, vec b)
{
    return _mm_cmplt_pd(a, b);
}

static inline mask vec_at_most(vec a, vec b)
{
    return _mm_cmple_pd(a, b);
}

static inline vec vec_select(mask m, vec yes, vec no)
{
    return _mm_or_pd(_mm_and_pd(m, yes), _mm_andnot_pd(m, no));
}

static inline vec vec_multiply_where(mask m, vec a, vec b)
{
    return vec_select(m, a * b, a);
}

static inline vec vec_count(mask m, vec k)
{
    return k + _mm_and_pd(m, vec_all(1));
}

/* For numbers below 2^51 in size: what is left of them beside 1.5 x 2^52 is the nearest whole number.
 * (Larger ones stay large.) */
static inline vec vec_floor(vec x)
{
    vec whole = (x + vec_all(0x1.8p52)) - vec_all(0x1.8p52);

    return whole - _mm_and_pd(vec_less(x, whole), vec_all(1));
}

static inline mask mask_and(mask a, mask b)
{
    return _mm_and_pd(a, b);
}

static inline mask mask_or(mask a, mask b)
{
    return _mm_or_pd(a, b);
}

static inline mask mask_and_not(mask a, mask b)
{
    return _mm_andnot_pd(b, a);
}

static inline unsigned mask_bits(mask m)
{
    return (unsigned)_mm_movemask_pd(m);
}

static inline words words_all(uint64_t x)
{
    return _mm_set1_epi64x((long long)x);
}

static inline words words_load_int(const int32_t *x)
{
    return words_load_first_ints(x, VECTOR_WIDTH);
}

static inline words words_add(words a, words b)
{
    return _mm_add_epi64(a, b);
}

static inline words words_subtract(words a, words b)
{
    return _mm_sub_epi64(a, b);
}

static inline words words_and(words a, words b)
{
    return _mm_and_si128(a, b);
}

static inline words words_or(words a, words b)
{
    return _mm_or_si128(a, b);
}

static inline words words_xor3(words a, words b, words c)
{
    return _mm_xor_si128(_mm_xor_si128(a, b), c);
}

static inline words words_product(words a, words b)
{
    return _mm_mul_epu32(a, b);
}

static inline words words_right(words a, int bits)
{
    return _mm_srli_epi64(a, bits);
}

static inline words words_left(words a, int bits)
{
    return _mm_slli_epi64(a, bits);
}

static inline vec words_as_vec(words a)
{
    return _mm_castsi128_pd(a);
}

static inline words vec_as_words(vec a)
{
    return _mm_castpd_si128(a);
}

/* The bit is moved to the sign of the lower half, which is the one of bits below 32, and spread. */
static inline mask words_has_bit(words a, int bit)
{
    __m128i signs = _mm_srai_epi32(_mm_slli_epi32(a, 31 - bit), 31);

    return _mm_castsi128_pd(_mm_shuffle_epi32(signs, _MM_SHUFFLE(2, 2, 0, 0)));
}

#else

enum { VECTOR_WIDTH = 1 };
typedef double vec;
typedef uint64_t words;
typedef int mask;

static inline vec vec_all(double x)
{
    return x;
}

static inline vec vec_load(const double *x)
{
    return *x;
}

static inline void vec_store(double *out, vec x)
{
    *out = x;
}

static inline vec vec_load_first(const double *x, int num)
{
    (void)num;
    return *x;
}

static inline vec vec_load_first_ints(const int32_t *x, int num)
{
    (void)num;
    return *x;
}

static inline words words_load_first_ints(const int32_t *x, int num)
{
    (void)num;
    return (uint64_t)(int64_t)*x;
}

static inline void vec_store_first_ints(int32_t *out, vec x, int num)
{
    (void)num;
    *out = (int32_t)x;
}

static inline vec vec_floor(vec x)
{
    return floor(x);
}

static inline vec vec_sqrt(vec x)
{
    return sqrt(x);
}

static inline mask vec_less(vec a, vec b)
{
    return a < b;
}

static inline mask vec_at_most(vec a, vec b)
{
    return a <= b;
}

static inline vec vec_select(mask m, vec yes, vec no)
{
    return m ? yes : no;
}

static inline vec vec_multiply_where(mask m, vec a, vec b)
{
    return m ? a * b : a;
}

static inline vec vec_count(mask m, vec k)
{
    return k + m;
}

static inline mask mask_and(mask a, mask b)
{
    return a & b;
}

static inline mask mask_or(mask a, mask b)
{
    return a | b;
}

static inline mask mask_and_not(mask a, mask b)
{
    return a & !b;
}

static inline unsigned mask_bits(mask m)
{
    return (unsigned)m;
}

static inline words words_all(uint64_t x)
{
    return x;
}

static inline words words_load_int(const int32_t *x)
{
    return (uint64_t)(int64_t)*x;
}

static inline words words_add(words a, words b)
{
    return a + b;
}

static inline words words_subtract(words a, words b)
{
    return a - b;
}

static inline words words_and(words a, words b)
{
    return a & b;
}

static inline words words_or(words a, words b)
{
    return a | b;
}

static inline words words_xor3(words a, words b, words c)
{
    return a ^ b ^ c;
}

static inline words words_product(words a, words b)
{
    return (a & UINT32_MAX) * (b & UINT32_MAX);
}

static inline words words_right(words a, int bits)
{
    return a >> bits;
}

static inline words words_left(words a, int bits)
{
    return a << bits;
}

static inline vec words_as_vec(words a)
{
    vec out;

    memcpy(&out, &a, sizeof out);
    return out;
}

static inline words vec_as_words(vec a)
{
    words out;

    memcpy(&out, &a, sizeof out);
    return out;
}

static inline mask words_has_bit(words a, int bit)
{
    return (a >> bit & 1) != 0;
}

#endif

/* Of mask_bits: how many are set; without a call where the processor may not count. */
static inline int count_bits(unsigned bits)
{
    return VECTOR_WIDTH <= 2 ? (int)(bits - (bits >> 1)) : __builtin_popcount(bits);
}

#if defined(__AVX512DQ__) && defined(__AVX512VL__)

/* Stores the numbers whose bits are set, without gaps (room for VECTOR_WIDTH). */
static inline void vec_pack(double *out, unsigned bits, vec x)
{
    _mm512_storeu_pd(out, _mm512_maskz_compress_pd((__mmask8)bits, x));
}

/* The places of the bits that are set, each plus base, to out (room for VECTOR_WIDTH); how many. */
static inline int pack_places(unsigned bits, int base, int32_t *out)
{
    __m256i places = _mm256_add_epi32(_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), _mm256_set1_epi32(base));

    _mm256_storeu_si256((__m256i *)(void *)out, _mm256_maskz_compress_epi32((__mmask8)bits, places));
    return count_bits(bits);
}

#else

static inline void vec_pack(double *out, unsigned bits, vec x)
{
    double values[VECTOR_WIDTH];

    vec_store(values, x);
    for (; bits != 0; bits &= bits - 1)
        *out++ = values[__builtin_ctz(bits)];
}

static inline int pack_places(unsigned bits, int base, int32_t *out)
{
    int num = 0;

    for (; bits != 0; bits &= bits - 1)
        out[num++] = base + __builtin_ctz(bits);
    return num;
}

#endif

#endif
