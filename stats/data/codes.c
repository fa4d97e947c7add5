#include "stats/data/codes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/text.h"
#include "stats/data/lineage.h"

int code_reader_init(struct code_reader *self, const struct geography *geography,
                     const struct import_options *options, const char *file, struct problems *problems,
                     struct err *err)
{
    *self =
        (struct code_reader){.geography = geography, .options = options, .file = file, .problems = problems};
    self->seen = mem_alloc(geography->levels[LEVEL_COM].num_items, sizeof *self->seen, err);
    self->past = mem_alloc(geography->num_past, sizeof *self->past, err);
    return self->seen && self->past ? ERR_OK : ERR_LIMIT;
}

void code_reader_free(struct code_reader *self)
{
    free(self->seen);
    free(self->past);
    free(self->unmatched);
    *self = (struct code_reader){0};
}

bool code_reader_has_seen(const struct code_reader *self, size_t commune)
{
    return self->seen[commune];
}

/* The level named by a text in "@COLUMN EPCI=epci uu=skip"; NUM_LEVELS when the
 * text is not listed; *skip when it is to be left out. */
static enum level mapped_level(const char *spec, const char *text, bool *skip)
{
    size_t length = strlen(text);

    spec += strcspn(spec, " ");
    while (*spec != '\0') {
        spec += strspn(spec, " ");
        size_t word = strcspn(spec, " ");
        if (word > length && spec[length] == '=' && strncmp(spec, text, length) == 0) {
            const char *name = spec + length + 1;
            *skip = word - length - 1 == 4 && strncmp(name, "skip", 4) == 0;
            return level_find(name, word - length - 1);
        }
        spec += word;
    }
    return NUM_LEVELS;
}

static enum level level_of(struct code_reader *self, const struct binding *binding, const struct csv_row *row,
                           bool *skip)
{
    enum level level;

    *skip = false;
    if (binding->level_field == NO_FIELD)
        return level_find(binding->code->level, strlen(binding->code->level));
    level = mapped_level(binding->code->level, row->fields[binding->level_field], skip);
    if (level == NUM_LEVELS && !*skip)
        problem_error(self->problems, ((struct place){self->file, row->line, (long)binding->level_field + 1}),
                      "list it in the column 'level' of the dictionary, as LEVEL=skip to leave it out",
                      "unknown level '%.40s'", row->fields[binding->level_field]);
    return level;
}

static size_t code_length(enum level level, size_t length)
{
    static const size_t lengths[NUM_LEVELS] = {
        [LEVEL_COM] = 5, [LEVEL_EPCI] = 9, [LEVEL_ZE] = 4, [LEVEL_DEP] = 2, [LEVEL_RZE] = 2, [LEVEL_REG] = 2};

    return lengths[level] ? lengths[level] : length;
}

/* Leading zeros lost in a spreadsheet: 1001 was 01001. */
static bool pad_code(struct code_reader *self, enum level level, char *code, size_t size)
{
    size_t length = strlen(code), wanted = code_length(level, length);

    if (!self->options->pad_codes || length >= wanted || wanted >= size || !text_is_digits(code, length))
        return false;
    memmove(code + wanted - length, code, length + 1);
    memset(code, '0', wanted - length);
    self->num_padded++;
    return true;
}

static void repair_case(struct code_reader *self, char *code, long line, long column)
{
    if (code[0] != '2' || (code[1] != 'a' && code[1] != 'b'))
        return;
    code[1] = code[1] == 'a' ? 'A' : 'B';
    if (self->num_case_repairs++ == 0)
        problem_warning(self->problems, ((struct place){self->file, line, column}), NULL,
                        "Corsican code written in lower case: read as %s", code);
}

static bool check_form(struct code_reader *self, enum level level, char *code, size_t size, long line,
                       long column)
{
    size_t length = strlen(code);

    if (level_is_code(level, code, length))
        return true;
    repair_case(self, code, line, column);
    if (level_is_code(level, code, strlen(code)) ||
        (pad_code(self, level, code, size) && level_is_code(level, code, strlen(code))))
        return true;
    bool lost_zero = length < code_length(level, length) && text_is_digits(code, length);
    problem_error(self->problems, ((struct place){self->file, line, column}),
                  lost_zero ? N_("leading zeros lost in a spreadsheet? give --pad-codes to put them back")
                            : level_code_form(level),
                  "'%.40s' is not a code of level %s", code, level_name(level));
    return false;
}

static void note_unmatched(struct code_reader *self, enum level level, const char *code, long line,
                           size_t num_rows)
{
    struct unmatched *item;

    for (size_t i = 0; i < self->num_unmatched; i++)
        if (self->unmatched[i].level == level && strcmp(self->unmatched[i].code, code) == 0) {
            self->unmatched[i].num_rows += num_rows;
            return;
        }
    if (mem_grow(&self->unmatched, &self->unmatched_capacity, self->num_unmatched + 1,
                 sizeof *self->unmatched, NULL) != ERR_OK) {
        self->failed = true;
        return;
    }
    item = &self->unmatched[self->num_unmatched++];
    *item = (struct unmatched){.level = level, .line = line, .num_rows = num_rows};
    snprintf(item->code, sizeof item->code, "%s", code);
}

void code_reader_refuse(struct code_reader *self, size_t past)
{
    note_unmatched(self, LEVEL_COM, self->geography->past[past].code, self->past[past].line,
                   self->past[past].num_rows);
}

/* A code of level com: of the table, of an arrondissement, or of another date. */
static bool resolve_commune(struct code_reader *self, const char *code, long line,
                            struct territory *territory)
{
    const struct geography *geography = self->geography;
    size_t zone = geography_find(geography, LEVEL_COM, code), past = geography_find_past(geography, code);

    if (zone != NO_ZONE)
        self->seen[zone] = true;
    if (past != NO_ZONE)
        self->past[past].is_present = true;
    if (zone == NO_ZONE && past == NO_ZONE) {
        zone = geography_find_arrondissement(geography, code);
        territory->is_part = zone != NO_ZONE;
        self->num_arrondissements += territory->is_part;
    } else if (zone == NO_ZONE || (past != NO_ZONE && geography->past[past].is_dated)) {
        territory->past = past;
        self->past[past].line = self->past[past].num_rows++ == 0 ? line : self->past[past].line;
        return true;
    }
    territory->zone = zone;
    return zone != NO_ZONE;
}

static bool is_allowed_by_name(const struct import_options *options, const char *code)
{
    for (size_t i = 0; i < options->num_allowed; i++)
        if (strcmp(options->allowed[i], code) == 0)
            return true;
    return false;
}

static bool resolve_code(struct code_reader *self, const struct binding *binding, const struct csv_row *row,
                         struct territory *territory)
{
    const char *text = row->fields[binding->code_field];
    char code[64];

    if (binding->match_names) {
        territory->zone = geography_find_name(self->geography, territory->level, text);
        return territory->zone != NO_ZONE;
    }
    if (is_allowed_by_name(self->options, text)) /* whatever its form */
        return false;
    snprintf(code, sizeof code, "%s", text);
    if (!check_form(self, territory->level, code, sizeof code, row->line, (long)binding->code_field + 1)) {
        territory->is_skipped = true;
        return false;
    }
    if (territory->level == LEVEL_COM)
        return resolve_commune(self, code, row->line, territory);
    territory->zone = geography_find(self->geography, territory->level, code);
    return territory->zone != NO_ZONE;
}

static bool resolve_recode(const struct code_reader *self, const struct binding *binding,
                           const struct csv_row *row, struct territory *territory)
{
    for (size_t i = 0; i < binding->num_recodes; i++)
        if (conditions_hold(&binding->recodes[i].conditions, row)) {
            territory->level = binding->recodes[i].level;
            territory->zone = geography_find(self->geography, territory->level, binding->recodes[i].code);
            return territory->zone != NO_ZONE;
        }
    return false;
}

bool code_reader_resolve(struct code_reader *self, const struct binding *binding, const struct csv_row *row,
                         struct territory *territory)
{
    *territory = (struct territory){.zone = NO_ZONE, .past = NO_ZONE};
    if (resolve_recode(self, binding, row, territory))
        return true;
    territory->level = level_of(self, binding, row, &territory->is_skipped);
    if (territory->level == NUM_LEVELS)
        return false;
    if (resolve_code(self, binding, row, territory))
        return true;
    if (!territory->is_skipped)
        note_unmatched(self, territory->level, row->fields[binding->code_field], row->line, 1);
    return false;
}

size_t code_reader_commune(struct code_reader *self, const char *code, long line)
{
    struct err err;
    size_t commune;

    if (lineage_commune(self->geography, code, &commune, &err) != ERR_OK)
        self->failed = true;
    if (commune == NO_ZONE && !is_allowed_by_name(self->options, code))
        note_unmatched(self, LEVEL_COM, code, line, 1);
    return commune;
}

static void report_unmatched(struct code_reader *self, struct import_report *report)
{
    struct strbuf refused = {0};
    size_t num_refused = 0;
    long first_line = 0;

    for (size_t i = 0; i < self->num_unmatched; i++) {
        const struct unmatched *item = &self->unmatched[i];
        if (self->options->allow_all_unmatched || is_allowed_by_name(self->options, item->code)) {
            report->num_unmatched += item->num_rows;
            continue;
        }
        first_line = first_line ? first_line : item->line;
        if (num_refused++ < 40)
            strbuf_addf(&refused, "%s%s", num_refused > 1 ? "," : "", item->code);
    }
    if (num_refused > 0)
        problem_error(self->problems, ((struct place){self->file, first_line, 0}),
                      "bring both to one vintage (geography with --events), or name the codes that may be "
                      "left out with --allow-unmatched",
                      "%zu code%s no territory of the geography of %s: %s%s", num_refused,
                      num_refused == 1 ? _(" matches") : _("s match"), self->geography->vintage,
                      strbuf_text(&refused), num_refused > 40 ? ",..." : "");
    strbuf_free(&refused);
}

void code_reader_finish(struct code_reader *self, struct import_report *report)
{
    report_unmatched(self, report);
    report->num_arrondissements = self->num_arrondissements;
    report->num_padded = self->num_padded;
    if (self->failed)
        self->problems->failed = true;
}
