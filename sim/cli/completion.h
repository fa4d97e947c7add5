/* Scripts with which shells complete command lines of bassin, made from the table of commands, so
 * that they know every command, option and choice of this program and no other. */
#ifndef SIM_CLI_COMPLETION_H
#define SIM_CLI_COMPLETION_H

#include <stdbool.h>

#include "sim/cli/command.h"
#include "stats/base/strbuf.h"

/* shell: "bash", "zsh" or "fish"; ERR_USAGE otherwise. */
int completion_write(struct strbuf *out, const char *shell, struct err *err);

/* ---- what is shared by the three scripts ----------------------------------------------------- */

/* What may follow an option, or stand where an argument is expected. */
enum completion_kind {
    COMPLETE_NOTHING, /* numbers, texts, codes */
    COMPLETE_FILES,
    COMPLETE_FOLDERS,
    COMPLETE_CHOICES, /* those that the table names, "fr|en" */
    COMPLETE_PACKS,   /* shipped, and folders */
    COMPLETE_PARTS,   /* a pack, then files */
    COMPLETE_METRICS,
    COMPLETE_INDICATORS,
    COMPLETE_LEVELS,
    COMPLETE_RULES,
    COMPLETE_TOPICS,
    NUM_COMPLETION_KINDS
};

enum completion_kind completion_of_option(const struct option_spec *spec);

/* Of the first argument of a command, apart from its words. */
enum completion_kind completion_of_argument(const struct command *command);

/* Whether the value of an option is a list, split at commas. */
bool completion_is_list(const struct option_spec *spec);

/* The words that a command expects first, such as new, check, show: separated by spaces. */
void completion_add_words(struct strbuf *out, const struct command *command);

/* The words of a kind, separated by spaces; spec is needed for COMPLETE_CHOICES alone. */
void completion_add_values(struct strbuf *out, enum completion_kind kind, const struct option_spec *spec);

/* What the program takes in place of a command. */
extern const struct option_spec completion_program_options[];

/* The first line of a help text, in the language of messages, without what shells would expand or
 * end a quoted text with. */
void completion_add_help(struct strbuf *out, const char *help);

void completion_bash(struct strbuf *out);
void completion_zsh(struct strbuf *out);
void completion_fish(struct strbuf *out);

#endif
