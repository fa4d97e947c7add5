/* bassin tabulate: weighted cross-tables of files of records of any length. */
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/csvopts.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/message.h"
#include "sim/cli/tabulate_write.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/data/census.h"

static const struct option_spec options[] = {
    {'b', "by", "COLUMNS", "columns of the groups (default: none, one row for all records)"},
    {'w', "weight", "COLUMN", "how many each record stands for (default: 1)"},
    {0, "where", "CONDITION",
     "records to count; may be repeated, then all must hold:\n"
     "COLUMN=A,B (one of them), COLUMN!=A,B (none of them),\n"
     "COLUMN>=N or COLUMN<=N (numbers)"},
    {0, "sum", "COLUMNS", "numeric columns whose weighted sums are wanted"},
    {0, "mean", "COLUMNS", "numeric columns whose weighted means are wanted"},
    {0, "missing", "TEXTS", "texts that stand for no number, such as Z,ZZ (an empty cell always does)"},
    {0, "share-within", "COLUMNS",
     "shares of the count within groups of the same values of these, the\n"
     "first columns of --by; 'all' for shares of all records counted"},
    {0, "precision", NULL, "standard error, effective size and design effect of the weighted count"},
    {0, "design-effect", "D", "of records that are drawn together (default 1.3, census households)"},
    {0, "member", "NAME", "file of a zip archive (default: the only one, varmod* aside)"},
    {'j', "threads", "N", "threads (default: all processors); results do not depend on it"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    CSV_STYLE_OPTION_SPEC,
    CSV_STREAM_OPTION_SPECS,
    {0, NULL, NULL, NULL},
};

/* A condition as given, cut into pieces. */
struct condition_text {
    char *text;
    struct text_list values;
};

struct job {
    const struct opts *opts;
    struct text_list by, sums, means, missing, numbers, within;
    struct record_filter *filters;
    struct condition_text *conditions;
    size_t num_filters;
    struct tabulate_measure *measures;
    struct tabulation_options options;
    struct tabulate_layout layout;
    struct tabulation table;
    struct problems problems;
};

/* ---- options ------------------------------------------------------------------------------- */

static int bad_condition(const char *text, struct err *err)
{
    return err_set(
        err, ERR_USAGE,
        "--where is '%s', expected COLUMN=VALUES, COLUMN!=VALUES, COLUMN>=NUMBER or COLUMN<=NUMBER", text);
}

/* Cuts at every comma; two together stand for an empty text. */
static int split_values(struct condition_text *self, char *rest, struct err *err)
{
    char *item;
    int status = ERR_OK;

    while (status == ERR_OK && (item = strsep(&rest, ",")) != NULL)
        status = text_list_add(&self->values, item, err);
    return status;
}

static int read_condition(struct record_filter *filter, struct condition_text *self, const char *given,
                          struct err *err)
{
    self->text = mem_copy_text(given, strlen(given), err);
    if (self->text == NULL)
        return ERR_LIMIT;
    char *equals = strchr(self->text, '='), *end = equals;
    if (equals == NULL || equals == self->text)
        return bad_condition(given, err);
    filter->comparison = IS_ONE_OF;
    if (strchr("!<>", equals[-1]) != NULL) {
        end = equals - 1;
        filter->comparison = *end == '!' ? IS_NONE_OF : *end == '>' ? IS_AT_LEAST : IS_AT_MOST;
    }
    if (end == self->text)
        return bad_condition(given, err);
    *end = '\0';
    filter->column = self->text;
    if (filter->comparison == IS_AT_LEAST || filter->comparison == IS_AT_MOST)
        return number_parse(equals + 1, strlen(equals + 1), '.', &filter->bound) == NUMBER_OK
                   ? ERR_OK
                   : bad_condition(given, err);
    int status = split_values(self, equals + 1, err);
    filter->values = self->values.items;
    filter->num_values = self->values.num_items;
    return status;
}

static int read_conditions(struct job *self, struct err *err)
{
    size_t num = self->opts->num_items;
    int status = ERR_OK;

    self->filters = mem_alloc(num, sizeof *self->filters, err);
    self->conditions = mem_alloc(num, sizeof *self->conditions, err);
    if (self->filters == NULL || self->conditions == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < num && status == ERR_OK; i++) {
        const struct opt *item = &self->opts->items[i];
        if (strcmp(item->spec->name, "where") != 0)
            continue;
        size_t n = self->num_filters++;
        status = read_condition(&self->filters[n], &self->conditions[n], item->value, err);
    }
    return status;
}

static int find_number(struct job *self, const char *column, size_t *index, struct err *err)
{
    for (*index = 0; *index < self->numbers.num_items; ++*index)
        if (strcmp(self->numbers.items[*index], column) == 0)
            return ERR_OK;
    return text_list_add(&self->numbers, column, err);
}

/* Sums first, then means; a column of both is read once. */
static int read_measures(struct job *self, struct err *err)
{
    size_t num = self->sums.num_items + self->means.num_items;
    int status = ERR_OK;

    self->measures = mem_alloc(num, sizeof *self->measures, err);
    if (self->measures == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < num && status == ERR_OK; i++) {
        bool is_mean = i >= self->sums.num_items;
        const char *column = is_mean ? self->means.items[i - self->sums.num_items] : self->sums.items[i];
        self->measures[i].is_mean = is_mean;
        status = find_number(self, column, &self->measures[i].number, err);
    }
    self->layout.measures = self->measures;
    self->layout.num_measures = num;
    return status;
}

static int read_share(struct job *self, struct err *err)
{
    const char *text = opts_text(self->opts, "share-within", NULL);

    self->layout.share = text != NULL;
    if (text == NULL || strcmp(text, "all") == 0)
        return ERR_OK;
    for (size_t i = 0; i < self->within.num_items; i++)
        if (i >= self->by.num_items || strcmp(self->within.items[i], self->by.items[i]) != 0)
            return err_set(
                err, ERR_USAGE,
                "--share-within is '%s', expected the first columns of --by, in their order, or all", text);
    self->layout.share_within = self->within.num_items;
    return ERR_OK;
}

static int read_precision(struct job *self, struct err *err)
{
    self->layout.precision = opts_has(self->opts, "precision");
    if (self->layout.precision && !opts_has(self->opts, "weight"))
        return err_set(err, ERR_USAGE, "--precision comes from weights: give --weight");
    if (!self->layout.precision && opts_has(self->opts, "design-effect"))
        return err_set(err, ERR_USAGE, "--design-effect goes with --precision");
    return opts_number(self->opts, "design-effect", CENSUS_C_DESIGN_EFFECT, 1, 1000,
                       &self->layout.design_effect, err);
}

static int check_twice(const struct text_list *list, const char *option, struct err *err)
{
    for (size_t i = 0; i < list->num_items; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(list->items[i], list->items[k]) == 0)
                return err_set(err, ERR_USAGE, "--%s names '%s' twice", option, list->items[i]);
    return ERR_OK;
}

static int read_lists(struct job *self, struct err *err)
{
    struct {
        const char *option;
        struct text_list *list;
    } lists[] = {{"by", &self->by},
                 {"sum", &self->sums},
                 {"mean", &self->means},
                 {"missing", &self->missing},
                 {"share-within", &self->within}};
    int status = ERR_OK;

    for (size_t i = 0; i < sizeof lists / sizeof lists[0] && status == ERR_OK; i++) {
        status = opts_list(self->opts, lists[i].option, lists[i].list, err);
        if (status == ERR_OK)
            status = check_twice(lists[i].list, lists[i].option, err);
    }
    return status;
}

static int read_settings(struct job *self, struct err *err)
{
    struct tabulation_options *o = &self->options;
    int style = 0, status = read_lists(self, err);

    if (status == ERR_OK)
        status = read_conditions(self, err);
    if (status == ERR_OK)
        status = read_measures(self, err);
    if (status == ERR_OK)
        status = read_share(self, err);
    if (status == ERR_OK)
        status = read_precision(self, err);
    if (status == ERR_OK)
        status = csvopts_read(self->opts, &o->csv, &o->decimal, err);
    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, &style, err);
    if (status == ERR_OK)
        status = opts_threads(self->opts, &o->threads, err);
    o->by = self->by.items;
    o->num_by = self->by.num_items;
    o->numbers = self->numbers.items;
    o->num_numbers = self->numbers.num_items;
    o->missing = self->missing.items;
    o->num_missing = self->missing.num_items;
    o->filters = self->filters;
    o->num_filters = self->num_filters;
    o->weight = opts_text(self->opts, "weight", NULL);
    o->member = opts_text(self->opts, "member", NULL);
    self->layout.options = o;
    self->layout.style = (enum csv_style)style;
    self->table.options = o;
    return status;
}

/* ---- work ---------------------------------------------------------------------------------- */

static int read_files(struct job *self, struct err *err)
{
    int status = ERR_OK;

    for (size_t i = 0; i < self->opts->num_arguments && status == ERR_OK; i++)
        status = tabulation_add_file(&self->table, self->opts->arguments[i], &self->problems, err);
    if (status == ERR_OK)
        status = problems_status(&self->problems, _("the input"), err);
    if (status == ERR_OK)
        message_note("%llu record%s, %llu counted", (unsigned long long)self->table.num_records,
                     self->table.num_records == 1 ? "" : "s", (unsigned long long)self->table.num_kept);
    return status;
}

static int run_job(struct job *self, struct err *err)
{
    struct result_table out = {0};
    int status = read_settings(self, err);

    if (status == ERR_OK)
        status = result_table_open(&out, self->opts, (int)self->layout.style, err);
    if (status == ERR_OK) {
        status = read_files(self, err);
        if (status == ERR_OK)
            status = tabulate_write(&self->layout, &self->table, &out, err);
        status = result_table_close(&out, status, err);
    }
    result_table_free(&out);
    return status;
}

static void free_job(struct job *self)
{
    for (size_t i = 0; i < self->num_filters; i++) {
        free(self->conditions[i].text);
        text_list_free(&self->conditions[i].values);
    }
    free(self->conditions);
    free(self->filters);
    free(self->measures);
    text_list_free(&self->by);
    text_list_free(&self->sums);
    text_list_free(&self->means);
    text_list_free(&self->missing);
    text_list_free(&self->numbers);
    text_list_free(&self->within);
    tabulation_free(&self->table);
    problems_free(&self->problems);
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.opts = opts};
    int status = opts_expect_arguments(opts, 1, (size_t)-1, "one or more files", err);

    if (status == ERR_OK)
        status = run_job(&job, err);
    message_problems(&job.problems);
    free_job(&job);
    return status;
}

const struct command cmd_tabulate = {
    .name = "tabulate",
    .group = "Data",
    .summary = "count the records of large files by group, with their weights",
    .arguments = "[options] FILE...",
    .details = "Weighted cross-tables of files of records (census microdata, registers) of any length:\n"
               "CSV, plain, gzip, or in a zip archive, read once and never unpacked to disk. Memory grows\n"
               "with the number of groups only. Several files with the same columns count as one.\n"
               "\n"
               "One row a group, in the order of the columns of --by (byte by byte): 'records' is their\n"
               "number, 'weighted' the sum of their weights. --sum and --mean give COLUMN__sum, the sum of\n"
               "weight times value, and COLUMN__mean, that over the weights of the records with a value;\n"
               "COLUMN__missing counts those without: they are never zero. --precision adds the standard\n"
               "error of 'weighted' as import gives it for records of the census, the root of D times the\n"
               "sum of w (w - 1), the effective size (sum of w)^2 / (D sum of w^2), and 'design_effect',\n"
               "records over effective size. Codes are texts as in the file: 01 is not 1.\n"
               "\n"
               "Text is UTF-8 unless --encoding says otherwise. A bad number, a weight that is missing or\n"
               "negative and a line with too few fields are errors, listed with their place, and then\n"
               "there is no table. Sums are made in the order of the file: the bytes of the result do not\n"
               "depend on threads.\n",
    .examples = "  bassin tabulate --by DEPT,SEXE --weight IPONDI --precision FD_INDCVI_2020.csv.gz\n"
                "  bassin tabulate --by ZE,DIPL -w IPONDI --where 'AGED>=15' --where 'AGED<=64' \\\n"
                "      --share-within ZE -o diplomas.csv FD_INDCVI_2020_csv.zip\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};
