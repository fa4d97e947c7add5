#include "sim/run/savedrun.h"

#include <stdlib.h>
#include <string.h>

#include "sim/run/varint.h"
#include "stats/base/mem.h"
#include "stats/base/number.h"
#include "stats/base/text.h"

/* ---- the facts ----------------------------------------------------------------------- */

/* One digest for all the tables of a pack, the defaults among them. */
static int pack_digest(const struct pack *pack, char digest[SOURCE_DIGEST_SIZE], struct err *err)
{
    struct strbuf all = {0};
    char one[SOURCE_DIGEST_SIZE];
    int status = ERR_OK;

    for (size_t i = 0; i < pack_num_files(pack) && status == ERR_OK; i++) {
        status = source_digest_file(pack_file(pack, i), one, err);
        strbuf_add(&all, one);
    }
    if (status == ERR_OK)
        status = strbuf_status(&all, err);
    source_digest_text(strbuf_text(&all), all.length, digest);
    strbuf_free(&all);
    return status;
}

static void add_names(const struct model *model, struct strbuf *out)
{
    strbuf_add(out, "scenarios ");
    for (size_t s = 0; s < model->num_scenarios; s++)
        strbuf_addf(out, "%s%s", s ? "," : "", model->scenarios[s].row->name);
}

static void add_choice(const struct layout_choice *choice, struct strbuf *out)
{
    static const char *const scopes[] = {"all", "audience", "territory", "measure", "measure-audience"};
    const char *comma = "";

    strbuf_add(out, "\nscopes ");
    for (int k = 0; k < 5; k++) {
        strbuf_addf(out, "%s%s", choice->scopes[k] ? comma : "", choice->scopes[k] ? scopes[k] : "");
        comma = choice->scopes[k] ? "," : comma;
    }
    strbuf_add(out, "\nmetrics ");
    comma = "";
    for (int m = 0; m < NUM_METRICS; m++) {
        strbuf_addf(out, "%s%s", choice->metrics[m] ? comma : "",
                    choice->metrics[m] ? metric_specs[m].name : "");
        comma = choice->metrics[m] ? "," : comma;
    }
}

/* Everything that must be the same in the run that is extended. */
static int add_facts(const struct model *model, const struct engine_settings *settings, const char *program,
                     struct strbuf *out, struct err *err)
{
    char digest[SOURCE_DIGEST_SIZE];
    int status = pack_digest(model->pack, digest, err);

    strbuf_addf(out, "bassin-accumulators 1\nmodel %d\nprogram %s\npack %s\n", SAVED_MODEL_VERSION, program,
                digest);
    add_names(model, out);
    add_choice(&settings->choice, out);
    strbuf_addf(out, "\nseed %llu\npoints %s\nfirst_draw %llu\n", (unsigned long long)settings->seed,
                settings->points == POINTS_SOBOL ? "sobol" : "random",
                (unsigned long long)settings->first_draw);
    return status == ERR_OK ? strbuf_status(out, err) : status;
}

/* ---- the numbers ---------------------------------------------------------------------- */

static size_t num_accumulators(const struct engine_results *r)
{
    return engine_index(r, r->model->num_scenarios, 0, 0, 0);
}

static size_t num_unit_costs(const struct engine_results *r)
{
    return r->model->num_scenarios * r->layout.num_scopes * NUM_UNIT_COSTS;
}

/* Counts of the bins from the least value to the greatest; a zero is followed by
 * how many more there are. */
static void write_bins(const struct histogram *h, struct strbuf *out)
{
    int64_t first = h->least >> h->shift, last = h->greatest >> h->shift;

    for (int64_t k = first; k <= last; k++) {
        uint64_t zeros = 0;
        varint_write(out, h->bins[k - h->first]);
        if (h->bins[k - h->first] != 0)
            continue;
        while (h->bins[k + 1 - h->first] == 0) { /* the last is not */
            zeros++;
            k++;
        }
        varint_write(out, zeros);
    }
}

static int read_bins(struct histogram *h, struct varint_reader *in, struct err *err)
{
    int64_t span = (h->greatest >> h->shift) - (h->least >> h->shift) + 1;
    uint64_t total = 0;

    if (span < 1 || span > HISTOGRAM_MAX_BINS) {
        in->has_failed = true;
        return ERR_OK;
    }
    h->bins = mem_alloc((size_t)span, sizeof *h->bins, err);
    if (h->bins == NULL)
        return ERR_LIMIT;
    h->num_bins = (int)span;
    h->first = h->least >> h->shift;
    for (int64_t k = 0; k < span && !in->has_failed; k++) {
        uint64_t count = varint_read(in);
        uint64_t zeros = count == 0 ? varint_read(in) : 0;
        h->bins[k] = (uint32_t)count;
        in->has_failed |= count > UINT32_MAX || zeros >= (uint64_t)(span - k);
        total += count;
        k += in->has_failed ? 0 : (int64_t)zeros;
    }
    in->has_failed |= total != h->count;
    return ERR_OK;
}

/* Means that are not known for all draws are known for none: which of them are
 * depends on the blocks that the run was cut into. */
static void write_accumulator(const struct accumulator *a, struct strbuf *out)
{
    const struct histogram *h = &a->histogram;
    bool has_means = a->num_means == h->count;

    varint_write(out, h->count);
    if (h->count == 0)
        return;
    varint_write(out, (unsigned)h->shift);
    varint_write_signed(out, h->least);
    varint_write_signed(out, h->greatest);
    write_bins(h, out);
    varint_write_wide(out, a->sum);
    varint_write_wide(out, a->sum_squares);
    varint_write(out, has_means);
    if (has_means) {
        varint_write_wide(out, a->mean_sum);
        varint_write_wide(out, a->mean_sum_squares);
        varint_write_wide(out, a->deviation_squares);
    }
    varint_write(out, a->replicates != NULL);
    for (int r = 0; a->replicates != NULL && r < SOBOL_REPLICATES; r++) {
        varint_write(out, a->replicates->draws[r]);
        varint_write_wide(out, a->replicates->sums[r]);
        varint_write_wide(out, has_means ? a->replicates->mean_sums[r] : 0);
    }
}

static int read_replicates(struct accumulator *a, struct varint_reader *in, struct err *err)
{
    if (varint_read(in) == 0)
        return ERR_OK;
    a->replicates = mem_alloc(1, sizeof *a->replicates, err);
    if (a->replicates == NULL)
        return ERR_LIMIT;
    for (int r = 0; r < SOBOL_REPLICATES; r++) {
        a->replicates->draws[r] = varint_read(in);
        a->replicates->sums[r] = varint_read_wide(in);
        a->replicates->mean_sums[r] = varint_read_wide(in);
    }
    return ERR_OK;
}

static int read_accumulator(struct accumulator *a, struct varint_reader *in, struct err *err)
{
    struct histogram *h = &a->histogram;
    uint64_t shift;

    h->count = varint_read(in);
    if (h->count == 0)
        return ERR_OK;
    shift = varint_read(in);
    h->least = varint_read_signed(in);
    h->greatest = varint_read_signed(in);
    in->has_failed |= shift > 62 || h->least > h->greatest;
    h->shift = in->has_failed ? 0 : (int)shift;
    if (in->has_failed)
        return ERR_OK;
    if (read_bins(h, in, err) != ERR_OK)
        return ERR_LIMIT;
    a->sum = varint_read_wide(in);
    a->sum_squares = varint_read_wide(in);
    if (varint_read(in) != 0) {
        a->num_means = h->count;
        a->mean_sum = varint_read_wide(in);
        a->mean_sum_squares = varint_read_wide(in);
        a->deviation_squares = varint_read_wide(in);
    }
    return read_replicates(a, in, err);
}

static void write_counts(const struct engine_results *r, struct strbuf *out)
{
    for (size_t i = 0; i < num_unit_costs(r); i++)
        varint_write(out, r->undefined[i]);
    for (size_t i = 0; i < r->model->num_scenarios * r->model->pack->num_targets; i++) {
        varint_write(out, r->targets[i].hits);
        for (int k = 0; k < SOBOL_REPLICATES; k++)
            varint_write(out, r->targets[i].hits_of[k]);
    }
    for (int k = 0; k < SOBOL_REPLICATES; k++)
        varint_write(out, r->draws_of[k]);
}

static void read_counts(struct engine_results *r, struct varint_reader *in)
{
    for (size_t i = 0; i < num_unit_costs(r); i++)
        r->undefined[i] = varint_read(in);
    for (size_t i = 0; i < r->model->num_scenarios * r->model->pack->num_targets; i++) {
        r->targets[i].hits = varint_read(in);
        for (int k = 0; k < SOBOL_REPLICATES; k++)
            r->targets[i].hits_of[k] = varint_read(in);
    }
    for (int k = 0; k < SOBOL_REPLICATES; k++)
        r->draws_of[k] = varint_read(in);
}

/* ---- the file --------------------------------------------------------------------------- */

int saved_run_write(const struct engine_results *r, const char *program, struct strbuf *out, struct err *err)
{
    struct strbuf body = {0};
    char digest[SOURCE_DIGEST_SIZE];
    int status = add_facts(r->model, &r->settings, program, out, err);

    for (size_t i = 0; i < num_accumulators(r); i++) {
        write_accumulator(&r->values[i], &body);
        write_accumulator(&r->differences[i], &body);
    }
    for (size_t i = 0; i < num_unit_costs(r); i++)
        write_accumulator(&r->unit_costs[i], &body);
    write_counts(r, &body);
    if (status == ERR_OK)
        status = strbuf_status(&body, err);
    source_digest_text(strbuf_text(&body), body.length, digest);
    strbuf_addf(out, "draws %llu\nsum %s\n\n", (unsigned long long)r->num_draws, digest);
    strbuf_add_bytes(out, strbuf_text(&body), body.length);
    strbuf_free(&body);
    return status == ERR_OK ? strbuf_status(out, err) : status;
}

static int damaged(const struct saved_run *self, struct err *err)
{
    return err_set(err, ERR_DATA, "%s: not a file of 'bassin project --keep', or damaged", self->name);
}

/* As much of a line as a message has room for. */
static int shown(size_t length)
{
    return length < 100 ? (int)length : 100;
}

/* Compares the facts line by line and names the first that differs. */
static int compare_facts(struct saved_run *self, const char *facts, struct err *err)
{
    size_t at = 0;

    while (*facts != '\0') {
        size_t wanted = strcspn(facts, "\n"), given = strcspn(self->bytes + at, "\n"), key = 0;
        while (key < wanted && facts[key] != ' ' && facts[key] == self->bytes[at + key])
            key++;
        if (facts[key] != ' ' || self->bytes[at + key] != ' ')
            return damaged(self, err);
        if (wanted != given || memcmp(facts, self->bytes + at, wanted) != 0)
            return err_set(
                err, ERR_DATA,
                "%s cannot be extended by this run: it was made with '%.*s', and this run has '%.*s'",
                self->name, shown(given), self->bytes + at, shown(wanted), facts);
        facts += wanted + 1;
        at += given + 1;
    }
    self->body = at;
    return ERR_OK;
}

static int read_end_of_facts(struct saved_run *self, struct err *err)
{
    const char *at = self->bytes + self->body, *end = strstr(at, "\n\n");
    char digest[SOURCE_DIGEST_SIZE];
    int64_t draws;

    if (end == NULL || !text_starts_with(at, "draws "))
        return damaged(self, err);
    at += strlen("draws ");
    if (number_parse_integer(at, strcspn(at, "\n"), &draws) != NUMBER_OK || draws < 1)
        return damaged(self, err);
    self->num_draws = (uint64_t)draws;
    self->body = (size_t)(end - self->bytes) + 2;
    source_digest_text(self->bytes + self->body, self->length - self->body, digest);
    at += strcspn(at, "\n");
    if (!text_starts_with(at, "\nsum ") || (size_t)(end - at) != 5 + strlen(digest) ||
        memcmp(at + 5, digest, strlen(digest)) != 0)
        return damaged(self, err);
    return ERR_OK;
}

int saved_run_read(struct saved_run *self, const char *path, const struct model *model,
                   const struct engine_settings *settings, const char *program, struct err *err)
{
    struct strbuf facts = {0};
    struct err own = {0};
    int status;

    *self = (struct saved_run){0};
    self->name = mem_copy_text(path, strlen(path), err);
    status = self->name ? source_read_bytes(path, &self->bytes, &self->length, &own) : ERR_LIMIT;
    if (own.code != ERR_OK)
        err_set(err, own.code, "%s (--extend takes the folder of a run made with --keep)", own.message);
    if (status == ERR_OK)
        status = add_facts(model, settings, program, &facts, err);
    if (status == ERR_OK)
        status = compare_facts(self, strbuf_text(&facts), err);
    if (status == ERR_OK)
        status = read_end_of_facts(self, err);
    strbuf_free(&facts);
    return status;
}

void saved_run_free(struct saved_run *self)
{
    free(self->name);
    free(self->bytes);
    *self = (struct saved_run){0};
}

int saved_run_restore(const struct saved_run *self, struct engine_results *r, struct err *err)
{
    const unsigned char *bytes = (const unsigned char *)self->bytes;
    struct varint_reader in = {bytes + self->body, bytes + self->length, false};
    int status = ERR_OK;

    for (size_t i = 0; i < num_accumulators(r) && status == ERR_OK && !in.has_failed; i++) {
        status = read_accumulator(&r->values[i], &in, err);
        if (status == ERR_OK)
            status = read_accumulator(&r->differences[i], &in, err);
    }
    for (size_t i = 0; i < num_unit_costs(r) && status == ERR_OK && !in.has_failed; i++)
        status = read_accumulator(&r->unit_costs[i], &in, err);
    if (status != ERR_OK)
        return status;
    read_counts(r, &in);
    for (int k = 0; k < SOBOL_REPLICATES; k++)
        r->num_draws += r->draws_of[k];
    if (in.has_failed || in.at != in.end || r->num_draws != self->num_draws)
        return damaged(self, err);
    return ERR_OK;
}
