/* Errors: a status code and one complete message, filled once where the error
 * arises and printed once, by main. Library functions return 0 (ERR_OK) or a
 * code of enum err_code; the code is also the exit status of the program. */
#ifndef STATS_BASE_ERROR_H
#define STATS_BASE_ERROR_H

enum err_code {
    ERR_OK = 0,
    ERR_FALSE = 1,     /* an assertion or comparison is false */
    ERR_USAGE = 2,     /* wrong command line */
    ERR_DATA = 3,      /* invalid data or scenario */
    ERR_IO = 4,        /* a file cannot be read or written */
    ERR_PLOT = 5,      /* gnuplot is missing or failed */
    ERR_LIMIT = 6,     /* not enough memory, or a limit is exceeded */
    ERR_INTERNAL = 70, /* a contract inside the program is broken */
};

/* Owned by the caller; initialise with {0}. */
struct err {
    enum err_code code;
    char message[1024]; /* UTF-8, no final newline; empty when code is ERR_OK */
};

/* Each of these fills err (which may be NULL) and returns the code, so that a
 * function can end with: return err_set(err, ERR_DATA, "...", ...);
 * A second call on the same err keeps the first message. */
int err_set(struct err *err, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* ERR_IO (or ERR_LIMIT when errno is ENOMEM) with the text of errno:
 * "cannot open 'x.csv': No such file or directory". */
int err_errno(struct err *err, const char *action, const char *subject);

/* Puts "prefix: " before a message that is already set. */
void err_prefix(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
