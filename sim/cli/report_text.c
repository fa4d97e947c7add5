#include "sim/cli/report.h"

#include <math.h>
#include <string.h>

#include "sim/cli/plotdata.h"
#include "stats/output/label.h"
#include "stats/output/markup.h"
#include "stats/output/page.h"

/* In French a colon, a semicolon and the like keep to the word before them. */
static void add_french(struct strbuf *out, const char *text)
{
    static const char no_break[] = "\xC2\xA0", opening[] = "« ";

    while (*text != '\0') {
        bool before = text[0] == ' ' && (strchr(":;!?%", text[1] ? text[1] : ' ') != NULL ||
                                         strncmp(text + 1, "»", 2) == 0 || strncmp(text + 1, "€", 3) == 0);
        bool after = strncmp(text, opening, sizeof opening - 1) == 0;
        if (after)
            strbuf_add(out, "«");
        strbuf_add(out, before || after ? no_break : (const char[]){*text, '\0'});
        text += after ? sizeof opening - 1 : 1;
    }
}

void report_escape(struct report *self, const char *text)
{
    struct strbuf spaced = {0};

    if (self->french)
        add_french(&spaced, text);
    markup_text(&self->html, self->french ? strbuf_text(&spaced) : text);
    strbuf_free(&spaced);
}

void report_element(struct report *self, const char *name, const char *class, const char *text)
{
    strbuf_addf(&self->html, "<%s", name);
    if (class != NULL)
        strbuf_addf(&self->html, " class=\"%s\"", class);
    strbuf_add_char(&self->html, '>');
    report_escape(self, text);
    strbuf_addf(&self->html, "</%s>\n", name);
}

/* ---- structure ------------------------------------------------------------------------------ */

void report_section(struct report *self, const char *id, const char *heading)
{
    strbuf_addf(&self->html, "<section id=\"%s\">\n", id);
    report_element(self, "h2", NULL, heading);
}

void report_heading(struct report *self, const char *heading)
{
    report_element(self, "h3", NULL, heading);
}

void report_end_section(struct report *self)
{
    strbuf_add(&self->html, "</section>\n");
}

void report_see(struct report *self, const char *id, const char *text)
{
    strbuf_add(&self->html, "<p class=\"note\">");
    report_escape(self, text);
    strbuf_addf(&self->html, "%s<a href=\"#%s\">%s</a>.</p>\n", report_say(self, "\xC2\xA0: ", ": "), id,
                report_say(self, "en annexe", "in the annex"));
}

void report_paragraph(struct report *self, const char *class, const char *text)
{
    report_element(self, "p", class, text);
}

/* class: as an attribute, "" for none. */
static void begin_table(struct report *self, const char *class, const char *caption,
                        const char *const *columns)
{
    struct strbuf *out = &self->html;

    strbuf_add(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    report_escape(self, caption);
    strbuf_addf(out, "\">\n<table%s>\n", class);
    report_element(self, "caption", NULL, caption);
    strbuf_add(out, "<thead><tr>");
    for (; *columns != NULL; columns++) {
        bool number = (*columns)[0] == '>';
        strbuf_add(out, number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
        report_escape(self, *columns + number);
        strbuf_add(out, "</th>");
    }
    strbuf_add(out, "</tr></thead>\n<tbody>\n");
}

void report_table(struct report *self, const char *caption, const char *const *columns)
{
    int num = 0;

    while (columns[num] != NULL)
        num++;
    begin_table(self, num > 3 ? " class=\"many\"" : "", caption, columns);
}

void report_table_of_numbers(struct report *self, const char *caption, const char *const *columns)
{
    begin_table(self, " class=\"many numbers\"", caption, columns);
}

void report_end_table(struct report *self)
{
    strbuf_add(&self->html, "</tbody>\n</table>\n</div>\n");
}

static void add_small(struct report *self, const char *small)
{
    if (small == NULL || small[0] == '\0')
        return;
    strbuf_add(&self->html, "<span>");
    report_escape(self, small);
    strbuf_add(&self->html, "</span>");
}

void report_begin_row(struct report *self, const char *text, const char *small)
{
    strbuf_add(&self->html, "<tr><th scope=\"row\">");
    report_escape(self, text);
    add_small(self, small);
    strbuf_add(&self->html, "</th>");
}

void report_end_row(struct report *self)
{
    strbuf_add(&self->html, "</tr>\n");
}

void report_cell(struct report *self, const char *class, const char *text, const char *small)
{
    struct strbuf *out = &self->html;
    bool number = class != NULL && strcmp(class, "n") == 0;

    if (class != NULL)
        strbuf_addf(out, "<td class=\"%s\">", class);
    else
        strbuf_add(out, "<td>");
    strbuf_add(out, number ? "<b>" : "");
    if (text != NULL)
        report_escape(self, text);
    strbuf_add(out, number ? "</b>" : "");
    add_small(self, small);
    strbuf_add(out, "</td>");
}

/* ---- numbers -------------------------------------------------------------------------------- */

static const char dash[] = "\xE2\x80\x93";

/* Money with about two significant digits: more would say too much. */
static void add_money(const struct report *self, struct strbuf *out, double value)
{
    double size = fabs(value);
    double divisor = size >= 999500 ? 1e6 : size >= 9950 ? 1e3 : 1; /* below, to hundreds */
    int decimals = divisor == 1e6 && size < 99.5e6 ? 1 : 0;

    if (divisor == 1)
        value = 100 * round(value / 100);
    label_number(out, value / divisor, decimals, self->language);
    strbuf_add(out, "\xC2\xA0");
    strbuf_add(out, divisor == 1e6 ? "M€" : divisor == 1e3 ? "k€" : "€");
}

void report_value(const struct report *self, struct strbuf *out, double value, const char *unit)
{
    if (isnan(value))
        strbuf_add(out, dash);
    else if (strncmp(unit, "EUR", 3) == 0)
        add_money(self, out, value);
    else if (strcmp(unit, "share") == 0 || strcmp(unit, "rate") == 0)
        label_percent(out, value, 1, self->language);
    else if (result_is_discrete(unit) || strcmp(unit, "jobs") == 0)
        label_number(out, value, fabs(value) >= 10 || value == floor(value) ? 0 : 1, self->language);
    else
        label_number(out, value,
                     value == floor(value) || fabs(value) >= 200 ? 0
                     : fabs(value) < 2                           ? 2
                                                                 : 1,
                     self->language);
}

void report_range(const struct report *self, struct strbuf *out, double low, double high, const char *unit)
{
    if (isnan(low) && isnan(high))
        return;
    if (isnan(high))
        strbuf_add(out, report_say(self, "plus de ", "more than "));
    report_value(self, out, low, unit);
    if (isnan(high))
        return;
    strbuf_add(out, report_say(self, " à ", " to "));
    report_value(self, out, high, unit);
}

void report_chance(const struct report *self, struct strbuf *out, double probability)
{
    if (probability > 0.99)
        strbuf_add(out, report_say(self, "plus de 99\xC2\xA0%", "more than 99%"));
    else if (probability < 0.01)
        strbuf_add(out, report_say(self, "moins de 1\xC2\xA0%", "less than 1%"));
    else
        label_percent(out, probability, 0, self->language);
}

/* ---- names ---------------------------------------------------------------------------------- */

const char *report_metric(const struct report *self, const char *metric)
{
    return report_metric_of(self, metric, "");
}

const char *report_metric_of(const struct report *self, const char *metric, const char *unit)
{
    struct plot_context context = {.language = self->language, .counted = counted_of_unit(unit)};

    return plot_metric_label(&context, metric);
}

const char *report_scenario(const struct report *self, const char *scenario)
{
    const struct table *t = &self->results.tables[RESULT_SCENARIOS];

    for (size_t row = 0; row < t->num_rows; row++)
        if (strcmp(result_text(t, row, "scenario"), scenario) == 0) {
            const char *label = result_text(t, row, self->french ? "label_fr" : "label_en");
            return label[0] != '\0' ? label : scenario;
        }
    return scenario;
}

static const char *measure_label(const struct report *self, const char *name, size_t length)
{
    for (size_t i = 0; self->has_pack && i < self->pack.num_measures; i++) {
        const struct pack_measure *m = &self->pack.measures[i];
        const char *label = self->french ? m->label_fr : m->label_en;
        if (strlen(m->name) == length && strncmp(m->name, name, length) == 0 && label[0] != '\0')
            return label;
    }
    return NULL;
}

bool report_is_own_scope(const struct report *self, const char *scope)
{
    const char *colon = strncmp(scope, "territory:", 10) == 0 ? strchr(scope + 10, ':') : NULL;

    return self->territory != NULL && colon != NULL && strcmp(colon + 1, self->code) == 0;
}

void report_scope(const struct report *self, const char *scope, struct strbuf *out)
{
    const char *colon = strchr(scope, ':'), *rest = colon ? colon + 1 : scope, *slash = strchr(rest, '/');
    enum audience audience = audience_find(rest);

    if (scope[0] == '\0' || strcmp(scope, "all") == 0) {
        strbuf_add(out, report_say(self, "ensemble", "all"));
    } else if (strncmp(scope, "audience:", 9) == 0 && audience != NUM_AUDIENCES) {
        strbuf_add(out, audience_label(audience, self->language));
    } else if (strncmp(scope, "measure:", 8) == 0) {
        const char *label = measure_label(self, rest, slash ? (size_t)(slash - rest) : strlen(rest));
        strbuf_add(out, label ? label : rest);
        audience = slash ? audience_find(slash + 1) : NUM_AUDIENCES;
        if (label != NULL && audience != NUM_AUDIENCES)
            strbuf_addf(out, " (%s)", audience_label(audience, self->language));
    } else if (report_is_own_scope(self, scope)) {
        strbuf_add(out, self->territory);
    } else {
        struct plot_context context = {.language = self->language};
        plot_add_scope(&context, scope, out);
    }
}

const char *report_translate(const struct report *self, const char *text)
{
    for (int k = 0; k < 2 && self->french; k++)
        for (size_t row = 0; self->has_translations[k] && row < self->translations[k].num_rows; row++)
            if (strcmp(table_text(&self->translations[k], row, 0), text) == 0)
                return table_text(&self->translations[k], row, 1);
    return text;
}

bool report_is_causal(const struct report *self)
{
    const struct table *t = &self->results.tables[RESULT_SCENARIOS];

    for (size_t row = 0; self->has_results && row < t->num_rows; row++)
        if (strcmp(result_text(t, row, "additionality"), "causal") == 0)
            return true;
    return false;
}

enum counted report_counts(const struct report *self)
{
    const struct table *t;
    size_t row = report_find(self, self->focus, "all", 0, "enrolled_total", &t);

    return t != NULL ? counted_of_unit(result_text(t, row, "unit")) : COUNTED_PEOPLE;
}

size_t report_row(const struct report *self, enum result_kind kind, const char *scenario, const char *scope,
                  int year, const char *metric)
{
    const struct table *t = &self->results.tables[kind];
    const struct table_order *order = &self->orders[kind];
    size_t first, num = table_order_find(order, (const char *[]){scenario, scope, metric}, 3, &first);

    for (size_t i = num; i > 0; i--)
        if (year == 0 || result_number(t, order->rows[first + i - 1], "year") == year)
            return order->rows[first + i - 1];
    return t->num_rows;
}

size_t report_find(const struct report *self, const char *scenario, const char *scope, int year,
                   const char *metric, const struct table **table)
{
    static const enum result_kind kinds[] = {RESULT_PROJECTION, RESULT_COSTS};

    for (int k = 0; k < 2; k++) {
        const struct table *t = &self->results.tables[kinds[k]];
        size_t row = self->results.has[kinds[k]] ? report_row(self, kinds[k], scenario, scope, year, metric)
                                                 : t->num_rows;
        if (row < t->num_rows) {
            *table = t;
            return row;
        }
    }
    *table = NULL;
    return 0;
}
