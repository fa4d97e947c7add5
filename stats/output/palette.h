/* Colours of the classes of a map: told apart by people who see colours otherwise, because
 * lightness alone orders them. Steps are even in OKLab (B. Ottosson, A perceptual color
 * space for image processing, 2020) between a few colours chosen by us. */
#ifndef STATS_OUTPUT_PALETTE_H
#define STATS_OUTPUT_PALETTE_H

enum { COLOUR_SIZE = 8 };

/* Colour k of num from pale yellow to dark blue: "#RRGGBB". */
void palette_sequential(int k, int num, char colour[COLOUR_SIZE]);

/* Class k of num_low below and num_high above the middle (zero): dark to pale blue, pale to
 * dark brown. */
void palette_diverging(int k, int num_low, int num_high, char colour[COLOUR_SIZE]);

/* Relative luminance (0 to 1) of "#RRGGBB", and the contrast of two colours (1 to 21): WCAG 2.1. */
double colour_luminance(const char *colour);
double colour_contrast(const char *a, const char *b);

#endif
