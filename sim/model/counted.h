/* What a scenario counts: people, or firms (column counts of scenarios.csv). A firm that is
 * accompanied enters, stays or gives up and completes as a person does in training; what comes
 * after, jobs and where people live, means nothing for it and is not reported. The unit of a
 * row of results tells which it is, so that figures and reports need nothing else. */
#ifndef SIM_MODEL_COUNTED_H
#define SIM_MODEL_COUNTED_H

#include <stdbool.h>

#include "sim/model/metric.h"

enum counted { COUNTED_PEOPLE, COUNTED_FIRMS, NUM_COUNTED };

/* "people", "firms"; people if empty. NUM_COUNTED for another text. */
enum counted counted_find(const char *name);

const char *counted_name(enum counted counted);

/* Of a unit in results: firms of "firms", "firm-years", "EUR/firm", else people. */
enum counted counted_of_unit(const char *unit);

/* The noun for people who read, plural: "entreprises", "firms". language is "fr" or "en". */
const char *counted_noun(enum counted counted, const char *language);

/* The unit of a metric, or of a series of costs whose unit for people is given. */
const char *counted_unit(enum counted counted, const char *unit_of_people);

/* The label of a metric or of a series of costs where it is another than for people, else NULL. */
const char *counted_label(enum counted counted, const char *metric, const char *language);

/* Whether the metric means something for what is counted. */
bool counted_has(enum counted counted, enum metric metric);

#endif
