/* bassin verify: runs a manifest again and compares the bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/message.h"
#include "sim/cli/paths.h"
#include "sim/cli/resulttable.h"
#include "sim/cli/subcommand.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/outfile.h"
#include "stats/base/source.h"
#include "stats/base/tempfolder.h"
#include "stats/base/text.h"
#include "stats/output/runrecord.h"

static const struct option_spec options[] = {
    {0, "pack", "DIR", "the pack, if it no longer is where the run found it"},
    {'j', "threads", "N", "threads (default: all processors); results do not depend on it"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

enum verdict { SAME, DIFFERS, ALTERED, CHANGED, MISSING, NUM_VERDICTS };
static const char *const verdict_names[NUM_VERDICTS] = {"same", "differs", "altered", "changed", "missing"};

struct job {
    const struct opts *opts;
    const char *path;     /* of the manifest */
    struct strbuf folder; /* that holds it, with its slash */
    struct strbuf path_text;
    struct run_record *record;
    struct tempfolder rerun;
    struct result_table table;
    size_t num_of[NUM_VERDICTS], num_outputs;
};

/* The first place where two texts differ. */
struct difference {
    long line, column;
    struct strbuf found, rerun; /* the fields there */
};

/* ---- where files are ------------------------------------------------------------------- */

/* "folder/name" of a path: its last two parts. */
static const char *last_two_parts(const char *path)
{
    const char *slash = strrchr(path, '/');

    while (slash != NULL && slash > path && slash[-1] != '/')
        slash--;
    return slash ? slash : path;
}

static bool is_readable(const char *path)
{
    return path != NULL && access(path, R_OK) == 0;
}

/* An input where the run found it, in --pack, or among the packs shipped; allocated. NULL
 * when it is nowhere. */
static char *find_input(const struct job *self, const char *recorded)
{
    const char *pack = opts_text(self->opts, "pack", NULL);
    const char *folder = run_record_text(self->record, "settings", "pack");
    size_t length = folder ? strlen(folder) : 0;
    struct strbuf name = {0};
    char *path = NULL;

    if (pack != NULL && length > 0 && strncmp(recorded, folder, length) == 0 && recorded[length] == '/')
        return outfile_join(pack, recorded + length + 1, NULL);
    if (is_readable(recorded))
        return mem_copy_text(recorded, strlen(recorded), NULL);
    strbuf_addf(&name, "scenarios/%s", last_two_parts(recorded));
    path = paths_dataset(strbuf_text(&name), NULL);
    strbuf_free(&name);
    if (is_readable(path))
        return path;
    free(path);
    return NULL;
}

/* ---- rows ------------------------------------------------------------------------------ */

static void write_row(struct job *self, const char *role, const char *file, enum verdict verdict,
                      const char *const digests[3], const struct difference *where)
{
    struct csvout *out = &self->table.csv;

    self->num_of[verdict]++;
    csvout_text(out, role);
    csvout_text(out, file);
    csvout_text(out, verdict_names[verdict]);
    for (int k = 0; k < 3; k++)
        csvout_text(out, digests[k]);
    if (where != NULL && where->line > 0) {
        csvout_integer(out, where->line);
        csvout_integer(out, where->column);
        csvout_text(out, strbuf_text(&where->found));
        csvout_text(out, strbuf_text(&where->rerun));
    } else {
        for (int k = 0; k < 4; k++)
            csvout_text(out, "");
    }
    csvout_end(out);
}

/* The digest of a file, "" when it cannot be read. */
static void digest_of(const char *path, char digest[SOURCE_DIGEST_SIZE])
{
    digest[0] = '\0';
    if (!is_readable(path) || source_digest_file(path, digest, NULL) != ERR_OK)
        digest[0] = '\0';
}

static void verify_input(struct job *self, size_t index)
{
    const char *recorded = run_record_digest(self->record, "inputs", index);
    const char *file = run_record_file(self->record, "inputs", index);
    char *path = find_input(self, file), found[SOURCE_DIGEST_SIZE];
    enum verdict verdict;

    digest_of(path, found);
    verdict = found[0] == '\0' ? MISSING : strcmp(found, recorded) == 0 ? SAME : CHANGED;
    if (verdict != SAME)
        message_note("input %s: %s", file, verdict_names[verdict]);
    write_row(self, "input", last_two_parts(file), verdict, (const char *const[]){recorded, found, ""}, NULL);
    free(path);
}

/* The field of a line that holds a byte, and its text. */
static long field_at(const char *line, size_t length, size_t at, struct strbuf *text)
{
    size_t start = 0, end = length;
    long column = 1;

    for (size_t i = 0; i < at && i < length; i++)
        if (line[i] == ',') {
            column++;
            start = i + 1;
        }
    for (size_t i = at; i < length && end == length; i++)
        if (line[i] == ',')
            end = i;
    strbuf_add_bytes(text, line + start, end > start ? end - start : 0);
    return column;
}

static size_t line_length(const char *bytes, size_t length, size_t start)
{
    const char *end = memchr(bytes + start, '\n', length - start);

    return end ? (size_t)(end - (bytes + start)) : length - start;
}

/* line 0 when there is none, or the files are not text. */
static void find_difference(const char *found, const char *rerun, struct difference *where)
{
    char *a = NULL, *b = NULL;
    size_t num_a = 0, num_b = 0, start = 0, at = 0;
    long line = 1;

    if (source_read_bytes(found, &a, &num_a, NULL) == ERR_OK &&
        source_read_bytes(rerun, &b, &num_b, NULL) == ERR_OK && memchr(a, '\0', num_a) == NULL) {
        while (at < num_a && at < num_b && a[at] == b[at])
            if (a[at++] == '\n') {
                line++;
                start = at;
            }
        where->line = at < num_a || at < num_b ? line : 0;
        where->column = field_at(a + start, line_length(a, num_a, start), at - start, &where->found);
        field_at(b + start, line_length(b, num_b, start), at - start, &where->rerun);
    }
    free(a);
    free(b);
}

static void say_output(const char *file, enum verdict verdict, const struct difference *where)
{
    static const char *const texts[NUM_VERDICTS] = {
        [DIFFERS] = N_("the rerun gave other bytes"),
        [ALTERED] = N_("the rerun is the run; the file has been altered since"),
        [MISSING] = N_("the rerun is the run; the file is no longer there")};

    if (verdict == SAME)
        message_detail("%s: same", file);
    else if (where->line > 0)
        message_note("%s:%ld:%ld: %s: '%.60s' here, '%.60s' again", file, where->line, where->column,
                     translate(texts[verdict]), strbuf_text(&where->found), strbuf_text(&where->rerun));
    else
        message_note("%s: %s", file, translate(texts[verdict]));
}

static int verify_output(struct job *self, size_t index, struct err *err)
{
    const char *recorded = run_record_digest(self->record, "outputs", index);
    const char *file = run_record_file(self->record, "outputs", index);
    char found[SOURCE_DIGEST_SIZE], rerun[SOURCE_DIGEST_SIZE];
    char *old = outfile_join(self->folder.length ? strbuf_text(&self->folder) : ".", file, err);
    char *new = outfile_join(self->rerun.path, file, err);
    struct difference where = {0};
    enum verdict verdict = SAME;
    int status = old && new ? ERR_OK : ERR_LIMIT;

    if (status == ERR_OK && (strchr(file, '/') != NULL || file[0] == '.'))
        status =
            err_set(err, ERR_DATA, "'%s': an output is called '%s', which no run writes", self->path, file);
    if (status == ERR_OK) {
        digest_of(old, found);
        digest_of(new, rerun);
        verdict = strcmp(rerun, recorded) != 0   ? DIFFERS
                  : found[0] == '\0'             ? MISSING
                  : strcmp(found, recorded) != 0 ? ALTERED
                                                 : SAME;
        if (verdict == DIFFERS || verdict == ALTERED)
            find_difference(old, new, &where);
        say_output(file, verdict, &where);
        write_row(self, "output", file, verdict, (const char *const[]){recorded, found, rerun}, &where);
    }
    strbuf_free(&where.found);
    strbuf_free(&where.rerun);
    free(old);
    free(new);
    return status;
}

/* ---- the rerun ------------------------------------------------------------------------- */

static int add_parsed(const struct job *self, const struct opts *parsed, struct words *words, struct err *err)
{
    const char *pack = opts_text(self->opts, "pack", NULL);
    int status = ERR_OK;

    for (size_t i = 0; i < parsed->num_items && status == ERR_OK; i++)
        if (!subcommand_is_aside(parsed->items[i].spec->name))
            status = words_add_option(words, parsed->items[i].spec->name, parsed->items[i].value, err);
    if (status == ERR_OK)
        status = words_add_option(words, "output", self->rerun.path, err);
    if (status == ERR_OK && opts_has(self->opts, "threads"))
        status = words_add_option(words, "threads", opts_text(self->opts, "threads", ""), err);
    if (status == ERR_OK)
        status = words_add(words, "--", err);
    for (size_t i = 0; i < parsed->num_arguments && status == ERR_OK; i++)
        status = words_add(words, pack && i == 0 ? pack : parsed->arguments[i], err);
    return status;
}

/* The command line of the manifest, writing elsewhere. */
static int make_words(const struct job *self, struct words *words, struct err *err)
{
    struct words recorded = {0};
    struct opts parsed = {0};
    int status = subcommand_recorded(self->record, self->path, &recorded, &parsed, err);

    if (status == ERR_OK)
        status = words_add(words, recorded.items[0], err);
    if (status == ERR_OK)
        status = add_parsed(self, &parsed, words, err);
    opts_free(&parsed);
    words_free(&recorded);
    return status;
}

static const char *first_argument(const struct words *words)
{
    size_t i = 0;

    while (i + 1 < words->num_items && strcmp(words->items[i], "--") != 0)
        i++;
    return words->items[i + 1 < words->num_items ? i + 1 : i];
}

/* A stop rule that is not reached leaves its results. */
static int rerun(struct job *self, struct err *err)
{
    struct words words = {0};
    struct err again = {0};
    int status = tempfolder_make(&self->rerun, err);

    if (status == ERR_OK)
        status = make_words(self, &words, err);
    if (status == ERR_OK) {
        message_note("running again: %s of %s", words.items[0], first_argument(&words));
        status = subcommand_run(&words, &again);
        status = status == ERR_FALSE ? ERR_OK : status;
        if (status != ERR_OK)
            err_set(err, again.code, "the rerun failed: %s", again.message);
    }
    words_free(&words);
    return status;
}

static void say_version(const struct job *self)
{
    const char *version = run_record_text(self->record, NULL, "version");

    if (version == NULL || strcmp(version, BASSIN_VERSION) != 0)
        message_note("the run was made by bassin %s, this is %s", version ? version : _("(unknown)"),
                     BASSIN_VERSION);
}

static int verify(struct job *self, struct err *err)
{
    int status = ERR_OK;

    for (size_t i = 0; i < run_record_num_files(self->record, "inputs"); i++)
        verify_input(self, i);
    if (self->num_of[CHANGED] + self->num_of[MISSING] > 0)
        return ERR_OK; /* other inputs, other results: no rerun */
    say_version(self);
    status = rerun(self, err);
    self->num_of[SAME] = 0;
    self->num_outputs = run_record_num_files(self->record, "outputs");
    for (size_t i = 0; i < self->num_outputs && status == ERR_OK; i++)
        status = verify_output(self, i, err);
    return status;
}

static int verdict(const struct job *self, struct err *err)
{
    size_t num = self->num_of[DIFFERS] + self->num_of[ALTERED];

    if (self->num_outputs == 0)
        return err_set(err, ERR_FALSE,
                       "inputs of the run that have changed: %zu, missing: %zu: it was not run again "
                       "(--pack DIR says where the pack is)",
                       self->num_of[CHANGED], self->num_of[MISSING]);
    if (num > 0)
        return err_set(err, ERR_FALSE,
                       translate_count("%zu of %zu files is not the same bytes",
                                       "%zu of %zu files are not the same bytes", num),
                       num, self->num_outputs);
    message_note(translate_count("%zu file: the same bytes", "%zu files: the same bytes", self->num_outputs),
                 self->num_outputs);
    return ERR_OK;
}

/* DIR/run.json when the folder of a run is given. */
static int find_manifest(struct job *self, struct err *err)
{
    struct stat info;
    const char *given = self->opts->arguments[0];

    strbuf_add(&self->path_text, given);
    if (stat(given, &info) == 0 && S_ISDIR(info.st_mode))
        strbuf_add(&self->path_text, text_ends_with(given, "/") ? "run.json" : "/run.json");
    self->path = strbuf_text(&self->path_text);
    return strbuf_status(&self->path_text, err);
}

static int open_manifest(struct job *self, struct err *err)
{
    const char *slash = strrchr(self->path, '/');

    strbuf_add_bytes(&self->folder, self->path, slash ? (size_t)(slash - self->path) : 0);
    self->record = run_record_read(self->path, err);
    return self->record ? strbuf_status(&self->folder, err) : (err->code ? (int)err->code : ERR_DATA);
}

static int run_job(struct job *self, struct err *err)
{
    static const char *const names[] = {"role", "file",   "verdict",       "recorded",   "found", "rerun",
                                        "line", "column", "recorded_text", "rerun_text", NULL};
    int style = 0, status = dataopts_csv_style(self->opts, &style, err);

    if (status == ERR_OK)
        status = find_manifest(self, err);
    if (status == ERR_OK)
        status = open_manifest(self, err);
    if (status == ERR_OK)
        status = result_table_open(&self->table, self->opts, style, err);
    if (status != ERR_OK)
        return status;
    csvout_header(&self->table.csv, names);
    status = result_table_close(&self->table, verify(self, err), err);
    return status == ERR_OK ? verdict(self, err) : status;
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.opts = opts};
    int status = opts_expect_arguments(opts, 1, 1, "the manifest run.json of a run, or its folder", err);

    if (status == ERR_OK)
        status = run_job(&job, err);
    tempfolder_remove(&job.rerun);
    result_table_free(&job.table);
    run_record_free(job.record);
    strbuf_free(&job.folder);
    strbuf_free(&job.path_text);
    return status;
}

const struct command cmd_verify = {
    .name = "verify",
    .group = "Checks",
    .summary = "run a manifest again and say whether the bytes are the same",
    .arguments = "RUN.json [options]",
    .details = "Takes a run.json that bassin project or bassin merge wrote, with its results beside it. The\n"
               "inputs must be those that the run read, where it found them (relative names count from the\n"
               "current folder), in --pack, or among the packs shipped. The run is made again in a private\n"
               "folder and each file is compared with the manifest and with the file beside it: same,\n"
               "differs (with the first line and column), altered since, missing. run.json itself holds\n"
               "time and machine and is not compared. Status 1 when an input has changed or a file\n"
               "is not the same.\n",
    .examples = "  bassin verify results/run.json\n"
                "  bassin verify results/run.json --pack my-programme -o verification.csv\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};
