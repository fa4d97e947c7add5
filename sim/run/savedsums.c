#include "sim/run/savedsums.h"

#include <stdlib.h>

#include "stats/base/mem.h"

/* What no sum of a run comes near to, so that sums of several files stay within their types. */
enum { VALUE_BITS = 61, SUM_BITS = 120 };

static size_t num_accumulators(const struct engine_results *r)
{
    return engine_index(r, r->model->num_scenarios, 0, 0, 0);
}

static size_t num_unit_costs(const struct engine_results *r)
{
    return r->model->num_scenarios * r->layout.num_scopes * NUM_UNIT_COSTS;
}

static size_t num_targets(const struct engine_results *r)
{
    return r->model->num_scenarios * r->model->pack->num_targets;
}

/* ---- writing -------------------------------------------------------------------------- */

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

static void write_replicates(const struct accumulator *a, bool has_means, struct strbuf *out)
{
    varint_write(out, a->replicates != NULL);
    for (int r = 0; a->replicates != NULL && r < SOBOL_REPLICATES; r++) {
        varint_write(out, a->replicates->draws[r]);
        varint_write_wide(out, a->replicates->sums[r]);
        varint_write_wide(out, has_means ? a->replicates->mean_sums[r] : 0);
    }
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
    write_replicates(a, has_means, out);
}

static void write_counts(const struct engine_results *r, struct strbuf *out)
{
    for (size_t i = 0; i < num_unit_costs(r); i++)
        varint_write(out, r->undefined[i]);
    for (size_t i = 0; i < num_targets(r); i++) {
        varint_write(out, r->targets[i].hits);
        for (int k = 0; k < SOBOL_REPLICATES; k++)
            varint_write(out, r->targets[i].hits_of[k]);
    }
    for (int k = 0; k < SOBOL_REPLICATES; k++)
        varint_write(out, r->draws_of[k]);
}

/* Packs what has been gathered, a few kilobytes at a time. */
static int pack_gathered(struct strbuf *gathered, struct packer *out, struct err *err)
{
    int status = strbuf_status(gathered, err);

    if (status == ERR_OK)
        packer_add(out, strbuf_text(gathered), gathered->length);
    strbuf_clear(gathered);
    return status;
}

int saved_sums_write(const struct engine_results *r, struct packer *out, struct err *err)
{
    struct strbuf gathered = {0};
    int status = ERR_OK;

    for (size_t i = 0; i < num_accumulators(r) && status == ERR_OK; i++) {
        write_accumulator(&r->values[i], &gathered);
        write_accumulator(&r->differences[i], &gathered);
        status = pack_gathered(&gathered, out, err);
    }
    for (size_t i = 0; i < num_unit_costs(r) && status == ERR_OK; i++) {
        write_accumulator(&r->unit_costs[i], &gathered);
        status = pack_gathered(&gathered, out, err);
    }
    write_counts(r, &gathered);
    if (status == ERR_OK)
        status = pack_gathered(&gathered, out, err);
    strbuf_free(&gathered);
    return status;
}

/* ---- reading -------------------------------------------------------------------------- */

static void refuse_unless(struct varint_reader *in, bool holds)
{
    in->has_failed |= !holds;
}

static wide read_sum(struct varint_reader *in)
{
    wide sum = varint_read_wide(in);

    refuse_unless(in, sum >> SUM_BITS == 0 || sum >> SUM_BITS == -1);
    return in->has_failed ? 0 : sum;
}

static int64_t read_value(struct varint_reader *in)
{
    int64_t value = varint_read_signed(in);

    refuse_unless(in, value >> VALUE_BITS == 0 || value >> VALUE_BITS == -1);
    return in->has_failed ? 0 : value;
}

static uint64_t read_count(struct varint_reader *in, uint64_t most)
{
    uint64_t count = varint_read(in);

    refuse_unless(in, count <= most);
    return in->has_failed ? 0 : count;
}

/* The least and the greatest value are in the first and the last bin. */
static void read_counts_of_bins(struct histogram *h, struct varint_reader *in)
{
    uint64_t total = 0;
    int k = 0;

    while (k < h->num_bins && !in->has_failed) {
        uint64_t count = read_count(in, h->count);
        uint64_t zeros = count == 0 ? read_count(in, (uint64_t)(h->num_bins - 1 - k)) : 0;
        h->bins[k] = (uint32_t)count;
        total += count;
        k += 1 + (int)zeros;
    }
    refuse_unless(in, total == h->count && h->bins[0] > 0 && h->bins[h->num_bins - 1] > 0);
}

static int read_histogram(struct histogram *h, struct varint_reader *in, struct err *err)
{
    uint64_t shift = varint_read(in);

    h->least = read_value(in);
    h->greatest = read_value(in);
    refuse_unless(in, h->least <= h->greatest);
    if (in->has_failed)
        return ERR_OK;
    h->shift = histogram_shift(h->least, h->greatest);
    h->first = h->least >> h->shift;
    h->num_bins = (int)((h->greatest >> h->shift) - h->first + 1);
    refuse_unless(in, shift == (uint64_t)h->shift);
    h->bins = mem_alloc((size_t)h->num_bins, sizeof *h->bins, err);
    if (h->bins == NULL)
        return ERR_LIMIT;
    read_counts_of_bins(h, in);
    return ERR_OK;
}

static int read_replicates(struct accumulator *a, struct varint_reader *in, struct err *err)
{
    if (varint_read(in) == 0)
        return ERR_OK;
    a->replicates = mem_alloc(1, sizeof *a->replicates, err);
    if (a->replicates == NULL)
        return ERR_LIMIT;
    for (int r = 0; r < SOBOL_REPLICATES; r++) {
        a->replicates->draws[r] = read_count(in, a->histogram.count);
        a->replicates->sums[r] = read_sum(in);
        a->replicates->mean_sums[r] = read_sum(in);
    }
    return ERR_OK;
}

static int read_accumulator(struct accumulator *a, struct varint_reader *in, uint64_t num_draws,
                            struct err *err)
{
    int status;

    a->histogram.count = read_count(in, num_draws < UINT32_MAX ? num_draws : UINT32_MAX);
    if (a->histogram.count == 0)
        return ERR_OK;
    status = read_histogram(&a->histogram, in, err);
    if (status != ERR_OK || in->has_failed)
        return status;
    a->sum = read_sum(in);
    a->sum_squares = read_sum(in);
    if (varint_read(in) != 0) {
        a->num_means = a->histogram.count;
        a->mean_sum = read_sum(in);
        a->mean_sum_squares = read_sum(in);
        a->deviation_squares = read_sum(in);
    }
    return read_replicates(a, in, err);
}

static int add_accumulator(struct accumulator *self, struct varint_reader *in, uint64_t num_draws,
                           struct err *err)
{
    struct accumulator read = {0};
    int status = read_accumulator(&read, in, num_draws, err);

    refuse_unless(in, self->histogram.count + read.histogram.count <= UINT32_MAX);
    if (status == ERR_OK && !in->has_failed)
        status = accumulator_merge(self, &read, err);
    accumulator_free(&read);
    return status;
}

static void add_counts(struct engine_results *r, struct varint_reader *in, uint64_t num_draws)
{
    uint64_t total = 0;

    for (size_t i = 0; i < num_unit_costs(r); i++)
        r->undefined[i] += read_count(in, num_draws);
    for (size_t i = 0; i < num_targets(r); i++) {
        r->targets[i].hits += read_count(in, num_draws);
        for (int k = 0; k < SOBOL_REPLICATES; k++)
            r->targets[i].hits_of[k] += read_count(in, num_draws);
    }
    for (int k = 0; k < SOBOL_REPLICATES; k++) {
        uint64_t draws = read_count(in, num_draws);
        r->draws_of[k] += draws;
        total += draws;
    }
    refuse_unless(in, total == num_draws);
    r->num_draws += total;
}

int saved_sums_add(struct engine_results *r, struct varint_reader *in, uint64_t num_draws, struct err *err)
{
    int status = ERR_OK;

    for (size_t i = 0; i < num_accumulators(r) && status == ERR_OK && !in->has_failed; i++) {
        status = add_accumulator(&r->values[i], in, num_draws, err);
        if (status == ERR_OK)
            status = add_accumulator(&r->differences[i], in, num_draws, err);
    }
    for (size_t i = 0; i < num_unit_costs(r) && status == ERR_OK && !in->has_failed; i++)
        status = add_accumulator(&r->unit_costs[i], in, num_draws, err);
    if (status == ERR_OK && !in->has_failed)
        add_counts(r, in, num_draws);
    return status;
}
