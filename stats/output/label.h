/* Numbers and texts of figures, in French or English. */
#ifndef STATS_OUTPUT_LABEL_H
#define STATS_OUTPUT_LABEL_H

#include <stdbool.h>

#include "stats/base/strbuf.h"

/* Languages are "fr" and "en". */
bool label_is_french(const char *language);

/* "1 234,5" with U+202F (fr) or "1,234.5" (en); U+2212 for minus. decimals >= 0. */
void label_number(struct strbuf *out, double value, int decimals, const char *language);

/* A share as a percentage: "28,1 %" with U+00A0, or "28.1%". */
void label_percent(struct strbuf *out, double share, int decimals, const char *language);

/* Breaks text at spaces into lines no wider than width, in units of the font size,
 * separated by '\n'; returns the number of lines. A word that is wider has a line
 * of its own. */
int label_wrap(struct strbuf *out, const char *text, double width, bool bold);

/* A round step (1, 2, 2.5 or 5 times a power of ten) that cuts low..high into at
 * most most parts. */
double label_step(double low, double high, int most);

/* Decimals that a step needs. */
int label_decimals(double step);

#endif
