/* Territories found by a part of their name. */
#ifndef SIM_CLI_TERRITORYSEARCH_H
#define SIM_CLI_TERRITORYSEARCH_H

#include <stdbool.h>

#include "stats/base/strbuf.h"
#include "stats/data/geography.h"

struct territory_match {
    enum level level;
    size_t zone;
    int rank; /* the text is 0: the name; 1: words of it; 2: the beginning of one; 3: anywhere in it */
};

struct territory_matches {
    struct territory_match *items; /* best first, then with more people; by level and code without text */
    size_t num_items, capacity;
};

/* Accents, case, hyphens and apostrophes do not count; all territories when text is empty. Those that
 * have the text in the midst of a word are found only where no word begins with it. levels says where to
 * look. text is UTF-8. */
int territory_search(struct territory_matches *self, const struct geography *geography,
                     const bool levels[NUM_LEVELS], const char *text, struct err *err);
void territory_matches_free(struct territory_matches *self);

/* The name most like text, NULL when none is. */
const char *territory_nearest(const struct geography *geography, const bool levels[NUM_LEVELS],
                              const char *text);

/* The territories that a zone lies in: "dep 25 Doubs, reg 27 Bourgogne-Franche-Comté"; the share
 * of its people where that is less than all. */
void territory_parents_text(struct strbuf *out, const struct geography *geography, enum level level,
                            size_t zone);

#endif
