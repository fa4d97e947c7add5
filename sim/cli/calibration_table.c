#include "sim/cli/calibration_table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sim/cli/message.h"
#include "sim/model/counting.h"
#include "stats/base/catalogue.h"
#include "stats/base/number.h"

enum { DIGITS = 8 };

/* ---- what was learned ---------------------------------------------------------------- */

static void write_year(const struct pack_assumption *row, struct csvout *out)
{
    csvout_number(out, isinf(row->from_year) ? NAN : row->from_year, 0);
}

static void write_belief(const struct belief *belief, struct csvout *out)
{
    csvout_number(out, belief->mean, DIGITS);
    csvout_number(out, belief->interval.low, DIGITS);
    csvout_number(out, belief->interval.high, DIGITS);
}

static bool has_cycle(const struct model *model, const struct scenario *s)
{
    size_t v = param_variable(&s->run_params[PARAM_MACRO_SD], 0);

    return v != NO_VARIABLE &&
           !(model->variables[v].dist.family == DIST_FIXED && model->variables[v].dist.value == 0);
}

static void write_ignored(const struct update *u, const struct model *model, const struct scenario *s,
                          struct csvout *out)
{
    enum param param = u->prior->param;
    bool is_employment = param >= PARAM_EMPLOYMENT_6 && param <= PARAM_EMPLOYMENT_24;
    const char *ignored = is_employment && !has_cycle(model, s) ? "" : counting_of(param)->ignored;
    char text[256];

    if (u->posterior.learning == LEARN_NOTHING)
        ignored = "";
    snprintf(text, sizeof text, "%s%s%s", ignored,
             ignored[0] && u->correlations && u->posterior.learning != LEARN_NOTHING ? "; " : "",
             u->correlations && u->posterior.learning != LEARN_NOTHING
                 ? "what the count says of the parameters correlated with it"
                 : "");
    csvout_text(out, text);
}

/* The flags that apply, apart by spaces; out has room for all of them. */
static const char *flags_of(const struct update *u, char out[32])
{
    snprintf(out, 32, "%s%s%s", u->posterior.p < CALIBRATE_CONFLICT ? " conflict" : "",
             u->same_share < CALIBRATE_CONFLICT ? " uneven" : "",
             u->is_shared && u->posterior.learning != LEARN_NOTHING ? " shared" : "");
    return out[0] ? out + 1 : out;
}

static void write_update(const struct update *u, const struct model *model, const struct scenario *s,
                         struct csvout *out)
{
    const struct posterior *post = &u->posterior;
    char text[2 * SCOPE_TEXT_SIZE], flags[32];

    csvout_text(out, s->row->name);
    scope_text(&u->prior->scope, text);
    csvout_text(out, text);
    csvout_text(out, param_specs[u->prior->param].name);
    write_year(u->prior, out);
    dist_describe(&u->prior->dist, text, sizeof text);
    csvout_text(out, text);
    csvout_text(out, status_mark_name(u->prior->status));
    write_belief(&post->before, out);
    csvout_integer(out, u->count);
    csvout_integer(out, u->of);
    csvout_number(out, (double)u->count / (double)u->of, DIGITS);
    dist_describe(&post->dist, text, sizeof text);
    csvout_text(out, text);
    write_belief(&post->after, out);
    csvout_text(out, learning_name(post->learning));
    csvout_number(out, isnan(post->ess) ? NAN : floor(post->ess), 0);
    csvout_number(out, post->loss, 3);
    csvout_number(out, post->p, 6);
    csvout_number(out, u->same_share, 6);
    csvout_text(out, flags_of(u, flags));
    csvout_text(out, u->lines);
    write_ignored(u, model, s, out);
    csvout_end(out);
}

void calibration_write(const struct calibration *self, const struct model *model, struct csvout *out)
{
    static const char *const names[] = {
        "scenario",   "scope",          "parameter",     "from_year",      "prior",  "prior_status",
        "prior_mean", "prior_low",      "prior_high",    "count",          "of",     "share",
        "posterior",  "posterior_mean", "posterior_low", "posterior_high", "method", "ess",
        "loss",       "p_value",        "same_share_p",  "flags",          "lines",  "ignored",
        NULL};

    csvout_header(out, names);
    for (size_t i = 0; i < self->num_updates; i++)
        write_update(&self->updates[i], model, self->scenario, out);
}

/* ---- assumptions ------------------------------------------------------------------------ */

static const char *file_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static void write_source(const struct update *u, const char *observed, struct csvout *out,
                         struct strbuf *text)
{
    char before[160];

    dist_describe(&u->prior->dist, before, sizeof before);
    strbuf_clear(text);
    strbuf_addf(text, "observed: %s, line%s %s: %lld of %lld; before %s, %s: %s", file_of(observed),
                u->num_lines > 1 ? "s" : "", u->lines, (long long)u->count, (long long)u->of, before,
                status_mark_name(u->prior->status), u->prior->source);
    csvout_text(out, strbuf_text(text));
}

static void write_values(const struct dist *dist, struct csvout *out, struct strbuf *text)
{
    char number[NUMBER_TEXT_SIZE];

    strbuf_clear(text);
    for (int i = 0; i < dist->num_values; i++) {
        number_format_digits(dist->values[i], DIGITS, number);
        strbuf_addf(text, "%s%s", i > 0 ? " " : "", number);
    }
    csvout_text(out, strbuf_text(text));
}

static void write_posterior(const struct update *u, const struct scenario *s, const char *observed,
                            struct csvout *out, struct strbuf *text)
{
    const struct dist *dist = &u->posterior.dist;
    char scope[2 * SCOPE_TEXT_SIZE];

    csvout_text(out, s->row->name);
    scope_text(&u->prior->scope, scope);
    csvout_text(out, scope);
    csvout_text(out, param_specs[u->prior->param].name);
    write_year(u->prior, out);
    csvout_text(out, dist_family_name(dist->family));
    csvout_number(out, dist->value, 0);
    csvout_number(out, dist->n, 0);
    csvout_number(out, dist->sd, 0);
    csvout_number(out, dist->min, 0);
    csvout_number(out, dist->max, 0);
    write_values(dist, out, text);
    csvout_text(out, param_specs[u->prior->param].unit);
    write_source(u, observed, out, text);
    csvout_text(out, status_mark_name(STATUS_OBSERVED));
    csvout_end(out);
}

/* The posterior that takes the place of a row of the table, or NULL. */
static const struct update *update_at(const struct calibration *self, long line)
{
    for (size_t i = 0; i < self->num_updates; i++) {
        const struct update *u = &self->updates[i];
        if (u->posterior.learning != LEARN_NOTHING && update_replaces(u, self->scenario) &&
            u->prior->place.line == line)
            return u;
    }
    return NULL;
}

static void write_row(const struct table *t, size_t row, const char *const *names, struct csvout *out)
{
    for (; *names != NULL; names++) {
        size_t c = table_find(t, *names);
        if (c < t->num_columns && t->columns[c].kind != FIELD_TEXT)
            csvout_number(out, table_number(t, row, c), 0);
        else
            csvout_text(out, c < t->num_columns ? table_text(t, row, c) : "");
    }
    csvout_end(out);
}

int calibration_write_assumptions(const struct calibration *self, const struct table *assumptions,
                                  const char *observed, struct csvout *out, struct err *err)
{
    static const char *const names[] = {"scenario", "scope", "parameter", "from_year", "distribution",
                                        "value",    "n",     "sd",        "min",       "max",
                                        "values",   "unit",  "source",    "status",    NULL};
    struct strbuf text = {0};
    int status;

    csvout_header(out, names);
    for (size_t row = 0; row < assumptions->num_rows; row++) {
        const struct update *u = update_at(self, assumptions->lines[row]);
        if (u != NULL)
            write_posterior(u, self->scenario, observed, out, &text);
        else
            write_row(assumptions, row, names, out);
    }
    for (size_t i = 0; i < self->num_updates; i++) {
        const struct update *u = &self->updates[i];
        if (u->posterior.learning != LEARN_NOTHING && !update_replaces(u, self->scenario))
            write_posterior(u, self->scenario, observed, out, &text);
    }
    status = strbuf_status(&text, err);
    strbuf_free(&text);
    return status;
}

/* ---- for a person ------------------------------------------------------------------------- */

static void say_scope(const struct pack_assumption *row, char *out, size_t size)
{
    char scope[2 * SCOPE_TEXT_SIZE], year[16] = "";

    scope_text(&row->scope, scope);
    if (!isinf(row->from_year))
        snprintf(year, sizeof year, " from %.0f", row->from_year);
    snprintf(out, size, "%s%s", scope, year);
}

void calibration_say(const struct calibration *self)
{
    char scope[2 * SCOPE_TEXT_SIZE + 16], counts[48], flags[32];

    message_note("mean and 90 %% interval before, counts, mean and 90 %% interval after");
    for (size_t i = 0; i < self->num_updates; i++) {
        const struct update *u = &self->updates[i];
        const struct belief *a = &u->posterior.before, *b = &u->posterior.after;
        say_scope(u->prior, scope, sizeof scope);
        snprintf(counts, sizeof counts, _("%lld of %lld"), (long long)u->count, (long long)u->of);
        message_note("  %-16s %-28s %.3f (%.3f-%.3f) %12s  %.3f (%.3f-%.3f)%s%s%s",
                     param_specs[u->prior->param].name, scope, a->mean, a->interval.low, a->interval.high,
                     counts, b->mean, b->interval.low, b->interval.high,
                     u->posterior.learning == LEARN_NOTHING ? _("  fixed: unchanged") : "",
                     flags_of(u, flags)[0] ? "  " : "", flags_of(u, flags));
    }
}
