#include "stats/output/palette.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

struct rgb {
    double c[3]; /* 0 to 1, as written */
};

struct lab {
    double c[3];
};

static double linear(double c)
{
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double encoded(double c)
{
    c = fmin(fmax(c, 0), 1);
    return c <= 0.0031308 ? 12.92 * c : 1.055 * pow(c, 1 / 2.4) - 0.055;
}

static const double to_lms[3][3] = {{0.4122214708, 0.5363325363, 0.0514459929},
                                    {0.2119034982, 0.6806995451, 0.1073969566},
                                    {0.0883024619, 0.2817188376, 0.6299787005}},
                    to_lab[3][3] = {{0.2104542553, 0.7936177850, -0.0040720468},
                                    {1.9779984951, -2.4285922050, 0.4505937099},
                                    {0.0259040371, 0.7827717662, -0.8086757660}},
                    from_lab[3][3] = {{1, 0.3963377774, 0.2158037573},
                                      {1, -0.1055613458, -0.0638541728},
                                      {1, -0.0894841775, -1.2914855480}},
                    from_lms[3][3] = {{4.0767416621, -3.3077115913, 0.2309699292},
                                      {-1.2684380046, 2.6097574011, -0.3413193965},
                                      {-0.0041960863, -0.7034186147, 1.7076147010}};

static void multiply(const double m[3][3], const double in[3], double out[3])
{
    for (int i = 0; i < 3; i++)
        out[i] = m[i][0] * in[0] + m[i][1] * in[1] + m[i][2] * in[2];
}

static struct lab lab_of(const struct rgb *colour)
{
    double l[3] = {0}, lms[3];
    struct lab lab = {{0}};

    for (int i = 0; i < 3; i++)
        l[i] = linear(colour->c[i]);
    multiply(to_lms, l, lms);
    for (int i = 0; i < 3; i++)
        lms[i] = cbrt(lms[i]);
    multiply(to_lab, lms, lab.c);
    return lab;
}

static struct rgb rgb_of(const struct lab *lab)
{
    double lms[3], l[3];
    struct rgb colour = {{0}};

    multiply(from_lab, lab->c, lms);
    for (int i = 0; i < 3; i++)
        lms[i] = lms[i] * lms[i] * lms[i];
    multiply(from_lms, lms, l);
    for (int i = 0; i < 3; i++)
        colour.c[i] = encoded(l[i]);
    return colour;
}

static double hex(char c)
{
    return c <= '9' ? c - '0' : (c & ~0x20) - 'A' + 10;
}

static struct rgb rgb_read(const char *text)
{
    struct rgb colour = {{0}};

    for (int i = 0; i < 3; i++)
        colour.c[i] = (hex(text[1 + 2 * i]) * 16 + hex(text[2 + 2 * i])) / 255;
    return colour;
}

/* The colour at 0 (the first) to 1 (the last) of anchors. */
static void mix(const char *const *anchors, int num, double at, char colour[COLOUR_SIZE])
{
    double place = at * (num - 1);
    int i = place >= num - 1 ? num - 2 : (int)place;
    struct rgb a = rgb_read(anchors[i]), b = rgb_read(anchors[i + 1]);
    struct lab from = lab_of(&a), to = lab_of(&b);

    for (int k = 0; k < 3; k++)
        from.c[k] += (place - i) * (to.c[k] - from.c[k]);
    a = rgb_of(&from);
    snprintf(colour, COLOUR_SIZE, "#%02X%02X%02X", (unsigned)lround(a.c[0] * 255),
             (unsigned)lround(a.c[1] * 255), (unsigned)lround(a.c[2] * 255));
}

void palette_sequential(int k, int num, char colour[COLOUR_SIZE])
{
    static const char *const anchors[] = {"#F6F0B4", "#94CFA3", "#35A0B5", "#2A68A8", "#1E2F6E"};

    mix(anchors, 5, num > 1 ? (double)k / (num - 1) : 0.5, colour);
}

void palette_diverging(int k, int num_low, int num_high, char colour[COLOUR_SIZE])
{
    static const char *const below[] = {"#D3E5F2", "#6AA5D2", "#174E8B"}, *const above[] = {"#FBE0C0",
                                                                                            "#E0923F",
                                                                                            "#8A3F06"};
    bool is_low = k < num_low;
    int most = num_low > num_high ? num_low : num_high, step = is_low ? num_low - 1 - k : k - num_low;

    mix(is_low ? below : above, 3, most > 1 ? (double)step / (most - 1) : 0.5, colour);
}

double colour_luminance(const char *colour)
{
    struct rgb c = rgb_read(colour);

    return 0.2126 * linear(c.c[0]) + 0.7152 * linear(c.c[1]) + 0.0722 * linear(c.c[2]);
}

double colour_contrast(const char *a, const char *b)
{
    double x = colour_luminance(a), y = colour_luminance(b);

    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}
