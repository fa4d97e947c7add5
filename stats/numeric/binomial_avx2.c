/* The Makefile gives this file the flags of its instruction set. */
#include "stats/numeric/binomial_kernel.h"

const struct binomial_kernel binomial_avx2 = {fill_uniforms, run_kernel, run_few};
