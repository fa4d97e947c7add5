/* Figure of two indicators of the territories of a level. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plotdata.h"
#include "sim/cli/territoryvalues.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/numeric/quantile.h"
#include "stats/output/chart_scatter.h"
#include "stats/output/label.h"

enum { MAX_LABELLED = 10 };

struct scatter_plot {
    const char *path;
    struct table table;
    struct territory_values x, y, weight; /* weight: items NULL without --bubbles */
    struct scatter_point *points;
    size_t num_points, num_incomplete;
    struct strbuf x_label, y_label, fit_label;
    struct strbuf guide_labels[SCATTER_MAX_GUIDES];
    struct scatter_chart chart;
    double r2;
    const struct scatter_point *marked; /* the first, NULL if none */
    const char *marked_code;
};

/* ---- values --------------------------------------------------------------------------- */

/* -y is --year for other figures: here a name is the indicator of the axis, a number the year. */
static int read_year(const struct opts *opts, const char **y, int *year, struct err *err)
{
    *year = 0;
    for (size_t i = 0; i < opts->num_items; i++) {
        const char *value = opts->items[i].value;
        if (strcmp(opts->items[i].spec->name, "year") != 0)
            continue;
        if (value[0] >= '0' && value[0] <= '9') {
            struct opts one = {.items = &opts->items[i], .num_items = 1};
            int status = opts_year(&one, "year", year, err);
            if (status != ERR_OK)
                return status;
        } else {
            *y = value;
        }
    }
    return ERR_OK;
}

static int read_axes(struct scatter_plot *self, struct plot_context *c, struct err *err)
{
    const char *x = opts_text(c->opts, "x-indicator", NULL), *y = opts_text(c->opts, "y-indicator", NULL),
               *bubbles = opts_text(c->opts, "bubbles", NULL);
    enum level level;
    int year, status = read_year(c->opts, &y, &year, err);

    if (status == ERR_OK)
        status = table_read_file(&self->table, self->path, "indicators", c->problems, err);

    if (status == ERR_OK)
        status = problems_status(c->problems, self->path, err);
    if (status == ERR_OK && (x == NULL || y == NULL))
        status = err_set(err, ERR_USAGE, "-x NAME and -y NAME are needed: the two indicators");
    if (status == ERR_OK)
        status = territory_values_level(&self->table, self->path, c->opts, &level, err);
    if (status == ERR_OK)
        status = territory_values_read(&self->x, &self->table, self->path, x, level, year, err);
    if (status == ERR_OK)
        status = territory_values_read(&self->y, &self->table, self->path, y, level, year, err);
    if (status == ERR_OK && bubbles != NULL)
        status = territory_values_read(&self->weight, &self->table, self->path, bubbles, level, year, err);
    return status;
}

static int collect(struct scatter_plot *self, struct err *err)
{
    self->points = mem_alloc(self->x.num_items, sizeof *self->points, err);
    if (self->points == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < self->x.num_items; i++) {
        const struct territory_value *x = &self->x.items[i], *y = territory_values_find(&self->y, x->code),
                                     *w = self->weight.items ? territory_values_find(&self->weight, x->code)
                                                             : NULL;
        if (y == NULL || isnan(x->value) || isnan(y->value)) {
            self->num_incomplete++;
            continue;
        }
        if (w != NULL && w->value < 0)
            return err_set(err, ERR_DATA, "'%s': line %ld: '%s' is below zero: no size of a sign", self->path,
                           self->table.lines[w->row], self->weight.indicator);
        self->points[self->num_points++] = (struct scatter_point){
            .x = x->value, .y = y->value, .weight = w ? w->value : NAN, .label = x->name};
    }
    if (self->num_points < 3)
        return err_set(err, ERR_DATA,
                       translate_count("%zu territory of '%s' has both '%s' and '%s', expected 3 at least",
                                       "%zu territories of '%s' have both '%s' and '%s', expected 3 at least",
                                       self->num_points),
                       self->num_points, self->path, self->x.indicator, self->y.indicator);
    return ERR_OK;
}

/* ---- labels ------------------------------------------------------------------------------- */

static int mark(struct scatter_plot *self, const char *code, int rank, struct err *err)
{
    const struct territory_value *x = territory_values_find(&self->x, code);

    for (size_t i = 0; x != NULL && i < self->num_points; i++)
        if (self->points[i].label == x->name) {
            self->points[i].is_marked = true;
            self->points[i].rank = rank;
            self->marked_code = self->marked ? self->marked_code : x->code;
            self->marked = self->marked ? self->marked : &self->points[i];
            return ERR_OK;
        }
    return err_set(err, ERR_USAGE, "--territory: '%s' is no territory of level %s with both values", code,
                   level_name(self->x.level));
}

static int mark_all(struct scatter_plot *self, const struct opts *opts, struct err *err)
{
    struct text_list codes;
    int status = opts_list(opts, "territory", &codes, err);

    for (size_t i = 0; i < codes.num_items && status == ERR_OK; i++)
        status = mark(self, codes.items[i], (int)i + 1, err);
    text_list_free(&codes);
    return status;
}

/* Median and width of the middle half of one coordinate. */
static int find_middle(const struct scatter_plot *self, bool is_y, double *median, double *width,
                       struct err *err)
{
    double *values = mem_alloc(self->num_points, sizeof *values, err);

    if (values == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < self->num_points; i++)
        values[i] = is_y ? self->points[i].y : self->points[i].x;
    quantile_sort(values, self->num_points);
    *median = quantile_of(values, self->num_points, 0.5);
    *width = quantile_of(values, self->num_points, 0.75) - quantile_of(values, self->num_points, 0.25);
    *width = *width > 0 ? *width : 1;
    free(values);
    return ERR_OK;
}

/* The territories farthest from the median, in widths of the middle half, get a label too. */
static int rank_outlying(struct scatter_plot *self, struct err *err)
{
    double mx, my, wx, wy;
    int status = find_middle(self, false, &mx, &wx, err);

    if (status == ERR_OK)
        status = find_middle(self, true, &my, &wy, err);
    for (int n = 0; n < MAX_LABELLED && status == ERR_OK; n++) {
        struct scatter_point *best = NULL;
        double farthest = 0;
        for (size_t i = 0; i < self->num_points; i++) {
            double far = hypot((self->points[i].x - mx) / wx, (self->points[i].y - my) / wy);
            if (self->points[i].rank == 0 && far > farthest) {
                farthest = far;
                best = &self->points[i];
            }
        }
        if (best != NULL)
            best->rank = 1000 + n;
    }
    return status;
}

/* ---- guides and fit ----------------------------------------------------------------------- */

/* Parents are those of the first marked territory, else France only. */
static void add_guide(struct scatter_plot *self, enum level level)
{
    const struct table *t = &self->table;
    const char *code = NULL;
    struct scatter_guide *guide = &self->chart.guides[self->chart.num_guides];
    struct strbuf *label = &self->guide_labels[self->chart.num_guides];

    for (size_t row = 0; row < t->num_rows && code == NULL; row++)
        if (plot_row_is(t, row, "level", level_name(level)) &&
            (level == LEVEL_FR || (self->marked != NULL && plot_row_is(t, row, "relation", "parent") &&
                                   plot_row_is(t, row, "of_level", level_name(self->x.level)) &&
                                   plot_row_is(t, row, "of_code", self->marked_code)))) {
            code = plot_text(t, row, "code");
            strbuf_add(label, plot_text(t, row, "name"));
        }
    if (code == NULL)
        return;
    *guide = (struct scatter_guide){strbuf_text(label), territory_values_parent(&self->x, level, code),
                                    territory_values_parent(&self->y, level, code)};
    if (!isnan(guide->x) || !isnan(guide->y))
        self->chart.num_guides++;
    else
        strbuf_clear(label);
}

/* Least squares of y on x, territories counted alike. */
static void fit(struct scatter_plot *self, const char *language)
{
    double n = (double)self->num_points, mx = 0, my = 0, sxx = 0, sxy = 0, syy = 0;

    for (size_t i = 0; i < self->num_points; i++) {
        mx += self->points[i].x / n;
        my += self->points[i].y / n;
    }
    for (size_t i = 0; i < self->num_points; i++) {
        double dx = self->points[i].x - mx, dy = self->points[i].y - my;
        sxx += dx * dx;
        sxy += dx * dy;
        syy += dy * dy;
    }
    self->chart.has_fit = sxx > 0 && syy > 0;
    if (!self->chart.has_fit)
        return;
    self->chart.slope = sxy / sxx;
    self->chart.intercept = my - self->chart.slope * mx;
    self->r2 = sxy * sxy / (sxx * syy);
    strbuf_add(&self->fit_label, label_is_french(language) ? "droite des moindres carrés, R² = "
                                                           : "line of least squares, R² = ");
    label_number(&self->fit_label, self->r2, 2, language);
}

/* ---- words ----------------------------------------------------------------------------------- */

static void add_axis_label(struct strbuf *out, const struct territory_values *values)
{
    strbuf_addf(out, "%s, %d", values->label, values->year);
}

static void add_values(const struct scatter_plot *self, struct strbuf *out, const struct scatter_point *p,
                       const char *language)
{
    strbuf_addf(out, label_is_french(language) ? "%s\xC2\xA0: %s " : "%s: %s ", p->label, self->x.label);
    territory_values_format(&self->x, out, p->x, -1, language);
    strbuf_addf(out, ", %s ", self->y.label);
    territory_values_format(&self->y, out, p->y, -1, language);
}

static void add_source(struct plot_context *c, const struct scatter_plot *self)
{
    struct strbuf *s = &c->figure->source;
    bool french = plot_is_french(c);
    size_t start;

    strbuf_add(s, french ? "Sources : " : "Sources: ");
    start = s->length;
    for (size_t i = 0; i < self->x.num_items; i++)
        plot_add_source(c, start, plot_text(&self->table, self->x.items[i].row, "source"));
    for (size_t i = 0; i < self->y.num_items; i++)
        plot_add_source(c, start, plot_text(&self->table, self->y.items[i].row, "source"));
    strbuf_add_char(s, '.');
    if (self->weight.items != NULL)
        strbuf_addf(s, french ? " Surface des disques : %s, %d." : " Area of the discs: %s, %d.",
                    self->weight.label, self->weight.year);
    if (self->num_incomplete > 0)
        strbuf_addf(s,
                    french ? " Sans l’une des deux valeurs, non montrés : %zu."
                           : " Without one of the two values, not shown: %zu.",
                    self->num_incomplete);
}

static void describe(struct plot_context *c, struct scatter_plot *self)
{
    struct figure *f = c->figure;
    bool french = plot_is_french(c);

    if (self->marked != NULL)
        add_values(self, &f->headline, self->marked, c->language);
    else
        strbuf_addf(&f->headline, french ? "%s et %s" : "%s and %s", self->x.label, self->y.label);
    label_number(&f->subtitle, (double)self->num_points, 0, c->language);
    strbuf_addf(&f->subtitle, french ? " territoires (%s)" : " territories (%s)",
                level_label(self->x.level, c->language));
    if (self->chart.has_fit)
        strbuf_addf(&f->subtitle, french ? "\xC2\xA0; %s" : "; %s", strbuf_text(&self->fit_label));
    add_source(c, self);
    plot_override_texts(c);
    strbuf_addf(&f->description, "%s. %s.\n", strbuf_text(&f->headline), strbuf_text(&f->subtitle));
    strbuf_addf(&f->description, "x: %s. y: %s.\n", strbuf_text(&self->x_label), strbuf_text(&self->y_label));
    for (size_t i = 0; i < self->num_points; i++)
        if (self->points[i].rank > 0) {
            add_values(self, &f->description, &self->points[i], c->language);
            strbuf_add(&f->description, ".\n");
        }
    strbuf_addf(&f->description, "%s\n", strbuf_text(&f->source));
}

static void write_csv(struct plot_context *c, const struct scatter_plot *self)
{
    struct strbuf *csv = &c->figure->csv;

    strbuf_add(csv, "name,x,y,size\n");
    for (size_t i = 0; i < self->num_points; i++) {
        const struct scatter_point *p = &self->points[i];
        figure_csv_text(c->figure, p->label);
        strbuf_addf(csv, ",%.10g,%.10g,", p->x, p->y);
        if (!isnan(p->weight))
            strbuf_addf(csv, "%.10g", p->weight);
        strbuf_add_char(csv, '\n');
    }
}

static int draw(struct plot_context *c, struct scatter_plot *self, struct err *err)
{
    struct scatter_chart *chart = &self->chart;

    add_axis_label(&self->x_label, &self->x);
    add_axis_label(&self->y_label, &self->y);
    if (opts_has(c->opts, "fit"))
        fit(self, c->language);
    add_guide(self, LEVEL_REG);
    add_guide(self, LEVEL_FR);
    describe(c, self);
    write_csv(c, self);
    chart->points = self->points;
    chart->num_points = self->num_points;
    chart->has_weights = self->weight.items != NULL;
    chart->x_label = strbuf_text(&self->x_label);
    chart->y_label = strbuf_text(&self->y_label);
    chart->x_percent = territory_values_in_percent(&self->x);
    chart->y_percent = territory_values_in_percent(&self->y);
    return chart_scatter(c->figure, chart, err);
}

int plot_scatter(struct plot_context *c, struct err *err)
{
    struct scatter_plot *self = mem_alloc(1, sizeof *self, err);
    int status;

    if (self == NULL)
        return ERR_LIMIT;
    self->path = c->opts->arguments[1];
    status = read_axes(self, c, err);
    if (status == ERR_OK)
        status = collect(self, err);
    if (status == ERR_OK)
        status = mark_all(self, c->opts, err);
    if (status == ERR_OK)
        status = rank_outlying(self, err);
    if (status == ERR_OK)
        status = draw(c, self, err);
    territory_values_free(&self->x);
    territory_values_free(&self->y);
    territory_values_free(&self->weight);
    strbuf_free(&self->x_label);
    strbuf_free(&self->y_label);
    strbuf_free(&self->fit_label);
    for (int g = 0; g < SCATTER_MAX_GUIDES; g++)
        strbuf_free(&self->guide_labels[g]);
    table_free(&self->table);
    free(self->points);
    free(self);
    return status;
}
