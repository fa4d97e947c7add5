#include "sim/cli/mapclasses.h"

#include <math.h>
#include <string.h>

#include "stats/base/number.h"
#include "stats/base/text.h"
#include "stats/output/label.h"

static const char *const methods[] = {"quantile", "equal", "jenks"};

void map_classes_free(struct map_classes *self)
{
    for (int k = 0; k < MAX_CLASSES; k++)
        strbuf_free(&self->labels[k]);
}

int map_classes_find(const struct map_classes *self, double value)
{
    return class_of(value, self->breaks, self->num_breaks);
}

void map_classes_colour(const struct map_classes *self, int k, char colour[COLOUR_SIZE])
{
    int num = self->num_breaks - 1;

    if (self->num_below >= 0)
        palette_diverging(k, self->num_below, num - self->num_below, colour);
    else
        palette_sequential(k, num, colour);
}

/* ---- breaks --------------------------------------------------------------------------------- */

/* Values below zero have their classes, those above have theirs; zero is a break. */
static int break_both_sides(struct map_classes *self, const double *sorted, size_t num,
                            enum class_method method, int num_classes, struct err *err)
{
    size_t below = 0;
    int each = (num_classes + 1) / 2, more;

    while (below < num && sorted[below] < 0)
        below++;
    int status = class_breaks(sorted, below, method, (size_t)each > below ? (int)below : each, self->breaks,
                              &self->num_breaks, err);
    if (status != ERR_OK)
        return status;
    double upper[MAX_CLASSES + 1];
    status = class_breaks(sorted + below, num - below, method,
                          (size_t)each > num - below ? (int)(num - below) : each, upper, &more, err);
    self->num_below = self->num_breaks - 1;
    self->breaks[self->num_breaks - 1] = 0;
    for (int k = 1; k < more && status == ERR_OK; k++)
        self->breaks[self->num_breaks++] = upper[k];
    return status;
}

static int read_method(const char *text, enum class_method *method, int *num_classes)
{
    size_t length = strcspn(text, ":");
    int64_t number = 5;

    for (int m = 0; m < NUM_CLASS_METHODS; m++)
        if (strlen(methods[m]) == length && strncmp(methods[m], text, length) == 0 &&
            (text[length] == '\0' ||
             number_parse_integer(text + length + 1, strlen(text + length + 1), &number) == NUMBER_OK) &&
            number >= 2 && number <= 7) {
            *method = (enum class_method)m;
            *num_classes = (int)number;
            return 1;
        }
    return 0;
}

/* A list of breaks, in the unit that the map shows, between the least and greatest value. */
static int read_breaks(struct map_classes *self, const struct opts *opts,
                       const struct territory_values *values, double least, double greatest, struct err *err)
{
    struct text_list list;
    double unit = territory_values_in_percent(values) ? 0.01 : 1, value;
    int status = opts_list(opts, "classes", &list, err), n = 0;

    for (size_t i = 0; i < list.num_items && status == ERR_OK; i++) {
        const char *text = list.items[i];
        if (number_parse(text, strlen(text), '.', &value) != NUMBER_OK || n >= MAX_CLASSES - 1 ||
            (i > 0 && value * unit <= self->breaks[n - 1])) {
            status =
                err_set(err, ERR_USAGE,
                        "--classes: '%s': expected quantile, equal or jenks (with :N for 2 to 7 classes), "
                        "or up to %d rising breaks such as 10,12.5,15 (per cent for shares)",
                        text, MAX_CLASSES - 2);
            continue;
        }
        if (i == 0 && least < value * unit)
            self->breaks[n++] = least;
        self->breaks[n++] = value * unit;
    }
    if (status == ERR_OK && (greatest > self->breaks[n - 1] || n == 1)) {
        self->breaks[n] = fmax(greatest, self->breaks[n - 1]);
        n++;
    }
    self->num_breaks = n;
    text_list_free(&list);
    return status;
}

/* ---- bounds that can be read ------------------------------------------------------------------ */

/* Fewest decimals that move no break by more than a tenth of the class beside it. */
static int decimals_for(const struct map_classes *self, double unit)
{
    if (self->breaks[self->num_breaks - 1] <= self->breaks[0]) /* one value */
        return 1;
    for (int d = -6; d < 6; d++) {
        double step = unit * pow(10, -d);
        bool is_fine = true;
        for (int k = 0; k + 1 < self->num_breaks; k++) {
            double width = self->breaks[k + 1] - self->breaks[k];
            is_fine = is_fine && (width <= 0 || step / 2 <= width / 10);
        }
        if (is_fine)
            return d;
    }
    return 6;
}

/* The multiple of a power of ten: a quotient, which is the double nearest to it. */
static double multiple(double number, double unit, int decimals)
{
    double parts = round(pow(10, decimals < 0 ? 0 : decimals) / unit),
           size = pow(10, decimals < 0 ? -decimals : 0);

    return number * size / parts;
}

static void round_breaks(struct map_classes *self, double unit)
{
    double step = unit * pow(10, -self->decimals);
    int last = self->num_breaks - 1;
    bool is_one_value = self->breaks[last] <= self->breaks[0];

    for (int k = 0; k <= last; k++) {
        double number = self->breaks[k] / step;
        number = is_one_value ? round(number)
                 : k == 0     ? floor(number + 1e-9)
                 : k == last  ? ceil(number - 1e-9)
                              : round(number);
        self->breaks[k] = multiple(number, unit, self->decimals);
    }
}

static void add_label(struct strbuf *out, const struct territory_values *values, double low, double high,
                      int decimals, const char *language)
{
    struct strbuf first = {0};
    size_t length;

    if (low == high) { /* all have the same value */
        territory_values_format(values, out, low, decimals, language);
        return;
    }
    /* the sign of per cent once, at the end */
    territory_values_format(values, &first, low, decimals, language);
    length = first.length;
    if (territory_values_in_percent(values))
        length -= label_is_french(language) ? 3 : 1;
    strbuf_add_bytes(out, strbuf_text(&first), length);
    strbuf_add(out, label_is_french(language) ? " à " : " to ");
    territory_values_format(values, out, high, decimals, language);
    strbuf_free(&first);
}

static int make_breaks(struct map_classes *self, const struct opts *opts,
                       const struct territory_values *values, const double *sorted, size_t num,
                       struct err *err)
{
    static const char *const palettes[] = {"auto", "sequential", "diverging", NULL};
    const char *given = opts_text(opts, "classes", "quantile");
    enum class_method method = CLASSES_QUANTILE;
    int num_classes = 5, palette, status = opts_choice(opts, "palette", palettes, 0, &palette, err);
    bool has_both = sorted[0] < 0 && sorted[num - 1] > 0;

    self->num_below = -1;
    if (status != ERR_OK)
        return status;
    if (palette == 2 && !has_both)
        return err_set(err, ERR_USAGE, "--palette diverging is for values below and above zero");
    if (!read_method(given, &method, &num_classes)) {
        self->method = "given";
        status = read_breaks(self, opts, values, sorted[0], sorted[num - 1], err);
        for (int k = 0; k < self->num_breaks && status == ERR_OK && has_both && palette != 1; k++)
            if (fabs(self->breaks[k]) < 1e-12)
                self->num_below = k;
        if (status == ERR_OK && palette == 2 && self->num_below < 0)
            status = err_set(err, ERR_USAGE, "--palette diverging wants 0 among the breaks");
        return status;
    }
    self->method = methods[method];
    if (has_both && palette != 1)
        return break_both_sides(self, sorted, num, method, num_classes, err);
    if ((size_t)num_classes > num)
        num_classes = (int)num;
    return class_breaks(sorted, num, method, num_classes, self->breaks, &self->num_breaks, err);
}

int map_classes_make(struct map_classes *self, const struct opts *opts, const struct territory_values *values,
                     const double *sorted, size_t num, const char *language, struct err *err)
{
    bool is_percent = territory_values_in_percent(values);
    double unit = is_percent ? 0.01 : 1;
    int status;

    *self = (struct map_classes){0};
    status = make_breaks(self, opts, values, sorted, num, err);
    if (status != ERR_OK)
        return status;
    self->decimals = decimals_for(self, unit);
    round_breaks(self, unit);
    for (size_t i = 0; i < num; i++)
        self->counts[map_classes_find(self, sorted[i])]++;
    for (int k = 0; k + 1 < self->num_breaks; k++)
        add_label(&self->labels[k], values, self->breaks[k], self->breaks[k + 1],
                  self->decimals > 0 ? self->decimals : 0, language);
    return ERR_OK;
}
