/* Vectors of floats, and of 32-bit whole numbers, of twice as many lanes as those of vector.h; for
 * what is decided by bounds, as roundings differ from one instruction set to another. There are
 * none without vectors (HAS_FLOATS 0). */
#ifndef STATS_NUMERIC_FLOATS_H
#define STATS_NUMERIC_FLOATS_H

#include "stats/numeric/vector.h"

enum { FLOATS_WIDTH = 2 * VECTOR_WIDTH };

#if defined(__AVX512DQ__) && defined(__AVX512VL__)
#define HAS_FLOATS 1

typedef __m512 floats;
typedef __m512i ints;
typedef __mmask16 floats_mask;

static inline floats floats_all(float x)
{
    return _mm512_set1_ps(x);
}

/* Rounded from doubles. */
static inline floats floats_load(const double *x)
{
    return _mm512_insertf32x8(_mm512_castps256_ps512(_mm512_cvtpd_ps(_mm512_loadu_pd(x))),
                              _mm512_cvtpd_ps(_mm512_loadu_pd(x + VECTOR_WIDTH)), 1);
}

/* Of 1 - x, rounded once more. */
static inline floats floats_load_rest(const double *x)
{
    vec one = vec_all(1);

    return _mm512_insertf32x8(_mm512_castps256_ps512(_mm512_cvtpd_ps(one - _mm512_loadu_pd(x))),
                              _mm512_cvtpd_ps(one - _mm512_loadu_pd(x + VECTOR_WIDTH)), 1);
}

static inline floats floats_of(ints x)
{
    return _mm512_cvtepi32_ps(x);
}

static inline floats_mask floats_less(floats a, floats b)
{
    return _mm512_cmp_ps_mask(a, b, _CMP_LT_OQ);
}

static inline floats floats_select(floats_mask m, floats yes, floats no)
{
    return _mm512_mask_blend_ps(m, no, yes);
}

/* a b where the mask is set, a elsewhere. */
static inline floats floats_multiply_where(floats_mask m, floats a, floats b)
{
    return _mm512_mask_mul_ps(a, m, a, b);
}

/* a b - c, rounded once or twice. */
static inline floats floats_multiply_subtract(floats a, floats b, floats c)
{
    return _mm512_fmsub_ps(a, b, c);
}

/* a b + c, rounded once or twice. */
static inline floats floats_multiply_add(floats a, floats b, floats c)
{
    return _mm512_fmadd_ps(a, b, c);
}

static inline floats floats_sqrt(floats x)
{
    return _mm512_sqrt_ps(x);
}

static inline floats floats_min(floats a, floats b)
{
    return _mm512_min_ps(a, b);
}

/* The smaller of a, which is not negative, and |b|. */
static inline floats floats_nearer(floats a, floats b)
{
    return _mm512_range_ps(a, b, 10);
}

static inline unsigned floats_bits(floats_mask m)
{
    return m;
}

/* Towards 0. */
static inline ints ints_of(floats x)
{
    return _mm512_cvttps_epi32(x);
}

static inline ints ints_all(int32_t x)
{
    return _mm512_set1_epi32(x);
}

static inline ints ints_add(ints a, ints b)
{
    return _mm512_add_epi32(a, b);
}

static inline ints ints_subtract(ints a, ints b)
{
    return _mm512_sub_epi32(a, b);
}

static inline ints ints_right(ints x, int by)
{
    return _mm512_srli_epi32(x, (unsigned)by);
}

static inline ints ints_left(ints x, int by)
{
    return _mm512_slli_epi32(x, (unsigned)by);
}

/* The same bits. */
static inline ints floats_as_ints(floats x)
{
    return _mm512_castps_si512(x);
}

static inline floats ints_as_floats(ints x)
{
    return _mm512_castsi512_ps(x);
}

static inline ints ints_zero(void)
{
    return _mm512_setzero_si512();
}

static inline ints ints_load(const int32_t *x)
{
    return _mm512_loadu_si512(x);
}

static inline void ints_store(int32_t *out, ints x)
{
    _mm512_storeu_si512(out, x);
}

static inline floats_mask ints_have_bit(ints x, int bit)
{
    return _mm512_test_epi32_mask(x, _mm512_set1_epi32(1 << bit));
}

/* k + 1 where the mask is set, k elsewhere. */
static inline ints ints_count(floats_mask m, ints k)
{
    return _mm512_mask_sub_epi32(k, m, k, _mm512_set1_epi32(-1));
}

/* n - k where the mask is set, k elsewhere. */
static inline ints ints_from_where(floats_mask m, ints n, ints k)
{
    return _mm512_mask_sub_epi32(k, m, n, k);
}

#elif defined(__AVX2__)
#define HAS_FLOATS 1

typedef __m256 floats;
typedef __m256i ints;
typedef __m256 floats_mask; /* all bits of a lane or none */

static inline floats floats_all(float x)
{
    return _mm256_set1_ps(x);
}

static inline floats floats_load(const double *x)
{
    return _mm256_set_m128(_mm256_cvtpd_ps(_mm256_loadu_pd(x + VECTOR_WIDTH)),
                           _mm256_cvtpd_ps(_mm256_loadu_pd(x)));
}

static inline floats floats_load_rest(const double *x)
{
    vec one = vec_all(1);

    return _mm256_set_m128(_mm256_cvtpd_ps(one - _mm256_loadu_pd(x + VECTOR_WIDTH)),
                           _mm256_cvtpd_ps(one - _mm256_loadu_pd(x)));
}

static inline floats floats_of(ints x)
{
    return _mm256_cvtepi32_ps(x);
}

static inline floats_mask floats_less(floats a, floats b)
{
    return _mm256_cmp_ps(a, b, _CMP_LT_OQ);
}

static inline floats floats_select(floats_mask m, floats yes, floats no)
{
    return _mm256_blendv_ps(no, yes, m);
}

static inline floats floats_multiply_where(floats_mask m, floats a, floats b)
{
    return a * _mm256_blendv_ps(floats_all(1), b, m);
}

static inline floats floats_multiply_subtract(floats a, floats b, floats c)
{
    return a * b - c;
}

static inline floats floats_multiply_add(floats a, floats b, floats c)
{
    return a * b + c;
}

static inline floats floats_sqrt(floats x)
{
    return _mm256_sqrt_ps(x);
}

static inline floats floats_min(floats a, floats b)
{
    return _mm256_min_ps(a, b);
}

static inline floats floats_nearer(floats a, floats b)
{
    return _mm256_min_ps(a, _mm256_andnot_ps(floats_all(-0.0f), b));
}

static inline unsigned floats_bits(floats_mask m)
{
    return (unsigned)_mm256_movemask_ps(m);
}

static inline ints ints_of(floats x)
{
    return _mm256_cvttps_epi32(x);
}

static inline ints ints_all(int32_t x)
{
    return _mm256_set1_epi32(x);
}

static inline ints ints_add(ints a, ints b)
{
    return _mm256_add_epi32(a, b);
}

static inline ints ints_subtract(ints a, ints b)
{
    return _mm256_sub_epi32(a, b);
}

static inline ints ints_right(ints x, int by)
{
    return _mm256_srli_epi32(x, by);
}

static inline ints ints_left(ints x, int by)
{
    return _mm256_slli_epi32(x, by);
}

static inline ints floats_as_ints(floats x)
{
    return _mm256_castps_si256(x);
}

static inline floats ints_as_floats(ints x)
{
    return _mm256_castsi256_ps(x);
}

static inline ints ints_zero(void)
{
    return _mm256_setzero_si256();
}

static inline ints ints_load(const int32_t *x)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)x);
}

static inline void ints_store(int32_t *out, ints x)
{
    _mm256_storeu_si256((__m256i *)(void *)out, x);
}

static inline floats_mask ints_have_bit(ints x, int bit)
{
    return _mm256_castsi256_ps(_mm256_slli_epi32(x, 31 - bit)); /* blends look at the sign alone */
}

static inline ints ints_count(floats_mask m, ints k)
{
    return _mm256_sub_epi32(k, _mm256_castps_si256(m));
}

static inline ints ints_from_where(floats_mask m, ints n, ints k)
{
    return _mm256_blendv_epi8(k, _mm256_sub_epi32(n, k), _mm256_castps_si256(m));
}

#elif defined(__SSE2__) && !defined(VECTOR_PLAIN)
#define HAS_FLOATS 1

typedef __m128 floats;
typedef __m128i ints;
typedef __m128 floats_mask;

static inline floats floats_all(float x)
{
    return _mm_set1_ps(x);
}

static inline floats floats_load(const double *x)
{
    return _mm_movelh_ps(_mm_cvtpd_ps(_mm_loadu_pd(x)), _mm_cvtpd_ps(_mm_loadu_pd(x + VECTOR_WIDTH)));
}

static inline floats floats_load_rest(const double *x)
{
    vec one = vec_all(1);

    return _mm_movelh_ps(_mm_cvtpd_ps(one - _mm_loadu_pd(x)),
                         _mm_cvtpd_ps(one - _mm_loadu_pd(x + VECTOR_WIDTH)));
}

static inline floats floats_of(ints x)
{
    return _mm_cvtepi32_ps(x);
}

static inline floats_mask floats_less(floats a, floats b)
{
    return _mm_cmplt_ps(a, b);
}

static inline floats floats_select(floats_mask m, floats yes, floats no)
{
    return _mm_or_ps(_mm_and_ps(m, yes), _mm_andnot_ps(m, no));
}

static inline floats floats_multiply_where(floats_mask m, floats a, floats b)
{
    return a * floats_select(m, b, floats_all(1));
}

static inline floats floats_multiply_subtract(floats a, floats b, floats c)
{
    return a * b - c;
}

static inline floats floats_multiply_add(floats a, floats b, floats c)
{
    return a * b + c;
}

static inline floats floats_sqrt(floats x)
{
    return _mm_sqrt_ps(x);
}

static inline floats floats_min(floats a, floats b)
{
    return _mm_min_ps(a, b);
}

static inline floats floats_nearer(floats a, floats b)
{
    return _mm_min_ps(a, _mm_andnot_ps(floats_all(-0.0f), b));
}

static inline unsigned floats_bits(floats_mask m)
{
    return (unsigned)_mm_movemask_ps(m);
}

static inline ints ints_of(floats x)
{
    return _mm_cvttps_epi32(x);
}

static inline ints ints_all(int32_t x)
{
    return _mm_set1_epi32(x);
}

static inline ints ints_add(ints a, ints b)
{
    return _mm_add_epi32(a, b);
}

static inline ints ints_subtract(ints a, ints b)
{
    return _mm_sub_epi32(a, b);
}

static inline ints ints_right(ints x, int by)
{
    return _mm_srli_epi32(x, by);
}

static inline ints ints_left(ints x, int by)
{
    return _mm_slli_epi32(x, by);
}

static inline ints floats_as_ints(floats x)
{
    return _mm_castps_si128(x);
}

static inline floats ints_as_floats(ints x)
{
    return _mm_castsi128_ps(x);
}

static inline ints ints_zero(void)
{
    return _mm_setzero_si128();
}

static inline ints ints_load(const int32_t *x)
{
    return _mm_loadu_si128((const __m128i *)(const void *)x);
}

static inline void ints_store(int32_t *out, ints x)
{
    _mm_storeu_si128((__m128i *)(void *)out, x);
}

static inline floats_mask ints_have_bit(ints x, int bit)
{
    return _mm_castsi128_ps(_mm_srai_epi32(_mm_slli_epi32(x, 31 - bit), 31));
}

static inline ints ints_count(floats_mask m, ints k)
{
    return _mm_sub_epi32(k, _mm_castps_si128(m));
}

static inline ints ints_from_where(floats_mask m, ints n, ints k)
{
    __m128i where = _mm_castps_si128(m); /* ~x + 1 = -x */

    return _mm_add_epi32(_mm_sub_epi32(_mm_xor_si128(k, where), where), _mm_and_si128(where, n));
}

#else
#define HAS_FLOATS 0
#endif

#endif
