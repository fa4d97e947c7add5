/* Where the datasets are. */
#ifndef SIM_CLI_PATHS_H
#define SIM_CLI_PATHS_H

#include "stats/base/error.h"
#include "stats/data/level.h"

/* The folder of the datasets: $BASSIN_DATASETS, else beside the program (in the
 * source tree or installed). Allocated; NULL with ERR_IO when there is none. */
char *paths_datasets(struct err *err);

/* A file or folder below it; allocated. */
char *paths_dataset(const char *name, struct err *err);

/* The catalogue of messages of a language ("fr"), beside the program or installed. Allocated; NULL
 * when there is none. */
char *paths_catalogue(const char *language);
/* The contours shipped of a level: path, or NULL with ERR_USAGE when there are none; allocated. */
char *paths_contours(enum level level, struct err *err);

#endif
