/* Industrial openings: those of one territory, which all people trained there seek beside others.
 *
 * Posts open in a step: (growth + replacement) times the industrial jobs, the rest of a whole post by
 * lot; what is left unfilled is carried over. Where seekers are no more than openings all are hired,
 * with the very numbers that they have without a limit; where they are more, those trained who are
 * hired have Wallenius' noncentral hypergeometric law with the preference odds (none: the
 * hypergeometric one), and are shared over the cohorts at random. Refused people look for work
 * (state U) and move on from there like others. Employees who are in industry with and without the
 * programme keep their job and take no opening (in a gross scenario, where that is not known, all seek
 * one). The other seekers are as many in each step, whoever
 * was hired before. Only first jobs take openings: later moves have rates of their own, and what they
 * open or fill is taken to be even.
 *
 * The world without the programme has a book of its own: the same jobs, openings, lots and other
 * seekers, and of the same people those who would have had an industrial job without it, as ordinary
 * seekers (odds 1); a gross scenario has nobody there. With F = min(openings, seekers) filled in each
 * world, the net hires of a step are F with less F without, and
 *     displaced = others hired without less others hired with
 *     net hires = trained hired with less the same people hired without less displaced.
 * Without odds and carried openings this is min(V, T + O) - min(V, O) of a gross scenario: nobody is
 * displaced where openings are left, as many as are hired where V <= O (B. Crépon et al., Quarterly
 * Journal of Economics 128, 2013). Deadweight and displacement are each taken off once. Displaced
 * people may be fewer than 0 in one step, as chance or a programme that keeps people out has it. */
#ifndef SIM_MODEL_VACANCIES_H
#define SIM_MODEL_VACANCIES_H

#include "sim/model/chain.h"

struct vacancies_member {
    size_t cohort; /* of the scenario */
    struct hiring hiring;
};

struct vacancies {
    struct vacancies_member *members;
    size_t num_members;
    int64_t *of_market; /* [NUM_OF_MARKET][years][LANES] */
};

/* Whether openings limit a cohort, and whether it is the first of its territory. */
bool vacancies_has(const struct scenario *scenario, size_t cohort);
bool vacancies_begin(const struct scenario *scenario, size_t cohort);

/* The members of the territory of a cohort that vacancies_begin. Free it after a failure too. */
int vacancies_init(struct vacancies *self, const struct scenario *scenario, size_t first, struct err *err);
void vacancies_free(struct vacancies *self);

/* Fills hired for all members, whose seekers are filled, and of_market. inputs: those of any of
 * them (block, values, seed). */
int vacancies_run(struct vacancies *self, const struct cohort_inputs *inputs, struct err *err);

/* What a cohort needs of it; NULL when it is no member. */
const struct hiring *vacancies_hiring(const struct vacancies *self, size_t cohort);

#endif
