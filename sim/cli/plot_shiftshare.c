/* Figure of a shift-share: the sectors that weigh most, and what their change is made of. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plotdata.h"
#include "stats/base/mem.h"
#include "stats/output/charts.h"
#include "stats/output/label.h"

/* Rows: all sectors, the largest effects, the others together. */
enum { MAX_SECTORS_SHOWN = 12, MAX_ROWS = MAX_SECTORS_SHOWN + 2, MAX_SECTORS = 256 };

/* A part of the figure: one component, or two of them together. */
struct part {
    const char *components[2], *label_fr, *label_en;
};

static const struct drawn_method {
    const char *name;
    int num_parts;
    struct part parts[SHIFT_MAX_PARTS];
} drawn_methods[] = {
    {"dunn",
     3,
     {{{"national"}, "Effet national", "National effect"},
      {{"structural"}, "Effet de structure", "Structural effect"},
      {{"regional"}, "Effet régional", "Regional effect"}}},
    {"esteban",
     4,
     {{{"national"}, "Effet national", "National effect"},
      {{"structural"}, "Effet de structure", "Structural effect"},
      {{"homothetic"},
       "Effet régional à structure de référence",
       "Regional effect at the structure of the reference"},
      {{"allocation"}, "Effet d’allocation", "Allocation effect"}}},
    {"arcelus",
     4,
     {{{"national_expected", "national_differential"}, "Effet national", "National effect"},
      {{"structural_expected", "structural_differential"}, "Effet de structure", "Structural effect"},
      {{"regional_expected", "regional_differential"}, "Croissance régionale", "Regional growth"},
      {{"industry_expected", "industry_differential"},
       "Spécificité régionale des secteurs",
       "Regional industry mix"}}},
    {"dynamic",
     3,
     {{{"dynamic_national"}, "Effet national, année par année", "National effect, year by year"},
      {{"dynamic_structural"}, "Effet de structure, année par année", "Structural effect, year by year"},
      {{"dynamic_regional"}, "Effet régional, année par année", "Regional effect, year by year"}}},
};

/* One sector as read. */
struct drawn_sector {
    const char *name, *label;
    double parts[SHIFT_MAX_PARTS];
    double change, low, high, start, end, reference_growth;
};

struct shift_plot {
    const char *path;
    struct table table;
    const struct drawn_method *method;
    size_t first; /* row of the table where territory and dates are read */
    struct drawn_sector sectors[MAX_SECTORS];
    size_t num_sectors;
    struct drawn_sector total;
    struct shift_row rows[MAX_ROWS];
    struct strbuf notes[MAX_ROWS], labels[MAX_ROWS];
    int num_rows;
};

/* ---- reading ------------------------------------------------------------------------------ */

/* The territory asked for, or the first, and its first method. */
static int choose(struct shift_plot *self, const struct plot_context *c, struct err *err)
{
    const char *code = opts_text(c->opts, "territory", NULL);

    for (size_t row = 0; row < self->table.num_rows; row++) {
        if (code != NULL && !plot_row_is(&self->table, row, "code", code))
            continue;
        self->first = row;
        for (size_t m = 0; m < sizeof drawn_methods / sizeof drawn_methods[0]; m++)
            if (plot_row_is(&self->table, row, "method", drawn_methods[m].name))
                self->method = &drawn_methods[m];
        return ERR_OK;
    }
    return err_set(err, ERR_DATA, "'%s' has no row of the territory %s", self->path, code ? code : "");
}

static bool is_of_choice(const struct shift_plot *self, size_t row)
{
    static const char *const same[] = {"level", "code", "method", "reference_level", "reference_code"};
    const struct table *t = &self->table;

    for (size_t k = 0; k < sizeof same / sizeof same[0]; k++)
        if (!plot_row_is(t, row, same[k], plot_text(t, self->first, same[k])))
            return false;
    return plot_number(t, row, "from") == plot_number(t, self->first, "from") &&
           plot_number(t, row, "to") == plot_number(t, self->first, "to");
}

/* The sector of a row, new if need be; NULL when there are too many. */
static struct drawn_sector *sector_of(struct shift_plot *self, size_t row)
{
    const char *name = plot_text(&self->table, row, "sector");
    struct drawn_sector *found = &self->total;

    if (strcmp(name, "total") != 0) {
        size_t i = 0;
        while (i < self->num_sectors && strcmp(self->sectors[i].name, name) != 0)
            i++;
        if (i == MAX_SECTORS)
            return NULL;
        self->num_sectors = i == self->num_sectors ? i + 1 : self->num_sectors;
        found = &self->sectors[i];
    }
    found->name = name;
    found->label = plot_text(&self->table, row, "label");
    return found;
}

static void take(struct shift_plot *self, struct drawn_sector *sector, size_t row)
{
    const struct table *t = &self->table;
    const char *component = plot_text(t, row, "component");

    if (strcmp(component, "change") == 0) {
        sector->change = plot_number(t, row, "value");
        sector->low = plot_number(t, row, "low");
        sector->high = plot_number(t, row, "high");
        sector->start = plot_number(t, row, "start");
        sector->end = plot_number(t, row, "end");
        sector->reference_growth = plot_number(t, row, "reference_growth");
    }
    for (int k = 0; k < self->method->num_parts; k++)
        for (int j = 0; j < 2; j++) {
            const char *part = self->method->parts[k].components[j];
            if (part != NULL && strcmp(component, part) == 0)
                sector->parts[k] += plot_number(t, row, "value");
        }
}

static int collect(struct shift_plot *self, struct err *err)
{
    for (size_t row = self->first; row < self->table.num_rows; row++) {
        struct drawn_sector *sector = is_of_choice(self, row) ? sector_of(self, row) : &self->total;
        if (sector == NULL)
            return err_set(err, ERR_LIMIT, "'%s' has more than %d sectors", self->path, MAX_SECTORS);
        if (is_of_choice(self, row))
            take(self, sector, row);
    }
    if (self->total.name == NULL || self->num_sectors == 0)
        return err_set(err, ERR_DATA, "'%s' lacks the rows of the total or of the sectors", self->path);
    return ERR_OK;
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* How far the bars of a sector reach. */
static double weight(const struct drawn_sector *s)
{
    double sum = 0;

    for (int k = 0; k < SHIFT_MAX_PARTS; k++)
        sum += fabs(s->parts[k]);
    return sum;
}

static int by_weight(const void *a, const void *b)
{
    double x = weight(a), y = weight(b);

    return (x < y) - (x > y);
}

static int by_change(const void *a, const void *b)
{
    const struct drawn_sector *x = a, *y = b;

    return (x->change < y->change) - (x->change > y->change);
}

static void add_signed(const struct plot_context *c, struct strbuf *out, double value)
{
    strbuf_add(out, value > 0 ? "+" : "");
    label_number(out, value, 0, c->language);
}

static void add_growth(const struct plot_context *c, struct strbuf *out, double value)
{
    strbuf_add(out, value > 0 ? "+" : "");
    label_percent(out, value, 1, c->language);
}

/* "10,129 → 9,507: -6.1%; France +2.7%" */
static void add_note(const struct shift_plot *self, const struct plot_context *c,
                     const struct drawn_sector *s, struct strbuf *note)
{
    bool french = plot_is_french(c);
    const char *reference, *parenthesis;

    label_number(note, s->start, 0, c->language);
    strbuf_add(note, " → ");
    label_number(note, s->end, 0, c->language);
    if (s->start > 0) {
        strbuf_add(note, french ? "\xC2\xA0: " : ": ");
        add_growth(c, note, s->end / s->start - 1);
    }
    if (isnan(s->reference_growth))
        return;
    reference = plot_text(&self->table, self->first, "reference_name");
    parenthesis = strstr(reference, " (");
    strbuf_addf(note, french ? "\xC2\xA0; %.*s " : "; %.*s ",
                parenthesis ? (int)(parenthesis - reference) : (int)strlen(reference), reference);
    add_growth(c, note, s->reference_growth);
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static void add_row(struct shift_plot *self, const struct plot_context *c, const struct drawn_sector *s,
                    const char *label, bool is_total)
{
    struct shift_row *row = &self->rows[self->num_rows];

    add_note(self, c, s, &self->notes[self->num_rows]);
    strbuf_add_char(&self->labels[self->num_rows], upper(label[0]));
    strbuf_add(&self->labels[self->num_rows], label[0] != '\0' ? label + 1 : "");
    *row = (struct shift_row){.label = strbuf_text(&self->labels[self->num_rows]),
                              .note = strbuf_text(&self->notes[self->num_rows]),
                              .is_total = is_total,
                              .change = s->change,
                              .low = s->low,
                              .high = s->high};
    memcpy(row->parts, s->parts, sizeof row->parts);
    self->num_rows++;
}

/* The sectors from `shown` on, as one. */
static struct drawn_sector sum_of_others(const struct shift_plot *self, size_t shown)
{
    struct drawn_sector sum = {.low = NAN, .high = NAN, .reference_growth = NAN};

    for (size_t i = shown; i < self->num_sectors; i++) {
        sum.change += self->sectors[i].change;
        sum.start += self->sectors[i].start;
        sum.end += self->sectors[i].end;
        for (int k = 0; k < SHIFT_MAX_PARTS; k++)
            sum.parts[k] += self->sectors[i].parts[k];
    }
    return sum;
}

static void make_rows(struct shift_plot *self, const struct plot_context *c)
{
    bool french = plot_is_french(c);
    size_t most = (size_t)plot_most_rows(c, MAX_SECTORS_SHOWN),
           shown = self->num_sectors <= most + 1 ? self->num_sectors : most;

    qsort(self->sectors, self->num_sectors, sizeof *self->sectors, by_weight);
    qsort(self->sectors, shown, sizeof *self->sectors, by_change);
    add_row(self, c, &self->total, french ? "Ensemble" : "All sectors", true);
    for (size_t i = 0; i < shown; i++)
        add_row(self, c, &self->sectors[i], self->sectors[i].label, false);
    if (shown < self->num_sectors) {
        struct drawn_sector others = sum_of_others(self, shown);
        add_row(self, c, &others, french ? "Autres secteurs" : "Other sectors", false);
    }
}

/* ---- texts ---------------------------------------------------------------------------------- */

/* What is not national nor structural. */
static double own_effect(const struct shift_plot *self)
{
    return self->total.change - self->total.parts[0] - self->total.parts[1];
}

static void add_headline(struct plot_context *c, const struct shift_plot *self)
{
    struct strbuf *h = &c->figure->headline;
    const struct table *t = &self->table;
    bool french = plot_is_french(c);

    strbuf_addf(h, french ? "%s\xC2\xA0: " : "%s: ", plot_text(t, self->first, "name"));
    add_signed(c, h, self->total.change);
    strbuf_addf(h,
                french ? " emplois de %.0f à %.0f\xC2\xA0; si chaque secteur avait évolué au rythme de la "
                         "référence (%s), "
                       : " jobs from %.0f to %.0f; had each sector grown as in %s, ",
                plot_number(t, self->first, "from"), plot_number(t, self->first, "to"),
                plot_text(t, self->first, "reference_name"));
    add_signed(c, h, self->total.change - own_effect(self));
}

/* The row of a component of the total; num_rows when there is none. */
static size_t total_row(const struct shift_plot *self, const char *component)
{
    size_t row = self->first;

    while (row < self->table.num_rows &&
           !(is_of_choice(self, row) && plot_row_is(&self->table, row, "sector", "total") &&
             plot_row_is(&self->table, row, "component", component)))
        row++;
    return row;
}

static void add_interval(struct plot_context *c, const struct shift_plot *self)
{
    struct strbuf *s = &c->figure->subtitle;
    const char *component = self->method->parts[2].components[0];
    size_t row = total_row(self, component);

    if (row == self->table.num_rows || self->method->parts[2].components[1] != NULL ||
        isnan(plot_number(&self->table, row, "low")))
        return;
    strbuf_addf(s, ". %s",
                plot_is_french(c) ? self->method->parts[2].label_fr : self->method->parts[2].label_en);
    strbuf_add(s, plot_is_french(c) ? "\xC2\xA0: " : ": ");
    add_signed(c, s, plot_number(&self->table, row, "value"));
    strbuf_addf(s, plot_is_french(c) ? " (intervalle à %.0f\xC2\xA0%%\xC2\xA0: " : " (%.0f%% interval ",
                100 * plot_number(&self->table, row, "confidence"));
    add_signed(c, s, plot_number(&self->table, row, "low"));
    strbuf_add(s, plot_is_french(c) ? " à " : " to ");
    add_signed(c, s, plot_number(&self->table, row, "high"));
    strbuf_add(s, ")");
}

/* Whose counts are taken as a draw, where they have no sampling error. */
static void add_precision(struct plot_context *c, const struct shift_plot *self)
{
    struct strbuf *s = &c->figure->source;
    bool french = plot_is_french(c);
    double confidence = 100 * plot_number(&self->table, self->first, "confidence");

    if (isnan(confidence)) {
        strbuf_add(s, french ? "Sans intervalle : précision non publiée."
                             : "No interval: precision not published.");
        return;
    }
    strbuf_addf(s,
                french ? "Traits : intervalles à %.0f\xC2\xA0%% de l’évolution"
                       : "Lines: %.0f%% intervals of the change",
                confidence);
    if (strstr(plot_text(&self->table, self->first, "interval"), "superpopulation") != NULL)
        strbuf_add(s, french ? ", les effectifs pris comme un tirage" : ", counts taken as a draw");
    strbuf_add_char(s, '.');
}

static void add_source(struct plot_context *c, const struct shift_plot *self)
{
    struct strbuf *s = &c->figure->source;

    strbuf_add(s, plot_is_french(c) ? "Source : " : "Source: ");
    plot_add_source(c, s->length, plot_text(&self->table, self->first, "source"));
    strbuf_addf(s, " (%s). ", plot_text(&self->table, self->first, "universe"));
    add_precision(c, self);
}

static void describe(struct plot_context *c, const struct shift_plot *self, const struct shift_chart *chart)
{
    struct figure *f = c->figure;
    bool french = plot_is_french(c);

    add_headline(c, self);
    strbuf_add(&f->subtitle, french ? "Évolution de l’emploi par secteur et ses composantes, en emplois"
                                    : "Change of jobs by sector and what it is made of, in jobs");
    add_interval(c, self);
    add_source(c, self);
    plot_override_texts(c);
    strbuf_addf(&f->description, "%s. %s.\n", strbuf_text(&f->headline), strbuf_text(&f->subtitle));
    for (int i = 0; i < chart->num_rows; i++) {
        strbuf_addf(&f->description, french ? "%s (%s) :" : "%s (%s):", chart->rows[i].label,
                    chart->rows[i].note);
        for (int k = 0; k < chart->num_series; k++) {
            strbuf_addf(&f->description, "%s %s ", k > 0 ? (french ? "\xC2\xA0;" : ";") : "",
                        chart->series[k]);
            add_signed(c, &f->description, chart->rows[i].parts[k]);
        }
        strbuf_add_char(&f->description, '\n');
    }
    strbuf_addf(&f->description, "%s\n", strbuf_text(&f->source));
}

static int draw(struct plot_context *c, struct shift_plot *self, struct err *err)
{
    bool french = plot_is_french(c);
    struct shift_chart chart = {.change = french ? "Évolution" : "Change",
                                .num_series = self->method->num_parts};

    make_rows(self, c);
    chart.rows = self->rows;
    chart.num_rows = self->num_rows;
    for (int k = 0; k < chart.num_series; k++)
        chart.series[k] = french ? self->method->parts[k].label_fr : self->method->parts[k].label_en;
    describe(c, self, &chart);
    return chart_shiftshare(c->figure, &chart, err);
}

int plot_shiftshare(struct plot_context *c, struct err *err)
{
    struct shift_plot *self = mem_alloc(1, sizeof *self, err);
    int status;

    if (self == NULL)
        return ERR_LIMIT;
    self->path = c->opts->arguments[1];
    status = table_read_file(&self->table, self->path, "shiftshare", c->problems, err);
    if (status == ERR_OK)
        status = problems_status(c->problems, self->path, err);
    if (status == ERR_OK)
        status = choose(self, c, err);
    if (status == ERR_OK)
        status = collect(self, err);
    if (status == ERR_OK)
        status = draw(c, self, err);
    for (int i = 0; i < MAX_ROWS; i++) {
        strbuf_free(&self->notes[i]);
        strbuf_free(&self->labels[i]);
    }
    table_free(&self->table);
    free(self);
    return status;
}
