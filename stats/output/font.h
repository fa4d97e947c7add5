/* Widths of text in the font of the figures (Liberation Sans), to break lines
 * where they are really full. */
#ifndef STATS_OUTPUT_FONT_H
#define STATS_OUTPUT_FONT_H

#include <stdbool.h>
#include <stddef.h>

extern const char font_name[];

/* Width of length bytes of UTF-8, in units of the font size. Letters with accents
 * count as a mean letter. */
double font_width(const char *text, size_t length, bool bold);

#endif
