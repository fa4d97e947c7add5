/* Options of a command: a table of specifications, parsed by getopt_long, read
 * by name with checked values. The same table makes the help and the manual. */
#ifndef SIM_CLI_OPTS_H
#define SIM_CLI_OPTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stats/base/error.h"

struct option_spec {
    char letter;          /* 0 if none */
    const char *name;     /* long name */
    const char *argument; /* name of its argument in the help, NULL for a flag */
    const char *help;     /* one sentence; "\n" breaks the line */
};

/* Whether a table of options has one of that name. */
bool option_is_listed(const struct option_spec *specs, const char *name);

/* Options that every command has, unless its own table has one of the same name. */
extern const struct option_spec common_options[];

struct opt {
    const struct option_spec *spec;
    const char *value; /* NULL for a flag; borrowed from argv */
};

struct opts {
    struct opt *items; /* in the order given */
    size_t num_items;
    char *const *arguments; /* what is left, borrowed from argv */
    size_t num_arguments;
    int argc; /* the command line as given, from the name of the command */
    char *const *argv;
};

/* Parses argv[1..] of a command. ERR_USAGE with a hint when it does not fit. */
int opts_parse(struct opts *self, const char *command, const struct option_spec *specs, int argc, char **argv,
               struct err *err);
void opts_free(struct opts *self);

bool opts_has(const struct opts *self, const char *name);

/* The last value given, or fallback. */
const char *opts_text(const struct opts *self, const char *name, const char *fallback);

/* A whole number between least and most (written 10000, 1e6 is refused). */
int opts_integer(const struct opts *self, const char *name, int64_t fallback, int64_t least, int64_t most,
                 int64_t *value, struct err *err);

/* A year, 1800 to 2200; 0 when the option is absent. */
int opts_year(const struct opts *self, const char *name, int *year, struct err *err);

/* A number between least and most. */
int opts_number(const struct opts *self, const char *name, double fallback, double least, double most,
                double *value, struct err *err);

/* One of the texts in choices (ends with NULL); *index is its place, or
 * fallback when the option is absent. */
int opts_choice(const struct opts *self, const char *name, const char *const *choices, int fallback,
                int *index, struct err *err);

/* The items of all values of an option, split at commas. */
struct text_list {
    char *text; /* owned: holds the items */
    const char **items;
    size_t num_items, capacity;
};
int opts_list(const struct opts *self, const char *name, struct text_list *list, struct err *err);
/* The items of a text, split at commas. */
int text_list_split(struct text_list *list, const char *text, struct err *err);
int text_list_add(struct text_list *list, const char *item, struct err *err);
void text_list_free(struct text_list *list);

/* ERR_USAGE unless the number of arguments lies between least and most. */
int opts_expect_arguments(const struct opts *self, size_t least, size_t most, const char *what,
                          struct err *err);

/* Number of threads: --threads, else all processors. */
int opts_threads(const struct opts *self, int *threads, struct err *err);

#endif
