/* Data packages: datapackage.json beside a folder of tables, so that other programs read them with
 * the right types (Frictionless Tabular Data Package and Table Schema, specs.frictionlessdata.io).
 * Made from the built-in schemas; holds nothing volatile. */
#ifndef STATS_DATA_DATAPACKAGE_H
#define STATS_DATA_DATAPACKAGE_H

#include "stats/base/outfile.h"
#include "stats/data/csvout.h"

struct data_package; /* owned; a JSON document */

/* name becomes a slug. NULL with err set when there is no memory. */
struct data_package *data_package_new(const char *name, const char *title, struct err *err);
void data_package_free(struct data_package *self);

/* Something that the tables were made from; told once, however often it is added. The first address
 * (https://...) in the title becomes its path. */
void data_package_add_source(struct data_package *self, const char *title);

/* Licences that whoever publishes tables may choose, by their names of SPDX (spdx.org/licenses); ends with
 * NULL. Nobody but the author can say: none is told unless it is given. */
extern const char *const data_package_licences[];

/* index: a place in data_package_licences. */
void data_package_set_licence(struct data_package *self, int index);

/* A table that has been finished (its temporary file is read), written under a built-in schema: its
 * columns as they are in the file, size and SHA-256. */
int data_package_add_table(struct data_package *self, const struct outfile *file, const char *schema,
                           enum csv_style style, struct err *err);

int data_package_write(const struct data_package *self, struct outfile *file, struct err *err);

#endif
