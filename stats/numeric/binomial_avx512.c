/* The Makefile gives this file the flags of its instruction set. */
#include "stats/numeric/binomial_kernel.h"

void binomial_avx512(const struct binomial_request *request, const struct binomial_tables *tables,
                     int32_t *out)
{
    run_kernel(request, tables, out);
}
