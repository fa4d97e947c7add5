/* Figure of an indicator on a map. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/contouropts.h"
#include "sim/cli/mapclasses.h"
#include "sim/cli/mapshapes.h"
#include "sim/cli/mapwithout.h"
#include "sim/cli/paths.h"
#include "sim/cli/plotdata.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/data/geography.h"
#include "stats/numeric/quantile.h"
#include "stats/output/label.h"

enum { MAX_MARKS = 12 };

struct map_plot {
    const char *path;
    struct table table;
    struct territory_values values;
    struct geography geography;
    enum level zoom_level; /* NUM_LEVELS: the whole map */
    size_t zoom;
    const char *contour_name; /* of the user's file, NULL if shipped */
    enum level upper_level;   /* NUM_LEVELS: no borders of it */
    struct map_shapes shapes;
    struct map_territory *territories; /* of the contours */
    double *sorted;                    /* values that are shown */
    size_t num_shown, num_missing;
    struct map_without without;
    struct map_classes classes;
    const struct territory_value *marked[MAX_MARKS];
    struct map_mark marks[MAX_MARKS];
    int num_marks;
    struct map_chart chart;
};

/* ---- what is asked ------------------------------------------------------------------------ */

static int read_geography(struct map_plot *self, struct plot_context *c, struct err *err)
{
    char *path = paths_dataset("geography/geography-2022.csv", err);
    int status = path ? geography_read(&self->geography, path, NULL, c->problems, err) : ERR_IO;

    free(path);
    return status;
}

/* --zoom LEVEL:CODE. */
static int read_zoom(struct map_plot *self, const struct opts *opts, struct err *err)
{
    const char *text = opts_text(opts, "zoom", NULL), *colon = text ? strchr(text, ':') : NULL;

    self->zoom_level = NUM_LEVELS;
    if (text == NULL)
        return ERR_OK;
    if (colon != NULL)
        self->zoom_level = level_find(text, (size_t)(colon - text));
    if (self->zoom_level == NUM_LEVELS || self->zoom_level == LEVEL_COM)
        return err_set(err, ERR_USAGE, "--zoom is '%s', expected a level and a code such as reg:27 or dep:25",
                       text);
    self->zoom = geography_find(&self->geography, self->zoom_level, colon + 1);
    if (self->zoom == NO_ZONE)
        return err_set(err, ERR_USAGE, "--zoom: there is no %s '%s' in the geography of %s",
                       level_name(self->zoom_level), colon + 1, self->geography.vintage);
    return ERR_OK;
}

static int read_values(struct map_plot *self, struct plot_context *c, struct err *err)
{
    enum level level;
    int year, status = table_read_file(&self->table, self->path, "indicators", c->problems, err);

    if (status == ERR_OK)
        status = problems_status(c->problems, self->path, err);
    if (status == ERR_OK)
        status = territory_values_level(&self->table, self->path, c->opts, &level, err);
    if (status == ERR_OK)
        status = opts_year(c->opts, "year", &year, err);
    if (status == ERR_OK)
        status = territory_values_read(&self->values, &self->table, self->path,
                                       opts_text(c->opts, "indicator", NULL), level, year, err);
    return status;
}

/* ---- contours ----------------------------------------------------------------------------------- */

/* The n-th --contours, NULL if there is none. */
static const char *contours_option(const struct opts *opts, int n)
{
    for (size_t i = 0; i < opts->num_items; i++)
        if (strcmp(opts->items[i].spec->name, "contours") == 0 && n-- == 0)
            return opts->items[i].value;
    return NULL;
}

/* The level whose borders help to find one's way. */
static enum level usual_upper(const struct map_plot *self)
{
    if (self->values.level == LEVEL_REG || self->zoom_level == LEVEL_DEP)
        return NUM_LEVELS;
    return self->zoom_level != NUM_LEVELS && self->values.level != LEVEL_DEP ? LEVEL_DEP : LEVEL_REG;
}

static int read_all_contours(struct map_plot *self, struct plot_context *c, struct err *err)
{
    const char *own = contours_option(c->opts, 0), *upper = contours_option(c->opts, 1);
    const char *borders = opts_text(c->opts, "borders", NULL);
    int status = contouropts_read(&self->shapes.contours, own, self->values.level,
                                  opts_text(c->opts, "code-field", NULL), c->problems, err);

    self->contour_name = own != NULL && strrchr(own, '/') ? strrchr(own, '/') + 1 : own;
    self->upper_level = usual_upper(self);
    if (borders != NULL) {
        self->upper_level = level_find(borders, strlen(borders));
        if (self->upper_level == NUM_LEVELS && strcmp(borders, "none") != 0)
            return err_set(err, ERR_USAGE, "--borders is '%s', expected a level (dep, reg) or none", borders);
    }
    /* a map of one's own contours has no borders of others unless asked for */
    if (own != NULL && upper == NULL && borders == NULL)
        self->upper_level = NUM_LEVELS;
    if (status == ERR_OK && self->upper_level != NUM_LEVELS)
        status = contouropts_read(&self->shapes.upper, upper, self->upper_level, NULL, c->problems, err);
    return status == ERR_OK ? map_shapes_build(&self->shapes, err) : status;
}

/* ---- values on contours --------------------------------------------------------------------------- */

static bool is_in_zoom(const struct map_plot *self, const char *code)
{
    size_t zone;

    if (self->zoom_level == NUM_LEVELS)
        return true;
    zone = geography_find(&self->geography, self->values.level, code);
    if (zone == NO_ZONE)
        return false;
    return self->values.level == self->zoom_level
               ? zone == self->zoom
               : self->geography.levels[self->values.level].items[zone].parents[self->zoom_level] ==
                     self->zoom;
}

static size_t find_contour(const struct map_plot *self, const char *code)
{
    for (size_t t = 0; t < self->shapes.contours.num; t++)
        if (strcmp(self->shapes.contours.codes[t], code) == 0)
            return t;
    return NO_TERRITORY;
}

/* Which territories have a ring in a frame of the map. */
static void find_drawn(const struct map_plot *self, bool *is_drawn)
{
    for (size_t r = 0; r < self->shapes.outlines.num_rings; r++)
        is_drawn[self->shapes.outlines.rings[r].territory] = true;
}

/* The régions of what is not drawn are told: the table of territories is read when there is any. */
static int find_without(struct map_plot *self, struct plot_context *c, const bool *is_drawn, struct err *err)
{
    int status = ERR_OK;

    for (size_t i = 0; i < self->values.num_items && status == ERR_OK; i++) {
        const struct territory_value *v = &self->values.items[i];
        size_t contour = find_contour(self, v->code);
        if (!is_in_zoom(self, v->code) || (contour != NO_TERRITORY && is_drawn[contour]))
            continue;
        if (self->zoom_level == NUM_LEVELS && self->without.num == 0)
            status = read_geography(self, c, err);
        if (status == ERR_OK)
            map_without_add(&self->without, &self->geography, self->values.level, v);
    }
    return status;
}

static int collect_values(struct map_plot *self, struct plot_context *c, struct err *err)
{
    size_t num = self->shapes.contours.num;
    bool *is_drawn = mem_alloc(num, sizeof *is_drawn, err);

    self->territories = mem_alloc(num, sizeof *self->territories, err);
    self->sorted = mem_alloc(num, sizeof *self->sorted, err);
    if (is_drawn == NULL || self->territories == NULL || self->sorted == NULL) {
        free(is_drawn);
        return ERR_LIMIT;
    }
    find_drawn(self, is_drawn);
    for (size_t t = 0; t < num; t++) {
        const char *code = self->shapes.contours.codes[t];
        const struct territory_value *v = territory_values_find(&self->values, code);
        bool is_inside = is_in_zoom(self, code) && is_drawn[t];
        self->territories[t].class = is_inside ? MAP_MISSING : MAP_CONTEXT;
        if (is_inside && v != NULL && !isnan(v->value))
            self->sorted[self->num_shown++] = v->value;
        else
            self->num_missing += is_inside;
    }
    int status = find_without(self, c, is_drawn, err);
    free(is_drawn);
    if (status != ERR_OK)
        return status;
    if (self->num_shown == 0)
        return err_set(
            err, ERR_DATA,
            "no territory of '%s' has both a value and a contour: are they of one level and vintage?",
            self->path);
    quantile_sort(self->sorted, self->num_shown);
    return ERR_OK;
}

static void classify(struct map_plot *self)
{
    for (size_t t = 0; t < self->shapes.contours.num; t++) {
        const struct territory_value *v =
            territory_values_find(&self->values, self->shapes.contours.codes[t]);
        if (self->territories[t].class != MAP_CONTEXT && v != NULL && !isnan(v->value))
            self->territories[t].class = map_classes_find(&self->classes, v->value);
    }
}

static int add_mark(struct map_plot *self, const char *code, struct err *err)
{
    size_t t = find_contour(self, code);
    const struct territory_value *v = territory_values_find(&self->values, code);
    struct map_mark *mark = &self->marks[self->num_marks];

    if (self->num_marks == MAX_MARKS)
        return err_set(err, ERR_USAGE, "--territory: at most %d territories can be marked", MAX_MARKS);
    if (t == NO_TERRITORY || v == NULL || self->territories[t].class == MAP_CONTEXT ||
        !map_shapes_middle(&self->shapes, t, &mark->x, &mark->y, &mark->frame))
        return err_set(
            err, ERR_USAGE, "--territory: '%s' is not on the map (a code of level %s with a row%s)", code,
            level_name(self->values.level), self->zoom_level != NUM_LEVELS ? _(", inside --zoom") : "");
    mark->label = v->name;
    self->territories[t].is_marked = true;
    self->marked[self->num_marks++] = v;
    return ERR_OK;
}

static int add_marks(struct map_plot *self, const struct opts *opts, struct err *err)
{
    struct text_list codes;
    int status = opts_list(opts, "territory", &codes, err);

    for (size_t i = 0; i < codes.num_items && status == ERR_OK; i++)
        status = add_mark(self, codes.items[i], err);
    text_list_free(&codes);
    return status;
}

/* ---- words ---------------------------------------------------------------------------------------- */

/* Values of the file within the zoom that are above a limit: a rank counts territories without a contour
 * too. */
static size_t num_above(const struct map_plot *self, double limit)
{
    size_t num = 0;

    for (size_t i = 0; i < self->values.num_items; i++)
        num += self->values.items[i].value > limit && is_in_zoom(self, self->values.items[i].code);
    return num;
}

static void add_count(struct strbuf *out, size_t number, const char *language)
{
    label_number(out, (double)number, 0, language);
}

/* "12th" and "12e". */
static void add_rank(struct strbuf *out, size_t rank, const char *language)
{
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    size_t last = rank % 100 >= 11 && rank % 100 <= 13 ? 0 : rank % 10;

    add_count(out, rank, language);
    if (label_is_french(language))
        strbuf_add(out, rank == 1 ? "er" : "e");
    else
        strbuf_add(out, endings[last < 4 ? last : 0]);
}

static void add_value(const struct map_plot *self, struct strbuf *out, double value, const char *language)
{
    int d = self->classes.decimals;

    territory_values_format(&self->values, out, value, d < 0 ? 0 : d, language);
}

static const struct territory_value *with_value(const struct map_plot *self, double value)
{
    for (size_t t = 0; t < self->shapes.contours.num; t++) {
        const struct territory_value *v =
            territory_values_find(&self->values, self->shapes.contours.codes[t]);
        if (v != NULL && self->territories[t].class >= 0 && v->value == value)
            return v;
    }
    return &self->values.items[0];
}

/* Where the territory that stands out stands; else the extremes. */
static void add_finding(struct plot_context *c, const struct map_plot *self)
{
    struct strbuf *h = &c->figure->headline;
    bool french = plot_is_french(c);

    if (self->num_marks > 0 && !isnan(self->marked[0]->value)) {
        const struct territory_value *v = self->marked[0];
        strbuf_addf(h, french ? "%s\xC2\xA0: " : "%s: ", v->name);
        add_value(self, h, v->value, c->language);
        strbuf_add(h, french ? ", " : ", ");
        add_rank(h, num_above(self, v->value) + 1, c->language);
        strbuf_add(h, french ? " sur " : " of ");
        add_count(h, num_above(self, -INFINITY), c->language);
        strbuf_add(h, french ? " en partant du plus élevé" : " from the highest");
        return;
    }
    if (self->num_shown == 1) {
        strbuf_addf(h, french ? "%s\xC2\xA0: " : "%s: ", with_value(self, self->sorted[0])->name);
        add_value(self, h, self->sorted[0], c->language);
        return;
    }
    strbuf_add(h, french ? "De " : "From ");
    add_value(self, h, self->sorted[0], c->language);
    strbuf_addf(h, " (%s)%s", with_value(self, self->sorted[0])->name, french ? " à " : " to ");
    add_value(self, h, self->sorted[self->num_shown - 1], c->language);
    strbuf_addf(h, " (%s)", with_value(self, self->sorted[self->num_shown - 1])->name);
}

static const char *method_words(const struct map_plot *self, bool french)
{
    static const struct {
        const char *name, *fr, *en;
    } words[] = {{"quantile", "Classes d’effectifs voisins (nombre de territoires)",
                  "Classes of about equal numbers (number of territories)"},
                 {"equal", "Classes d’amplitude égale (nombre de territoires)",
                  "Classes of equal width (number of territories)"},
                 {"jenks", "Seuils naturels, Jenks (nombre de territoires)",
                  "Natural breaks, Jenks (number of territories)"},
                 {"given", "(nombre de territoires)", "(number of territories)"}};
    size_t k = 0;

    while (k < 3 && strcmp(words[k].name, self->classes.method) != 0)
        k++;
    return french ? words[k].fr : words[k].en;
}

static void add_subtitle(struct plot_context *c, const struct map_plot *self)
{
    struct strbuf *s = &c->figure->subtitle;
    bool french = plot_is_french(c);

    strbuf_addf(s, french ? "%s par %s, %d" : "%s by %s, %d", self->values.label,
                level_label(self->values.level, c->language), self->values.year);
    if (self->zoom_level != NUM_LEVELS)
        strbuf_addf(s, ", %s", self->geography.levels[self->zoom_level].items[self->zoom].name);
}

static bool has_insets(const struct map_plot *self)
{
    for (int f = 0; f < MAP_MAX_FRAMES; f++)
        if (f != self->chart.main_frame && self->chart.extents[f].east > self->chart.extents[f].west)
            return true;
    return false;
}

static void add_source(struct plot_context *c, const struct map_plot *self)
{
    struct strbuf *s = &c->figure->source;
    bool french = plot_is_french(c);
    size_t start;

    strbuf_add(s, french ? "Sources : " : "Sources: ");
    start = s->length;
    for (size_t i = 0; i < self->values.num_items; i++) {
        const char *source = plot_text(&self->table, self->values.items[i].row, "source");
        if (source[0] != '\0')
            plot_add_source(c, start, source);
    }
    strbuf_add(s, french ? "\xC2\xA0; contours : " : "; contours: ");
    strbuf_add(s, self->contour_name ? self->contour_name : french ? "IGN, simplifiés" : "IGN, simplified");
    strbuf_add_char(s, '.');
    if (has_insets(self))
        strbuf_add(s, french ? " Outre-mer : échelles propres." : " Overseas: scales of their own.");
    map_without_say(&self->without, &self->values, c->language, s);
}

static void describe(struct plot_context *c, const struct map_plot *self)
{
    struct strbuf *d = &c->figure->description;
    bool french = plot_is_french(c);

    strbuf_addf(d, "%s. %s.\n", strbuf_text(&c->figure->headline), strbuf_text(&c->figure->subtitle));
    for (int k = self->classes.num_breaks - 2; k >= 0; k--) {
        bool is_one = self->classes.counts[k] == 1;
        strbuf_addf(d, french ? "%s : %d territoire%s\n" : "%s: %d territor%s\n",
                    strbuf_text(&self->classes.labels[k]), self->classes.counts[k],
                    french   ? (is_one ? "" : "s")
                    : is_one ? "y"
                             : "ies");
    }
    if (self->num_missing > 0)
        strbuf_addf(d, french ? "Non disponible : %zu\n" : "Not available: %zu\n", self->num_missing);
    for (int m = 0; m < self->num_marks; m++) {
        strbuf_addf(d, french ? "%s : " : "%s: ", self->marked[m]->name);
        if (isnan(self->marked[m]->value))
            strbuf_add(d, french ? "non disponible" : "not available");
        else
            add_value(self, d, self->marked[m]->value, c->language);
        strbuf_add_char(d, '\n');
    }
    strbuf_addf(d, "%s\n", strbuf_text(&c->figure->source));
}

static void write_csv(struct plot_context *c, const struct map_plot *self)
{
    struct strbuf *csv = &c->figure->csv;

    strbuf_add(csv, "code,name,value,class_low,class_high\n");
    for (size_t t = 0; t < self->shapes.contours.num; t++) {
        const struct territory_value *v =
            territory_values_find(&self->values, self->shapes.contours.codes[t]);
        int class = self->territories[t].class;
        if (class == MAP_CONTEXT)
            continue;
        figure_csv_text(c->figure, self->shapes.contours.codes[t]);
        strbuf_add_char(csv, ',');
        figure_csv_text(c->figure, v ? v->name : "");
        if (class >= 0)
            strbuf_addf(csv, ",%.10g,%.10g,%.10g\n", v->value, self->classes.breaks[class],
                        self->classes.breaks[class + 1]);
        else
            strbuf_add(csv, ",,,\n");
    }
}

/* ---- drawing ----------------------------------------------------------------------------------- */

/* Overseas alone: its first territory with something to show is the map. */
static void find_extents(struct map_plot *self)
{
    struct map_extent *e = self->chart.extents;

    map_shapes_extents(&self->shapes, self->territories, self->zoom_level != NUM_LEVELS ? 0.04 : 0, e);
    while (self->chart.main_frame + 1 < MAP_MAX_FRAMES &&
           !(e[self->chart.main_frame].east > e[self->chart.main_frame].west))
        self->chart.main_frame++;
}

static void fill_legend(struct map_plot *self, bool french)
{
    struct map_chart *chart = &self->chart;

    chart->num_classes = self->classes.num_breaks - 1;
    for (int k = 0; k < chart->num_classes; k++) {
        map_classes_colour(&self->classes, k, chart->classes[k].colour);
        chart->classes[k].label = strbuf_text(&self->classes.labels[k]);
        chart->classes[k].count = self->classes.counts[k];
    }
    chart->num_missing = (int)self->num_missing;
    chart->missing_label = french ? "non disponible" : "not available";
    chart->legend_note = method_words(self, french);
    chart->upper_label = self->upper_level == NUM_LEVELS  ? ""
                         : self->upper_level == LEVEL_REG ? (french ? "limites de régions" : "régions")
                         : self->upper_level == LEVEL_DEP
                             ? (french ? "limites de départements" : "départements")
                             : level_label(self->upper_level, french ? "fr" : "en");
}

static int draw(struct plot_context *c, struct map_plot *self, struct err *err)
{
    struct map_chart *chart = &self->chart;
    struct map_layout layout;
    int status;

    find_extents(self);
    add_finding(c, self);
    add_subtitle(c, self);
    add_source(c, self);
    plot_override_texts(c);
    describe(c, self);
    write_csv(c, self);
    fill_legend(self, plot_is_french(c));
    map_layout(c->figure, chart, &layout);
    status = map_shapes_fill(&self->shapes, self->territories, chart->extents, &layout, err);
    chart->is_clipped = self->zoom_level != NUM_LEVELS;
    chart->points = self->shapes.points;
    chart->rings = self->shapes.rings;
    chart->num_rings = self->shapes.num_rings;
    chart->lines = self->shapes.lines;
    chart->num_lines = self->shapes.num_lines;
    chart->marks = self->marks;
    chart->num_marks = self->num_marks;
    return status == ERR_OK ? chart_map(c->figure, chart, &layout, err) : status;
}

static int prepare(struct plot_context *c, struct map_plot *self, struct err *err)
{
    int status = read_values(self, c, err);

    if (status == ERR_OK && opts_has(c->opts, "zoom"))
        status = read_geography(self, c, err);
    if (status == ERR_OK)
        status = read_zoom(self, c->opts, err);
    if (status == ERR_OK)
        status = read_all_contours(self, c, err);
    if (status == ERR_OK)
        status = collect_values(self, c, err);
    if (status == ERR_OK)
        status = map_classes_make(&self->classes, c->opts, &self->values, self->sorted, self->num_shown,
                                  c->language, err);
    if (status == ERR_OK) {
        classify(self);
        status = add_marks(self, c->opts, err);
    }
    return status;
}

int plot_map(struct plot_context *c, struct err *err)
{
    struct map_plot *self = mem_alloc(1, sizeof *self, err);
    int status;

    if (self == NULL)
        return ERR_LIMIT;
    self->path = c->opts->arguments[1];
    map_without_init(&self->without);
    status = prepare(c, self, err);
    if (status == ERR_OK)
        status = draw(c, self, err);
    map_without_free(&self->without);
    map_classes_free(&self->classes);
    map_shapes_free(&self->shapes);
    territory_values_free(&self->values);
    geography_free(&self->geography);
    table_free(&self->table);
    free(self->territories);
    free(self->sorted);
    free(self);
    return status;
}
