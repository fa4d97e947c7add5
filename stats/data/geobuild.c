#include "stats/data/geobuild.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/text.h"
#include "stats/data/csvout.h"
#include "stats/data/geocheck.h"
#include "stats/data/level.h"
#include "stats/data/panel.h"
#include "stats/data/table.h"

static const char *const header[] = {"level", "code", "name", "population", "epci",    "ze",
                                     "ti",    "dep",  "reg",  "within",     "vintage", NULL};

/* One line of the output; NULL means empty. */
struct line_out {
    const char *level, *code, *name, *epci, *ze, *ti, *dep, *reg, *within, *vintage;
    double population;
};

static void write_line(struct csvout *out, const struct line_out *line)
{
    const char *before[] = {line->level, line->code, line->name};
    const char *after[] = {line->epci, line->ze, line->ti, line->dep, line->reg, line->within, line->vintage};

    for (size_t i = 0; i < 3; i++)
        csvout_text(out, before[i] ? before[i] : "");
    csvout_number(out, line->population, 9);
    for (size_t i = 0; i < 7; i++)
        csvout_text(out, after[i] ? after[i] : "");
    csvout_end(out);
}

struct builder {
    const struct geobuild_sources *sources;
    struct table communes, arrondissements, zones, industry;
    struct panel population;
    size_t population_variable;
    int population_year;
    struct csvout out;
};

static int read_table(struct table *table, const char *path, const char *schema, struct problems *problems,
                      struct err *err)
{
    *table = (struct table){0};
    return path ? table_read_file(table, path, schema, problems, err) : ERR_OK;
}

static int read_population(struct builder *self, struct problems *problems, struct err *err)
{
    const struct table *table = &self->population.table;

    if (self->sources->population == NULL)
        return ERR_OK;
    int status = panel_read(&self->population, self->sources->population, problems, err);
    if (status != ERR_OK || problems->num_errors > 0)
        return status;
    self->population_variable = panel_variable_find(&self->population, "p_pop");
    if (self->population_variable == self->population.num_variables)
        problem_error(problems, ((struct place){self->sources->population, 1, 0}), NULL,
                      "the panel has no variable p_pop");
    for (size_t row = 0; row < table->num_rows; row++) {
        int year = (int)table_number(table, row, self->population.year_column);
        if (year > self->population_year)
            self->population_year = year;
    }
    return ERR_OK;
}

static int read_sources(struct builder *self, struct problems *problems, struct err *err)
{
    const struct geobuild_sources *s = self->sources;
    int status = read_table(&self->communes, s->communes, "insee-communes", problems, err);

    if (status == ERR_OK)
        status =
            read_table(&self->arrondissements, s->arrondissements, "insee-arrondissements", problems, err);
    if (status == ERR_OK)
        status = read_table(&self->zones, s->zones, "insee-zones", problems, err);
    if (status == ERR_OK)
        status = read_table(&self->industry, s->industry, "anct-territoires-industrie", problems, err);
    if (status == ERR_OK)
        status = read_population(self, problems, err);
    if (status == ERR_OK && problems->num_errors == 0)
        status = geocheck_communes(&self->communes, &self->zones, problems, err);
    return status;
}

static double population_of(const struct builder *self, const char *code)
{
    size_t row;

    if (self->sources->population == NULL)
        return NAN;
    row = panel_find(&self->population, LEVEL_COM, code, self->population_year);
    if (row == self->population.table.num_rows)
        return NAN;
    return panel_figure(&self->population, row, self->population_variable).value;
}

static const char *text_at(const struct table *table, size_t row, const char *column)
{
    return table_text(table, row, table_find(table, column));
}

/* The Territoire d'industrie of a commune: that of its EPCI, or its own. The
 * SIREN of a commune is 21, its INSEE code, and two further digits. */
static const char *industry_of(const struct builder *self, const char *commune, const char *epci)
{
    for (size_t row = 0; row < self->industry.num_rows; row++) {
        const char *siren = text_at(&self->industry, row, "CODGEO");
        bool own = text_starts_with(siren, "21") && strlen(siren) == 9 && strncmp(siren + 2, commune, 5) == 0;
        if (own || strcmp(siren, epci) == 0)
            return text_at(&self->industry, row, "ID_TI");
    }
    return NULL;
}

static const char *const no_epci = "ZZZZZZZZZ";

static void write_communes(struct builder *self)
{
    const struct table *t = &self->communes;

    for (size_t row = 0; row < t->num_rows; row++) {
        const char *code = text_at(t, row, "CODGEO"), *epci = text_at(t, row, "EPCI");
        bool alone = strcmp(epci, no_epci) == 0;
        struct line_out line = {.level = "com",
                                .code = code,
                                .name = text_at(t, row, "LIBGEO"),
                                .epci = alone ? NULL : epci,
                                .ze = text_at(t, row, "ZE2020"),
                                .ti = industry_of(self, code, epci),
                                .dep = text_at(t, row, "DEP"),
                                .reg = text_at(t, row, "REG"),
                                .population = population_of(self, code)};
        write_line(&self->out, &line);
    }
    for (size_t row = 0; row < self->arrondissements.num_rows; row++) {
        struct line_out line = {.level = "arm",
                                .code = text_at(&self->arrondissements, row, "CODGEO"),
                                .name = text_at(&self->arrondissements, row, "LIBGEO"),
                                .within = text_at(&self->arrondissements, row, "COM"),
                                .population = NAN};
        write_line(&self->out, &line);
    }
}

static void write_zones(struct builder *self, const char *published, const char *level)
{
    for (size_t row = 0; row < self->zones.num_rows; row++) {
        struct line_out line = {.level = level,
                                .code = text_at(&self->zones, row, "CODGEO"),
                                .name = text_at(&self->zones, row, "LIBGEO"),
                                .population = NAN};
        if (strcmp(text_at(&self->zones, row, "NIVGEO"), published) == 0 && strcmp(line.code, no_epci) != 0)
            write_line(&self->out, &line);
    }
}

static bool has_employment_zone(const struct builder *self, const char *prefix)
{
    for (size_t row = 0; row < self->zones.num_rows; row++)
        if (strcmp(text_at(&self->zones, row, "NIVGEO"), "ZE2020") == 0 &&
            strncmp(text_at(&self->zones, row, "CODGEO"), prefix, 2) == 0)
            return true;
    return false;
}

static void write_employment_zone_groups(struct builder *self)
{
    struct strbuf name = {0};

    for (size_t row = 0; row < self->zones.num_rows; row++) {
        const char *code = text_at(&self->zones, row, "CODGEO");
        if (strcmp(text_at(&self->zones, row, "NIVGEO"), "REG") != 0 || !has_employment_zone(self, code))
            continue;
        strbuf_clear(&name);
        strbuf_addf(&name, "%s (zones d’emploi %sxx)", text_at(&self->zones, row, "LIBGEO"), code);
        struct line_out line = {.level = "rze", .code = code, .name = strbuf_text(&name), .population = NAN};
        write_line(&self->out, &line);
    }
    strbuf_free(&name);
}

static void write_industry(struct builder *self)
{
    const char *last = "";

    for (size_t row = 0; row < self->industry.num_rows; row++) {
        struct line_out line = {.level = "ti",
                                .code = text_at(&self->industry, row, "ID_TI"),
                                .name = text_at(&self->industry, row, "LIB_TI"),
                                .population = NAN};
        if (strcmp(line.code, last) != 0)
            write_line(&self->out, &line);
        last = line.code;
    }
}

static void write_all(struct builder *self, struct outfile *file)
{
    csvout_init(&self->out, file, CSV_STYLE_STANDARD);
    csvout_header(&self->out, header);
    struct line_out france = {
        .level = "fr", .code = "FR", .name = "France", .vintage = self->sources->vintage, .population = NAN};
    write_line(&self->out, &france);
    write_zones(self, "REG", "reg");
    write_employment_zone_groups(self);
    write_zones(self, "DEP", "dep");
    write_industry(self);
    write_zones(self, "ZE2020", "ze");
    write_zones(self, "EPCI", "epci");
    write_communes(self);
    csvout_free(&self->out);
}

int geobuild_geography(const struct geobuild_sources *sources, struct outfile *file,
                       struct problems *problems, struct err *err)
{
    struct builder self = {.sources = sources};
    int status = read_sources(&self, problems, err);

    if (status == ERR_OK && problems->num_errors == 0)
        write_all(&self, file);
    table_free(&self.communes);
    table_free(&self.arrondissements);
    table_free(&self.zones);
    table_free(&self.industry);
    panel_free(&self.population);
    return status;
}

/* Kinds of event of the Code officiel géographique that lead from communes to
 * communes; NULL for the others. */
static const char *event_kind(int kind)
{
    switch (kind) {
    case 20: /* création */
    case 21: /* rétablissement */
    case 30: /* suppression */
    case 31: /* fusion simple */
    case 32: /* création d'une commune nouvelle */
    case 33: /* fusion-association */
    case 34: /* transformation en fusion simple */
        return "merge";
    case 41: /* changement de code: changement de département */
    case 50: /* changement de code: transfert de chef-lieu */
        return "code";
    default:
        return NULL;
    }
}

/* One line of the published table that leads from a commune to a commune. */
struct move {
    const char *date, *from, *to, *kind;
    bool is_split, is_repeated; /* its origin becomes several that day; an earlier line says the same */
};

static int by_origin_and_date(const void *a, const void *b)
{
    const struct move *const *x = a, *const *y = b;
    int order = strcmp((*x)->from, (*y)->from);

    if (order == 0)
        order = strcmp((*x)->date, (*y)->date);
    if (order == 0)
        order = strcmp((*x)->to, (*y)->to);
    return order ? order : (*x > *y) - (*x < *y);
}

static bool same_origin_and_date(const struct move *a, const struct move *b)
{
    return strcmp(a->from, b->from) == 0 && strcmp(a->date, b->date) == 0;
}

static size_t list_moves(const struct table *t, struct move *moves)
{
    size_t num = 0, mod = table_find(t, "MOD");

    for (size_t row = 0; row < t->num_rows; row++) {
        const char *kind = event_kind((int)table_number(t, row, mod));
        if (kind != NULL && strcmp(text_at(t, row, "TYPECOM_AV"), "COM") == 0 &&
            strcmp(text_at(t, row, "TYPECOM_AP"), "COM") == 0)
            moves[num++] = (struct move){.date = text_at(t, row, "DATE_EFF"),
                                         .from = text_at(t, row, "COM_AV"),
                                         .to = text_at(t, row, "COM_AP"),
                                         .kind = kind};
    }
    return num;
}

/* sorted: [num] pointers to moves, by origin and date. */
static void find_splits(struct move **sorted, size_t num)
{
    for (size_t first = 0, last; first < num; first = last) {
        for (last = first + 1; last < num && same_origin_and_date(sorted[first], sorted[last]); last++)
            sorted[last]->is_repeated = strcmp(sorted[last]->to, sorted[last - 1]->to) == 0;
        for (size_t i = first; i < last; i++)
            sorted[i]->is_split = strcmp(sorted[first]->to, sorted[last - 1]->to) != 0;
    }
}

static void write_moves(struct csvout *out, const struct move *moves, size_t num)
{
    for (size_t i = 0; i < num; i++) {
        const struct move *move = &moves[i];
        if (move->is_repeated || (!move->is_split && strcmp(move->from, move->to) == 0))
            continue;
        csvout_text(out, move->date);
        csvout_text(out, move->is_split ? "split" : move->kind);
        csvout_text(out, move->from);
        csvout_text(out, move->to);
        csvout_end(out);
    }
}

static int write_events(const struct table *table, struct csvout *out, struct err *err)
{
    struct move *moves = mem_alloc(table->num_rows, sizeof *moves, err);
    struct move **sorted = mem_alloc(table->num_rows, sizeof(struct move *), err);
    int status = moves && sorted ? ERR_OK : ERR_LIMIT;

    if (status == ERR_OK) {
        size_t num = list_moves(table, moves);
        for (size_t i = 0; i < num; i++)
            sorted[i] = &moves[i];
        qsort(sorted, num, sizeof(struct move *), by_origin_and_date);
        find_splits(sorted, num);
        write_moves(out, moves, num);
    }
    free(sorted);
    free(moves);
    return status;
}

int geobuild_events(const char *path, struct outfile *file, struct problems *problems, struct err *err)
{
    static const char *const names[] = {"date", "kind", "from", "to", NULL};
    struct table table;
    struct csvout out;
    int status = table_read_file(&table, path, "insee-events", problems, err);

    if (status != ERR_OK)
        return status;
    csvout_init(&out, file, CSV_STYLE_STANDARD);
    csvout_header(&out, names);
    if (problems->num_errors == 0)
        status = write_events(&table, &out, err);
    csvout_free(&out);
    table_free(&table);
    return status;
}
