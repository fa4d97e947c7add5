#include "sim/cli/onerun.h"

/* Of the results: given to merge, and the same there. */
static void add_given(const struct opts *opts, struct strbuf *out)
{
    static const char *const names[] = {"drivers", "keep", "xlsx"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (opts_has(opts, names[i]))
            strbuf_addf(out, " --%s", names[i]);
    if (opts_has(opts, "csv-style"))
        strbuf_addf(out, " --csv-style %s", opts_text(opts, "csv-style", ""));
    if (opts_has(opts, "drivers-of"))
        strbuf_addf(out, " --drivers-of %s", opts_text(opts, "drivers-of", ""));
    if (opts_has(opts, "licence"))
        strbuf_addf(out, " --licence %s", opts_text(opts, "licence", ""));
}

static void add_item(struct strbuf *out, const char *name, bool *is_first, const char *item)
{
    if (*is_first)
        strbuf_addf(out, " --%s ", name);
    strbuf_addf(out, "%s%s", *is_first ? "" : ",", item);
    *is_first = false;
}

static void add_scenarios(const struct projection *self, struct strbuf *out)
{
    bool is_first = true;

    if (self->model.num_scenarios == self->pack.num_scenarios)
        return;
    for (size_t s = 0; s < self->model.num_scenarios; s++)
        add_item(out, "scenario", &is_first, self->model.scenarios[s].row->name);
}

static void add_scopes(const struct layout_choice *choice, struct strbuf *out)
{
    bool is_first = true, is_usual = true;

    for (int k = 0; k < NUM_SCOPE_KINDS; k++)
        is_usual &= choice->scopes[k] == (k <= SCOPE_MEASURE);
    for (int k = 0; k < NUM_SCOPE_KINDS && !is_usual; k++)
        if (choice->scopes[k])
            add_item(out, "scopes", &is_first, layout_scope_names[k]);
}

static void add_metrics(const struct layout_choice *choice, struct strbuf *out)
{
    bool is_first = true, are_all = true;

    for (int m = 0; m < NUM_METRICS; m++)
        are_all &= choice->metrics[m];
    for (int m = 0; m < NUM_METRICS && !are_all; m++)
        if (choice->metrics[m])
            add_item(out, "metrics", &is_first, metric_specs[m].name);
}

void one_run_options(const struct projection *self, struct strbuf *out)
{
    const struct engine_settings *s = &self->settings;

    if (s->first_draw > 0)
        strbuf_addf(out, "--first-draw %llu ", (unsigned long long)s->first_draw);
    strbuf_addf(out, "--draws %llu --seed %llu", (unsigned long long)s->num_draws,
                (unsigned long long)s->seed);
    strbuf_add(out, s->points == POINTS_SOBOL ? " --points sobol" : "");
    strbuf_add(out, s->twin_means ? " --means twin" : s->without_twin ? " --means draws" : "");
    add_scenarios(self, out);
    add_scopes(&s->choice, out);
    add_metrics(&s->choice, out);
    add_given(self->opts, out);
}
