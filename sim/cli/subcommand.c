#include "sim/cli/subcommand.h"

#include <stdlib.h>
#include <string.h>

#include "sim/cli/command.h"
#include "sim/cli/message.h"
#include "stats/base/mem.h"
#include "stats/base/strbuf.h"

void words_free(struct words *self)
{
    for (size_t i = 0; i < self->num_items; i++)
        free(self->items[i]);
    free(self->items);
    *self = (struct words){0};
}

int words_add(struct words *self, const char *word, struct err *err)
{
    /* one more than needed: getopt wants a NULL at the end */
    if (mem_grow(&self->items, &self->capacity, self->num_items + 2, sizeof *self->items, err) != ERR_OK)
        return ERR_LIMIT;
    self->items[self->num_items] = mem_copy_text(word, strlen(word), err);
    return self->items[self->num_items] != NULL ? (self->num_items++, ERR_OK) : ERR_LIMIT;
}

int words_add_option(struct words *self, const char *name, const char *value, struct err *err)
{
    struct strbuf text = {0};
    int status;

    strbuf_addf(&text, "--%s%s%s", name, value ? "=" : "", value ? value : "");
    status = strbuf_status(&text, err);
    if (status == ERR_OK)
        status = words_add(self, strbuf_text(&text), err);
    strbuf_free(&text);
    return status;
}

int subcommand_recorded(const struct run_record *record, const char *path, struct words *words,
                        struct opts *parsed, struct err *err)
{
    const struct command *command;
    int status = ERR_OK;

    for (size_t i = 0; i < run_record_num_words(record) && status == ERR_OK; i++)
        status = words_add(words, run_record_word(record, i), err);
    if (status != ERR_OK)
        return status;
    command = command_find(strcmp(words->items[0], "merge") == 0 ? "merge" : "project");
    if (strcmp(words->items[0], command->name) != 0)
        return err_set(err, ERR_DATA, "'%s': the command '%.60s' writes no manifest: '%s' was expected", path,
                       words->items[0], command->name);
    if (status == ERR_OK && opts_parse(parsed, command->name, command->options, (int)words->num_items,
                                       words->items, err) != ERR_OK)
        return ERR_DATA;
    return status;
}

bool subcommand_is_aside(const char *option)
{
    static const char *const names[] = {"output", "force", "quiet", "verbose", "threads"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], option) == 0)
            return true;
    return false;
}

int subcommand_run(const struct words *words, struct err *err)
{
    const struct command *command = command_find(words->items[0]);
    enum verbosity before = message_verbosity();
    struct opts opts;
    int status;

    if (command == NULL)
        return err_set(err, ERR_INTERNAL, "there is no command '%s'", words->items[0]);
    status = opts_parse(&opts, command->name, command->options, (int)words->num_items, words->items, err);
    if (status != ERR_OK)
        return status;
    message_set_verbosity(MESSAGE_QUIET);
    status = command->run(&opts, err);
    message_set_verbosity(before);
    opts_free(&opts);
    return status;
}
