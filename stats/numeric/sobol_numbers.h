/* The table of Joe and Kuo (2008), Constructing Sobol sequences with better
 * two-dimensional projections, SIAM J. Sci. Comput. 30. */
#ifndef STATS_NUMERIC_SOBOL_NUMBERS_H
#define STATS_NUMERIC_SOBOL_NUMBERS_H

#include <stdint.h>

enum { SOBOL_DIMENSIONS = 1024, SOBOL_NUMBERS = 12092 };

/* Primitive polynomials modulo 2 of dimensions 1, 2, ... (0 is van der Corput's
 * sequence and has none): bit k is the coefficient of x^k. */
extern const uint16_t sobol_polynomials[SOBOL_DIMENSIONS - 1];

/* Their initial numbers m_1, m_2, ..., as many as the degree, one dimension after
 * the other: m_k is odd and below 2^k. */
extern const uint16_t sobol_numbers[SOBOL_NUMBERS];

#endif
