/* The language in which the program speaks to a person: messages, help, lists, manual. Data, codes
 * and figures never follow it (figures and reports have --lang). */
#ifndef SIM_CLI_LANGUAGE_H
#define SIM_CLI_LANGUAGE_H

#include "sim/cli/opts.h"

/* Chooses the language and reads its catalogue: --lang on the command line, else what the
 * environment asks for. Without a catalogue it is English. Once, before anything is said. */
void language_begin(int argc, char *const *argv);
void language_end(void);

/* "fr" or "en". */
const char *language_code(void);

/* What the environment asks for. locale is the value of LC_ALL, LC_MESSAGES or LANG, the first
 * that is set, list that of LANGUAGE; either may be NULL. LANGUAGE counts unless the locale is C
 * or POSIX, which scripts set to be sure of English; a locale need not be installed. */
const char *language_of_environment(const char *locale, const char *list);

/* ERR_USAGE when --lang names another language. */
int language_check(const struct opts *opts, struct err *err);

#endif
