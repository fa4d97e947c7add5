#include "sim/run/savedrun.h"

#include <stdlib.h>
#include <string.h>

#include "sim/run/savedsums.h"
#include "stats/base/mem.h"
#include "stats/base/number.h"
#include "stats/base/packer.h"
#include "stats/base/text.h"

static const char format_line[] = "bassin-accumulators 2\n";
enum { FORMAT_NAME_LENGTH = 20 }; /* up to its number */

/* ---- the facts ----------------------------------------------------------------------- */

static void add_names(const struct model *model, struct strbuf *out)
{
    strbuf_add(out, "scenarios ");
    for (size_t s = 0; s < model->num_scenarios; s++)
        strbuf_addf(out, "%s%s", s ? "," : "", model->scenarios[s].row->name);
}

static void add_choice(const struct layout_choice *choice, struct strbuf *out)
{
    const char *comma = "";

    strbuf_add(out, "\nscopes ");
    for (int k = 0; k < NUM_SCOPE_KINDS; k++) {
        strbuf_addf(out, "%s%s", choice->scopes[k] ? comma : "",
                    choice->scopes[k] ? layout_scope_names[k] : "");
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

/* The name of a table without its folder, which may be another elsewhere; that of the
 * defaults, which no pack has, says so. */
static void add_input_name(const struct pack *pack, const char *path, struct strbuf *out)
{
    const char *slash = strrchr(path, '/');
    size_t length = strlen(pack->folder);
    bool is_own = strncmp(path, pack->folder, length) == 0 && path + length == slash;

    strbuf_addf(out, "%s%s", is_own ? "" : "defaults/", slash ? slash + 1 : path);
}

/* Every table of the pack, the defaults among them. */
static int add_inputs(const struct pack *pack, struct strbuf *out, struct err *err)
{
    char digest[SOURCE_DIGEST_SIZE];
    int status = ERR_OK;

    for (size_t i = 0; i < pack_num_files(pack) && status == ERR_OK; i++) {
        status = source_digest_file(pack_file(pack, i), digest, err);
        strbuf_add(out, "input ");
        add_input_name(pack, pack_file(pack, i), out);
        strbuf_addf(out, " %s\n", digest);
    }
    return status;
}

static void add_program(const char *program, struct strbuf *out)
{
    strbuf_addf(out, "model %d\nprogram %s\n", SAVED_MODEL_VERSION, program);
}

int saved_run_facts_of(const char *facts, const struct pack *pack, const char *program, struct strbuf *out,
                       struct err *err)
{
    const char *choices = strstr(facts, "scenarios "), *inputs = strstr(facts, "\ninput ");
    int status;

    add_program(program, out);
    if (choices != NULL && inputs != NULL && choices < inputs)
        strbuf_add_bytes(out, choices, (size_t)(inputs + 1 - choices));
    status = add_inputs(pack, out, err);
    return status == ERR_OK ? strbuf_status(out, err) : status;
}

int saved_run_facts(const struct model *model, const struct engine_settings *settings, const char *program,
                    struct strbuf *out, struct err *err)
{
    int status;

    add_program(program, out);
    add_names(model, out);
    add_choice(&settings->choice, out);
    strbuf_addf(out, "\nseed %llu\npoints %s%s\n", (unsigned long long)settings->seed,
                settings->points == POINTS_SOBOL ? "sobol" : "random",
                settings->without_twin ? ",without-twin" : "");
    status = add_inputs(model->pack, out, err);
    return status == ERR_OK ? strbuf_status(out, err) : status;
}

/* Whether two lines tell the same thing: their first word, and of a table its name. */
static bool have_same_key(const struct saved_fact *a, const struct saved_fact *b)
{
    int words = text_starts_with(a->text, "input ") ? 2 : 1;
    size_t at = 0;

    for (; at < a->length && at < b->length && a->text[at] == b->text[at]; at++)
        if (a->text[at] == ' ' && --words == 0)
            return true;
    return false;
}

bool saved_facts_next(struct saved_facts *self, struct saved_fact *one, struct saved_fact *other)
{
    while (*self->one != '\0' || *self->other != '\0') {
        *one = (struct saved_fact){self->one, strcspn(self->one, "\n")};
        *other = (struct saved_fact){self->other, strcspn(self->other, "\n")};
        self->one += one->length + (self->one[one->length] == '\n');
        self->other += other->length + (self->other[other->length] == '\n');
        if (one->length == other->length && memcmp(one->text, other->text, one->length) == 0)
            continue;
        if (!have_same_key(one, other))
            *self = (struct saved_facts){"", ""}; /* what follows is not side by side */
        return true;
    }
    return false;
}

/* ---- writing -------------------------------------------------------------------------- */

int saved_run_write(const struct engine_results *r, const char *program, struct outfile *file,
                    struct err *err)
{
    struct strbuf text = {0};
    struct packer packer = {0};
    int status;

    strbuf_add(&text, format_line);
    status = saved_run_facts(r->model, &r->settings, program, &text, err);
    strbuf_addf(&text, "first_draw %llu\ndraws %llu\n\n", (unsigned long long)r->settings.first_draw,
                (unsigned long long)r->num_draws);
    if (status == ERR_OK)
        status = strbuf_status(&text, err);
    if (status == ERR_OK)
        status = packer_begin(&packer, file, strbuf_text(&text), text.length, err);
    if (status == ERR_OK)
        status = saved_sums_write(r, &packer, err);
    if (status == ERR_OK)
        packer_end(&packer);
    packer_free(&packer);
    strbuf_free(&text);
    return status;
}

/* ---- reading -------------------------------------------------------------------------- */

static int damaged(struct err *err)
{
    return err_set(
        err, ERR_DATA,
        "damaged or cut off: its check sum is not that of its bytes; copy it again, or make it again");
}

static int check_format(const char *bytes, size_t length, struct err *err)
{
    const char *number = bytes + FORMAT_NAME_LENGTH;

    if (length < sizeof format_line || memcmp(bytes, format_line, FORMAT_NAME_LENGTH) != 0)
        return err_set(err, ERR_DATA, "not a file of 'bassin project --part' or '--keep'");
    if (memcmp(bytes, format_line, sizeof format_line - 1) != 0)
        return err_set(err, ERR_DATA, "its format is %.*s, and this version of bassin reads format %.1s",
                       (int)strcspn(number, "\n") % 10, number, format_line + FORMAT_NAME_LENGTH);
    return packer_is_sealed(bytes, length) ? ERR_OK : damaged(err);
}

/* The number of a line "KEY NUMBER" at *at, which moves to the next line. */
static bool read_number(const char **at, const char *key, uint64_t *value)
{
    size_t length = strlen(key), digits;
    int64_t number;

    if (!text_starts_with(*at, key))
        return false;
    digits = strcspn(*at + length, "\n");
    if (number_parse_integer(*at + length, digits, &number) != NUMBER_OK || number < 0)
        return false;
    *value = (uint64_t)number;
    *at += length + digits + 1;
    return true;
}

/* Takes the facts of a file apart; *body is where its sums begin. */
static int read_facts(struct saved_run *self, const char *bytes, size_t length, size_t *body, struct err *err)
{
    const char *facts = bytes + sizeof format_line - 1;
    const char *range = strstr(facts, "\nfirst_draw "), *at = range ? range + 1 : "";

    if (range == NULL || !read_number(&at, "first_draw ", &self->first_draw) ||
        !read_number(&at, "draws ", &self->num_draws) || *at != '\n' || self->num_draws < 1 ||
        self->num_draws > UINT32_MAX || (size_t)(at + 1 - bytes) > length - PACKER_SEAL_SIZE)
        return damaged(err);
    *body = (size_t)(at + 1 - bytes);
    self->facts = mem_copy_text(facts, (size_t)(range + 1 - facts), err);
    return self->facts ? ERR_OK : ERR_LIMIT;
}

/* A whole file, its check sum held against it; *bytes are to be freed in any case. */
static int load(struct saved_run *self, const char *path, char **bytes, size_t *length, size_t *body,
                struct err *err)
{
    int status = source_read_bytes(path, bytes, length, err);

    if (status == ERR_OK)
        status = check_format(*bytes, *length, err);
    self->name = status == ERR_OK ? mem_copy_text(path, strlen(path), err) : NULL;
    if (status == ERR_OK && self->name == NULL)
        status = ERR_LIMIT;
    return status == ERR_OK ? read_facts(self, *bytes, *length, body, err) : status;
}

int saved_run_read(struct saved_run *self, const char *path, struct err *err)
{
    char *bytes = NULL;
    size_t length = 0, body = 0;
    int status;

    *self = (struct saved_run){0};
    status = load(self, path, &bytes, &length, &body, err);
    free(bytes);
    return status;
}

void saved_run_free(struct saved_run *self)
{
    free(self->name);
    free(self->facts);
    *self = (struct saved_run){0};
}

/* As much of a line as a message has room for. */
static int shown(size_t length)
{
    return length < 100 ? (int)length : 100;
}

static int refuse_to_extend(const struct saved_run *self, struct saved_fact own, struct saved_fact other,
                            struct err *err)
{
    return err_set(err, ERR_DATA,
                   "%s cannot be extended by this run: it was made with '%.*s', and this run has '%.*s'",
                   self->name, shown(own.length), own.text, shown(other.length), other.text);
}

static int check_first_draw(const struct saved_run *self, uint64_t first_draw, struct err *err)
{
    struct strbuf own = {0}, other = {0};
    int status = ERR_OK;

    if (self->first_draw == first_draw)
        return ERR_OK;
    strbuf_addf(&own, "first_draw %llu", (unsigned long long)self->first_draw);
    strbuf_addf(&other, "first_draw %llu", (unsigned long long)first_draw);
    status = refuse_to_extend(self, (struct saved_fact){strbuf_text(&own), own.length},
                              (struct saved_fact){strbuf_text(&other), other.length}, err);
    strbuf_free(&own);
    strbuf_free(&other);
    return status;
}

int saved_run_check(const struct saved_run *self, const struct model *model,
                    const struct engine_settings *settings, const char *program, struct err *err)
{
    struct strbuf facts = {0};
    struct saved_fact own, other;
    int status = saved_run_facts(model, settings, program, &facts, err);
    struct saved_facts both = {self->facts, strbuf_text(&facts)};

    if (status == ERR_OK && saved_facts_next(&both, &own, &other))
        status = refuse_to_extend(self, own, other, err);
    if (status == ERR_OK)
        status = check_first_draw(self, settings->first_draw, err);
    strbuf_free(&facts);
    return status;
}

static bool unpack_more(struct varint_reader *in)
{
    struct unpacker *unpacker = in->source;
    size_t num = unpacker_next(unpacker);

    in->at = unpacker->chunk;
    in->end = unpacker->chunk + num;
    return num > 0;
}

static int unpack(const struct saved_run *self, const char *bytes, size_t length,
                  struct engine_results *results, struct err *err)
{
    struct unpacker unpacker;
    struct varint_reader in = {.more = unpack_more, .source = &unpacker};
    int status = unpacker_begin(&unpacker, bytes, length, err);

    if (status == ERR_OK)
        status = saved_sums_add(results, &in, self->num_draws, err);
    if (status == ERR_OK && !varint_is_over(&in))
        status = damaged(err);
    unpacker_free(&unpacker);
    return status;
}

static bool is_same(const struct saved_run *a, const struct saved_run *b)
{
    return strcmp(a->facts, b->facts) == 0 && a->first_draw == b->first_draw && a->num_draws == b->num_draws;
}

int saved_run_add(const struct saved_run *self, struct engine_results *results, struct err *err)
{
    struct saved_run again = {0};
    struct err own = {0};
    char *bytes = NULL;
    size_t length = 0, body = 0;
    int status = load(&again, self->name, &bytes, &length, &body, &own);

    if (status == ERR_DATA || (status == ERR_OK && !is_same(&again, self)))
        status =
            err_set(err, ERR_DATA,
                    "it is another than when it was first looked at: it has changed, or is a pipe, which "
                    "cannot be read twice");
    else if (status != ERR_OK)
        err_set(err, own.code, "%s", own.message);
    if (status == ERR_OK)
        status = unpack(self, bytes + body, length - PACKER_SEAL_SIZE - body, results, err);
    if (status == ERR_DATA)
        err_prefix(err, "%s", self->name);
    free(bytes);
    saved_run_free(&again);
    return status;
}
