#include "stats/output/label.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/output/font.h"

bool label_is_french(const char *language)
{
    return strcmp(language, "fr") == 0;
}

/* Digits of |value| with the given decimals, without any locale. */
static void format_digits(double value, int decimals, char *whole, char *fraction, size_t size)
{
    double scale = pow(10, decimals);
    double rounded = floor(fabs(value) * scale + 0.5);
    double units = floor(rounded / scale);

    snprintf(whole, size, "%.0f", units);
    snprintf(fraction, size, "%0*.0f", decimals, rounded - units * scale);
}

void label_number(struct strbuf *out, double value, int decimals, const char *language)
{
    char whole[64], fraction[64];
    size_t length;

    format_digits(value, decimals, whole, fraction, sizeof whole);
    if (value < 0 && (strspn(whole, "0") != strlen(whole) || strspn(fraction, "0") != strlen(fraction)))
        strbuf_add(out, "\xE2\x88\x92");
    length = strlen(whole);
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            strbuf_add(out, label_is_french(language) ? "\xE2\x80\xAF" : ",");
        strbuf_add_char(out, whole[i]);
    }
    if (decimals > 0)
        strbuf_addf(out, "%s%s", label_is_french(language) ? "," : ".", fraction);
}

void label_percent(struct strbuf *out, double share, int decimals, const char *language)
{
    label_number(out, 100 * share, decimals, language);
    strbuf_add(out, label_is_french(language) ? "\xC2\xA0%" : "%");
}

/* Bytes of text up to a space where a line may end: not one before a double
 * punctuation mark or a per cent sign, as French sets them. */
static size_t unbroken(const char *text)
{
    size_t bytes = strcspn(text, " ");

    while (text[bytes] == ' ' && text[bytes + 1] != '\0' && strchr(":;!?%", text[bytes + 1]) != NULL)
        bytes += 1 + strcspn(text + bytes + 1, " ");
    return bytes;
}

int label_wrap(struct strbuf *out, const char *text, double width, bool bold)
{
    double used = 0, space = font_width(" ", 1, bold);
    int lines = 1;

    while (*text != '\0') {
        size_t bytes = unbroken(text);
        double word = font_width(text, bytes, bold);
        if (used > 0 && used + space + word > width) {
            strbuf_add_char(out, '\n');
            used = 0;
            lines++;
        }
        if (used > 0) {
            strbuf_add_char(out, ' ');
            used += space;
        }
        strbuf_add_bytes(out, text, bytes);
        used += word;
        text += bytes + strspn(text + bytes, " ");
    }
    return lines;
}

double label_step(double low, double high, int most)
{
    static const double parts[] = {1, 2, 2.5, 5, 10};
    double rough = (high - low) / most;
    double power = rough > 0 ? pow(10, floor(log10(rough))) : 1;

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i] * power >= rough * (1 - 1e-9))
            return parts[i] * power;
    return 10 * power;
}

int label_decimals(double step)
{
    int decimals = 0;

    while (decimals < 6 && fabs(step * pow(10, decimals) - floor(step * pow(10, decimals) + 0.5)) > 1e-6)
        decimals++;
    return decimals;
}
