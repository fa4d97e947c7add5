#include "sim/cli/dryrun.h"

#include <math.h>
#include <stdio.h>

#include "sim/cli/message.h"
#include "stats/base/catalogue.h"
#include "stats/base/number.h"
#include "stats/data/csvout.h"

void dry_run_free(struct dry_run *self)
{
    tempfolder_remove(&self->folder);
}

/* A run as it will be. */
struct prediction {
    struct forecast_cost cost;
    double pack_seconds, results_seconds, seconds;
    double results_bytes;
};

static struct prediction predict(const struct dry_run *self, const struct engine_results *results)
{
    struct prediction p = {.cost = forecast_end(&self->forecast, results, forecast_peak_bytes())};
    double written = self->draws_bytes + self->other_bytes;

    p.results_bytes =
        self->draws_bytes * (double)self->forecast.num_draws / (double)results->num_draws + self->other_bytes;
    p.pack_seconds = self->forecast.processor; /* all until then */
    p.results_seconds = (self->ended - self->stopped) * p.results_bytes / written;
    p.seconds = p.pack_seconds + p.cost.start_seconds + p.cost.draws_seconds + p.results_seconds;
    return p;
}

static size_t num_cohorts(const struct model *model)
{
    size_t num = 0;

    for (size_t s = 0; s < model->num_scenarios; s++)
        num += model->scenarios[s].num_cohorts;
    return num;
}

static void write_line(struct csvout *out, const char *quantity, double value, const char *unit)
{
    csvout_text(out, quantity);
    csvout_number(out, value, 4);
    csvout_text(out, unit);
    csvout_end(out);
}

static void write_count(struct csvout *out, const char *quantity, uint64_t value)
{
    csvout_text(out, quantity);
    csvout_integer(out, (int64_t)value);
    csvout_text(out, "");
    csvout_end(out);
}

static void write_lines(struct csvout *out, const struct dry_run *self, const struct engine_results *results,
                        const struct prediction *p)
{
    static const char *const names[] = {"quantity", "value", "unit", NULL};

    csvout_header(out, names);
    write_count(out, "draws", self->forecast.num_draws);
    write_count(out, "draws_tried", results->num_draws);
    write_count(out, "threads", (uint64_t)results->settings.threads);
    write_count(out, "scenarios", results->model->num_scenarios);
    write_count(out, "cohorts", num_cohorts(results->model));
    write_count(out, "scopes", results->layout.num_scopes);
    write_count(out, "years", (uint64_t)results->layout.num_years);
    write_line(out, "time", p->seconds, "s");
    write_line(out, "time_pack", p->pack_seconds, "s");
    write_line(out, "time_start", p->cost.start_seconds, "s");
    write_line(out, "time_draws", p->cost.draws_seconds, "s");
    write_line(out, "time_results", p->results_seconds, "s");
    write_line(out, "processor_time_draw", 1e6 * p->cost.processor_seconds_per_draw, "us");
    write_line(out, "memory", p->cost.memory_bytes / 1e6, "MB");
    write_line(out, "memory_histograms", p->cost.histogram_bytes / 1e6, "MB");
    write_line(out, "results", p->results_bytes / 1e6, "MB");
}

static const char *longest(const struct prediction *p)
{
    double fixed = p->pack_seconds + p->cost.start_seconds;

    if (p->cost.draws_seconds >= fmax(fixed, p->results_seconds))
        return _("the draws: fewer draws, scenarios, scopes or metrics make it shorter");
    return fixed >= p->results_seconds ? _("reading and checking the pack") : _("writing the results");
}

/* Two digits, without an exponent. */
static const char *rounded(char out[NUMBER_TEXT_SIZE], double value)
{
    snprintf(out, NUMBER_TEXT_SIZE, value >= 99.5 ? "%.0f" : "%.2g", value);
    return out;
}

static void say(const struct dry_run *self, const struct engine_results *results, const struct prediction *p)
{
    char seconds[NUMBER_TEXT_SIZE], memory[NUMBER_TEXT_SIZE], histograms[NUMBER_TEXT_SIZE],
        files[NUMBER_TEXT_SIZE];

    message_note("%llu draws on %d thread%s: about %s s, %s MB of memory (%s MB of it histograms), "
                 "%s MB of results, on a machine with nothing else to do; most of the time goes to %s",
                 (unsigned long long)self->forecast.num_draws, results->settings.threads,
                 results->settings.threads == 1 ? "" : "s", rounded(seconds, p->seconds),
                 rounded(memory, p->cost.memory_bytes / 1e6),
                 rounded(histograms, p->cost.histogram_bytes / 1e6), rounded(files, p->results_bytes / 1e6),
                 longest(p));
}

int dry_run_report(const struct dry_run *self, const struct engine_results *results, struct err *err)
{
    struct prediction p = predict(self, results);
    struct outfile file = {0};
    struct csvout out;
    int status = outfile_open(&file, "-", false, err);

    if (status == ERR_OK) {
        csvout_init(&out, &file, CSV_STYLE_STANDARD);
        write_lines(&out, self, results, &p);
        csvout_free(&out);
        status = outfile_commit(&file, err);
    }
    outfile_free(&file);
    if (status == ERR_OK)
        say(self, results, &p);
    return status;
}
