/* Size bands of establishments in the register Sirene (trancheEffectifsEtablissement):
 * salaried head count on 31 December. Codes and limits: INSEE, documentation of the
 * variable "tefet" on sirene.fr. */
#ifndef STATS_DATA_SIZEBAND_H
#define STATS_DATA_SIZEBAND_H

struct size_band {
    const char *code;
    double low, high; /* head counts, both included; 0 and 0 for no salaried person */
};

/* The largest establishment that the open band 53 (10,000 and more) is taken to hold:
 * an assumption, INSEE gives none. */
#define SIZE_BAND_LARGEST 40000.0

/* NULL when there is no such code. NN (no salaried person in the year) and 00 (none on
 * 31 December) are bands of 0. */
const struct size_band *size_band_find(const char *code);

/* All codes, for messages: "NN, 00, 01, ...". */
const char *size_band_codes(void);

/* A whole head count between low and high at a uniform number in (0, 1), with a density
 * in 1 / size²: sizes of firms and plants follow Zipf's law (Axtell 2001), so a band
 * holds more small ones than large ones. low >= 1. */
double size_band_draw(double low, double high, double unit);

/* The mean of that distribution. */
double size_band_mean(double low, double high);

#endif
