#include "sim/cli/opts.h"
#include "sim/cli/suggest.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/number.h"
#include "stats/base/parallel.h"
#include "stats/base/strbuf.h"
#include "stats/base/text.h"
#include "stats/base/catalogue.h"

enum { MAX_OPTIONS = 64, FIRST_CODE = 256 };

const struct option_spec common_options[] = {
    {'h', "help", NULL, "show this help"},
    {'q', "quiet", NULL, "say nothing but errors"},
    {'v', "verbose", NULL, "say more"},
    {0, "force", NULL, "replace existing output files"},
    {0, "lang", "fr|en", "language of messages and help (default: that of the environment)"},
    {0, "no-color", NULL, "no colour in messages on a terminal, as NO_COLOR=1 in the environment"},
    {0, NULL, NULL, NULL},
};

/* The option table in the form that getopt wants. */
struct getopt_table {
    const struct option_spec *specs[MAX_OPTIONS];
    struct option longs[MAX_OPTIONS + 1];
    char shorts[2 * MAX_OPTIONS + 4];
    const char *names[MAX_OPTIONS];
    size_t num;
};

bool option_is_listed(const struct option_spec *specs, const char *name)
{
    while (specs->name != NULL && strcmp(specs->name, name) != 0)
        specs++;
    return specs->name != NULL;
}

static void add_spec(struct getopt_table *table, const struct option_spec *spec)
{
    size_t n = table->num;
    size_t used = strlen(table->shorts);

    if (n == MAX_OPTIONS)
        return;
    table->num++;
    table->specs[n] = spec;
    table->names[n] = spec->name;
    table->longs[n] = (struct option){spec->name, spec->argument ? required_argument : no_argument, NULL,
                                      FIRST_CODE + (int)n};
    if (spec->letter != 0) {
        table->shorts[used++] = spec->letter;
        if (spec->argument != NULL)
            table->shorts[used++] = ':';
        table->shorts[used] = '\0';
    }
}

static const struct option_spec *spec_of(const struct getopt_table *table, int code)
{
    if (code >= FIRST_CODE)
        return table->specs[code - FIRST_CODE];
    for (size_t i = 0; i < table->num; i++)
        if (table->specs[i]->letter == code)
            return table->specs[i];
    return NULL;
}

/* What other programs call it, in a command whose tables can be workbooks; project has --xlsx. */
static bool asks_for_workbook(const struct getopt_table *table, const char *name)
{
    bool writes_tables = false, has_own = false;

    for (size_t i = 0; i < table->num; i++) {
        writes_tables |= strcmp(table->names[i], "csv-style") == 0;
        has_own |= strcmp(table->names[i], "xlsx") == 0;
    }
    return writes_tables && !has_own && (strcmp(name, "format") == 0 || strcmp(name, "xlsx") == 0);
}

static int report_unknown(const struct getopt_table *table, const char *command, const char *word, int letter,
                          struct err *err)
{
    const char *near = NULL;
    char name[64] = "";

    if (text_starts_with(word, "--")) {
        size_t length = strcspn(word + 2, "=");
        if (length < sizeof name)
            memcpy(name, word + 2, length);
        if (asks_for_workbook(table, name))
            return err_set(err, ERR_USAGE, "%s: unknown option '%s': for a workbook give -o FILE.xlsx",
                           command, word);
        near = text_nearest(name, table->names, table->num);
        if (near == NULL && strcmp(name, "format") == 0)
            near = text_nearest("xlsx", table->names, table->num);
        if (near == NULL)
            return err_set(err, ERR_USAGE, "%s: unknown option '%s' (see 'bassin %s --help')", command, word,
                           command);
        return err_set(err, ERR_USAGE,
                       "%s: unknown option '%s': did you mean '--%s'? (see 'bassin %s --help')", command,
                       word, near, command);
    }
    return err_set(err, ERR_USAGE, "%s: unknown option '-%c' (see 'bassin %s --help')", command, letter,
                   command);
}

static int add_option(struct opts *self, const struct option_spec *spec, const char *value, size_t *capacity,
                      struct err *err)
{
    if (mem_grow(&self->items, capacity, self->num_items + 1, sizeof *self->items, err) != ERR_OK)
        return ERR_LIMIT;
    self->items[self->num_items++] = (struct opt){spec, value};
    return ERR_OK;
}

int opts_parse(struct opts *self, const char *command, const struct option_spec *specs, int argc, char **argv,
               struct err *err)
{
    struct getopt_table table = {.shorts = ":"};
    size_t capacity = 0;
    int code, status = ERR_OK;

    *self = (struct opts){.argc = argc, .argv = argv};
    for (size_t i = 0; specs[i].name != NULL; i++)
        add_spec(&table, &specs[i]);
    for (size_t i = 0; common_options[i].name != NULL; i++)
        if (!option_is_listed(specs, common_options[i].name))
            add_spec(&table, &common_options[i]);
    optind = 0; /* restart getopt */
    opterr = 0;
    while (status == ERR_OK && (code = getopt_long(argc, argv, table.shorts, table.longs, NULL)) != -1) {
        if (code == ':')
            status = err_set(err, ERR_USAGE, "%s: the option '%s' needs a value", command, argv[optind - 1]);
        else if (code == '?')
            status = report_unknown(&table, command, argv[optind - 1], optopt, err);
        else
            status = add_option(self, spec_of(&table, code), optarg, &capacity, err);
    }
    self->arguments = argv + optind;
    self->num_arguments = (size_t)(argc - optind);
    if (status != ERR_OK)
        opts_free(self);
    return status;
}

void opts_free(struct opts *self)
{
    free(self->items);
    *self = (struct opts){0};
}

static const struct opt *find_last(const struct opts *self, const char *name)
{
    for (size_t i = self->num_items; i > 0; i--)
        if (strcmp(self->items[i - 1].spec->name, name) == 0)
            return &self->items[i - 1];
    return NULL;
}

bool opts_has(const struct opts *self, const char *name)
{
    return find_last(self, name) != NULL;
}

const char *opts_text(const struct opts *self, const char *name, const char *fallback)
{
    const struct opt *item = find_last(self, name);

    return item ? item->value : fallback;
}

static int refuse_number(const char *name, const char *text, enum number_status status, struct err *err)
{
    return err_set(err, ERR_USAGE, "--%s is '%s', expected %s", name, text, number_status_text(status));
}

int opts_integer(const struct opts *self, const char *name, int64_t fallback, int64_t least, int64_t most,
                 int64_t *value, struct err *err)
{
    const char *text = opts_text(self, name, NULL);
    enum number_status status;

    *value = fallback;
    if (text == NULL)
        return ERR_OK;
    status = number_parse_integer(text, strlen(text), value);
    if (status != NUMBER_OK)
        return refuse_number(name, text, status == NUMBER_OUT_OF_RANGE ? status : NUMBER_NOT_AN_INTEGER, err);
    if (*value < least || *value > most)
        return err_set(err, ERR_USAGE, "--%s is %s, expected between %lld and %lld", name, text,
                       (long long)least, (long long)most);
    return ERR_OK;
}

int opts_year(const struct opts *self, const char *name, int *year, struct err *err)
{
    int64_t value;
    int status = opts_integer(self, name, 0, 1800, 2200, &value, err);

    *year = status == ERR_OK ? (int)value : 0;
    return status;
}

int opts_number(const struct opts *self, const char *name, double fallback, double least, double most,
                double *value, struct err *err)
{
    const char *text = opts_text(self, name, NULL);
    enum number_status status;

    *value = fallback;
    if (text == NULL)
        return ERR_OK;
    status = number_parse(text, strlen(text), '.', value);
    if (status != NUMBER_OK)
        return refuse_number(name, text, status == NUMBER_OUT_OF_RANGE ? status : NUMBER_NOT_A_NUMBER, err);
    if (*value < least || *value > most)
        return err_set(err, ERR_USAGE, "--%s is %s, expected between %g and %g", name, text, least, most);
    return ERR_OK;
}

int opts_choice(const struct opts *self, const char *name, const char *const *choices, int fallback,
                int *index, struct err *err)
{
    const char *text = opts_text(self, name, NULL);
    struct strbuf list = {0};
    char near[SUGGESTION_SIZE];

    *index = fallback;
    if (text == NULL)
        return ERR_OK;
    for (int i = 0; choices[i] != NULL; i++) {
        if (strcmp(choices[i], text) == 0) {
            *index = i;
            strbuf_free(&list);
            return ERR_OK;
        }
        strbuf_addf(&list, "%s%s", i ? ", " : "", choices[i]);
    }
    err_set(err, ERR_USAGE, "--%s is '%s', expected one of: %s%s", name, text, strbuf_text(&list),
            suggest_listed(near, text, choices));
    strbuf_free(&list);
    return ERR_USAGE;
}

int text_list_add(struct text_list *list, const char *item, struct err *err)
{
    if (mem_grow(&list->items, &list->capacity, list->num_items + 1, sizeof *list->items, err) != ERR_OK)
        return ERR_LIMIT;
    list->items[list->num_items++] = item;
    return ERR_OK;
}

static int split_list(struct text_list *list, struct err *err)
{
    char *rest = list->text, *item;
    int status = ERR_OK;

    while (status == ERR_OK && (item = strsep(&rest, ",")) != NULL)
        if (item[0] != '\0')
            status = text_list_add(list, item, err);
    return status;
}

int opts_list(const struct opts *self, const char *name, struct text_list *list, struct err *err)
{
    struct strbuf joined = {0};

    *list = (struct text_list){0};
    strbuf_add(&joined, "");
    for (size_t i = 0; i < self->num_items; i++)
        if (strcmp(self->items[i].spec->name, name) == 0)
            strbuf_addf(&joined, "%s,", self->items[i].value);
    if (strbuf_status(&joined, err) != ERR_OK) {
        strbuf_free(&joined);
        return ERR_LIMIT;
    }
    list->text = joined.text;
    return list->text ? split_list(list, err) : ERR_OK;
}

int text_list_split(struct text_list *list, const char *text, struct err *err)
{
    *list = (struct text_list){.text = mem_copy_text(text, strlen(text), err)};
    return list->text ? split_list(list, err) : ERR_LIMIT;
}

void text_list_free(struct text_list *list)
{
    free(list->text);
    free(list->items);
    *list = (struct text_list){0};
}

int opts_expect_arguments(const struct opts *self, size_t least, size_t most, const char *what,
                          struct err *err)
{
    if (self->num_arguments < least)
        return err_set(err, ERR_USAGE, "%s expected", translate(what));
    if (self->num_arguments > most)
        return err_set(err, ERR_USAGE, "unexpected argument '%s'", self->arguments[most]);
    return ERR_OK;
}

int opts_threads(const struct opts *self, int *threads, struct err *err)
{
    int64_t value;
    int status =
        opts_integer(self, "threads", parallel_num_processors(), 1, PARALLEL_MAX_THREADS, &value, err);

    *threads = (int)value;
    return status;
}
