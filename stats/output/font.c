#include "stats/output/font.h"

const char font_name[] = "Liberation Sans";

enum { FIRST = 32, NUM = 95 };

/* Advance widths of U+0020 to U+007E in thousandths of the size: table hmtx of
 * LiberationSans-Regular.ttf and -Bold.ttf 2.1. */
static const short regular[NUM] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};
static const short bold_widths[NUM] = {
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584};
static const short mean_letter = 600;

double font_width(const char *text, size_t length, bool bold)
{
    const short *widths = bold ? bold_widths : regular;
    long sum = 0;

    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= FIRST && c < FIRST + NUM)
            sum += widths[c - FIRST];
        else if (c >= 0xC0) /* first byte of a longer character */
            sum += mean_letter;
    }
    return (double)sum / 1000;
}
