/* The sampler against its analytic twin, in every run: simulated means against
 * conditional means given the same parameters, and simulated squared deviations
 * against analytic variances on the first draws. */
#ifndef SIM_RUN_CHECK_H
#define SIM_RUN_CHECK_H

#include "sim/run/engine.h"

/* One comparison that deserves to be named: the largest |z|. */
struct worst {
    double z; /* 0 when nothing was compared */
    char scenario[SCOPE_TEXT_SIZE], place[2 * SCOPE_TEXT_SIZE], metric[FUNDER_NAME_SIZE + 32];
    int year;
};

struct twin_check {
    size_t num_means, num_variances;
    size_t num_without_twin; /* series where a cap binds or that have no closed form */
    struct worst mean, variance;
    /* Largest |z| that chance explains: with that many comparisons, larger with
     * probability 1 in 10,000 (Bonferroni, normal). */
    double mean_limit, variance_limit;
};

/* Compares the results of a run; writes every comparison to out (NULL for none).
 * Variances are recomputed on the first draws of the run. */
int check_twin(struct twin_check *self, const struct engine_results *results, struct outfile *out,
               struct err *err);

/* Whether the sampler agrees with its twin. */
bool check_holds(const struct twin_check *self);

#endif
