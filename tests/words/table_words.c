/* Writes, as a template of GNU gettext (.pot), what the program says that xgettext cannot find:
 * the texts of its tables. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "sim/cli/command.h"
#include "sim/cli/listing.h"
#include "sim/model/param.h"
#include "stats/base/catalogue.h"
#include "stats/data/schema.h"
#include "stats/indicators/estimate.h"
#include "stats/indicators/indicator.h"
#include "stats/numeric/secrecy_rules.h"

/* Characters of C source; everything else is UTF-8 as it is. */
static void write_bytes(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n')
            fputs("\\n", stdout);
        else if (text[i] == '"' || text[i] == '\\')
            printf("\\%c", text[i]);
        else
            putchar(text[i]);
    }
}

static void write_part(const char *what, const char *text, size_t length)
{
    if (length == 0)
        return;
    printf("#. %s\nmsgid \"", what);
    write_bytes(text, length);
    printf("\"\nmsgstr \"\"\n\n");
}

/* A formula of variables, a name: the same in every language. */
static bool has_words(const char *text)
{
    bool before = false;

    for (; *text != '\0'; text++) {
        bool is_letter = (*text >= 'a' && *text <= 'z') || (unsigned char)*text >= 0x80;
        if (is_letter && before)
            return true;
        before = is_letter;
    }
    return false;
}

static void write_text(const char *what, const char *text)
{
    if (text != NULL)
        write_part(what, text, strlen(text));
}

/* "sum|nested": typed as it stands. */
static bool is_choice(const char *argument)
{
    return argument != NULL && argument[0] >= 'a' && argument[0] <= 'z';
}

static void write_options(const char *command, const struct option_spec *specs)
{
    char what[80];

    for (; specs->name != NULL; specs++) {
        snprintf(what, sizeof what, "%s --%s", command, specs->name);
        if (!is_choice(specs->argument))
            write_text(what, specs->argument);
        write_text(what, specs->help);
    }
}

static void write_command(const struct command *command)
{
    const char *rest = command->details;

    write_text(command->name, command->group);
    write_text(command->name, command->summary);
    write_text(command->name, command->arguments);
    while (*rest != '\0') {
        size_t length = translate_paragraph_length(rest);
        write_part(command->name, rest, length);
        rest += length;
        rest += strspn(rest, "\n");
    }
    write_options(command->name, command->options);
}

static void write_indicator(const struct indicator *item)
{
    write_text("list indicators", item->group);
    if (has_words(item->formula))
        write_text("list indicators", item->formula);
    write_text("list indicators", item->reference);
}

static void write_lists(void)
{
    const struct indicator *item;

    for (size_t i = 0; (item = indicator_at(i)) != NULL; i++)
        write_indicator(item);
    for (const char *rest = estimate_flag_help; *rest != '\0'; rest += translate_entry_length(rest))
        write_part("list flags", rest, translate_entry_length(rest));
    for (int p = 0; p < NUM_PARAMS; p++)
        write_text("list parameters", param_specs[p].meaning);
    for (const struct figure_kind *kind = figure_kinds; kind->name != NULL; kind++)
        write_text("list figures", kind->summary);
    for (const struct secrecy_rule_set *set = secrecy_rule_sets; set->name != NULL; set++) {
        write_text("list rules", set->counted);
        write_text("list rules", set->source);
        write_text("list rules", set->date);
        write_text("list rules", set->note);
    }
}

static void write_schemas(void)
{
    for (const struct builtin_schema *item = builtin_schemas; item->name != NULL; item++) {
        struct schema schema;
        if (schema_builtin(&schema, item->name, NULL) != ERR_OK)
            continue;
        write_text(item->name, schema.title);
        for (size_t i = 0; i < schema.num_fields; i++)
            write_text(item->name, schema.fields[i].description);
        schema_free(&schema);
    }
}

/* What the system says when a file cannot be read or written. */
static void write_system_errors(void)
{
    static const int codes[] = {EACCES, EBADF,  EBUSY,  EDQUOT,  EEXIST,    EFBIG,        EINVAL,
                                EIO,    EISDIR, ELOOP,  EMFILE,  ENFILE,    ENAMETOOLONG, ENODEV,
                                ENOENT, ENOMEM, ENOSPC, ENOTDIR, ENOTEMPTY, ENXIO,        EPERM,
                                EPIPE,  EROFS,  ESPIPE, ESTALE,  ETXTBSY,   EXDEV};

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        write_text("errno", strerror(codes[i]));
}

int main(void)
{
    puts("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n");
    for (const struct command *const *item = commands; *item != NULL; item++)
        write_command(*item);
    write_options("every command", common_options);
    write_lists();
    write_schemas();
    write_system_errors();
    return ferror(stdout) || fclose(stdout) != 0;
}
