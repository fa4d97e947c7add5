/* Scopes: to whom a parameter, a target or a result applies. The narrowest scope
 * that fits wins: measure and audience > measure > territory > audience > all. */
#ifndef SIM_MODEL_SCOPE_H
#define SIM_MODEL_SCOPE_H

#include <stdbool.h>

enum scope_kind { SCOPE_ALL, SCOPE_AUDIENCE, SCOPE_TERRITORY, SCOPE_MEASURE, SCOPE_MEASURE_AUDIENCE };

enum audience {
    AUDIENCE_INITIAL,
    AUDIENCE_APPRENTICES,
    AUDIENCE_JOBSEEKERS,
    AUDIENCE_EMPLOYEES,
    NUM_AUDIENCES
};

/* "initial", "apprentices", "jobseekers", "employees". */
const char *audience_name(enum audience audience);
const char *audience_label(enum audience audience, const char *language);
enum audience audience_find(const char *name); /* NUM_AUDIENCES if there is none */

enum { SCOPE_TEXT_SIZE = 96 };

struct scope {
    enum scope_kind kind;
    enum audience audience;          /* AUDIENCE and MEASURE_AUDIENCE */
    char territory[SCOPE_TEXT_SIZE]; /* "epci:200065647" */
    char measure[SCOPE_TEXT_SIZE];
};

/* Reads "all", "audience:NAME", "territory:LEVEL:CODE", "measure:NAME" or
 * "measure:NAME/AUDIENCE"; "" is all. Returns what is wrong, "" if nothing. */
const char *scope_parse(struct scope *self, const char *text);

/* The same text again. */
void scope_text(const struct scope *self, char out[2 * SCOPE_TEXT_SIZE]);

/* Whether a measure, audience and territory lie in the scope. */
bool scope_holds(const struct scope *self, const char *measure, enum audience audience,
                 const char *territory);

bool scope_equal(const struct scope *a, const struct scope *b);

#endif
