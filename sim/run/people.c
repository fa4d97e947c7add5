#include "sim/run/people.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"

enum effect {
    EFFECT_TERRITORY, /* more people in the territory */
    EFFECT_EMPLOYED,
    EFFECT_INDUSTRY,
    EFFECT_TRAINEES, /* job seekers in training */
    EFFECT_BELOW_BAC,
    EFFECT_YOUNG,     /* more people of initial training and apprenticeship */
    EFFECT_DISPLACED, /* others without the job in industry */
    EFFECT_WITHOUT,   /* people of the programme who are in the territory without it */
    EFFECT_UNKNOWN,   /* more people in the territory whose diploma at entry is not given */
    NUM_EFFECTS
};

/* What the effects are read from. */
static const enum metric sources[] = {METRIC_TERRITORY_ADDITIONAL,
                                      METRIC_EMPLOYED_ADDITIONAL,
                                      METRIC_INDUSTRY_ADDITIONAL,
                                      METRIC_TRAINEES,
                                      METRIC_TERRITORY_STOCK,
                                      METRIC_TERRITORY_WITHOUT,
                                      METRIC_COMPLETED_TOTAL,
                                      METRIC_OUT_OF_BELOW_BAC_TOTAL,
                                      METRIC_DISPLACED};

bool people_are_wanted(const struct layout *layout, const struct scenario *scenario)
{
    bool any = false;

    for (size_t scope = 0; scope < layout->num_scopes; scope++)
        any |= layout->scopes[scope].has_people;
    for (size_t m = 0; m < NUM_METRICS && any; m++)
        if (metric_specs[m].needs_people && layout_is_reported(layout, scenario, m))
            return true;
    return false;
}

void people_need(bool needed[NUM_METRICS])
{
    for (size_t k = 0; k < sizeof sources / sizeof sources[0]; k++)
        needed[sources[k]] = true;
    for (size_t m = 0; m < NUM_METRICS; m++)
        if (metric_specs[m].needs_people)
            needed[m] = false; /* not the chain's */
}

static int most_stock_years(const struct model *model, const struct stock *stock)
{
    int last = stock->year;

    for (size_t s = 0; s < model->num_scenarios; s++)
        last = model->scenarios[s].last_year > last ? model->scenarios[s].last_year : last;
    return last - stock->year + 1;
}

int people_init(struct people *self, const struct model *model, const struct layout *layout, struct err *err)
{
    const struct pack *pack = model->pack;
    size_t num = pack->num_stocks;
    int most = 1, status = ERR_OK;

    *self = (struct people){.pack = pack, .num_years = layout->num_years};
    if (num == 0)
        return ERR_OK;
    self->runs = mem_alloc(num, sizeof *self->runs, err);
    self->cycles = mem_alloc(num, sizeof *self->cycles, err);
    self->is_simulated = mem_alloc(num, sizeof *self->is_simulated, err);
    self->effects =
        mem_alloc(num * (size_t)layout->num_years * NUM_EFFECTS * LANES, sizeof *self->effects, err);
    if (!self->runs || !self->cycles || !self->is_simulated || !self->effects)
        return ERR_LIMIT;
    for (size_t k = 0; k < num && status == ERR_OK; k++) {
        int years = most_stock_years(model, &pack->stocks[k]);
        most = years > most ? years : most;
        status = stock_run_init(&self->runs[k], years, err);
        self->cycles[k] = mem_alloc((size_t)years * LANES, sizeof **self->cycles, err);
        if (self->cycles[k] == NULL)
            status = ERR_LIMIT;
    }
    if (status == ERR_OK)
        self->cycle = mem_alloc((size_t)most * LANES, sizeof *self->cycle, err);
    return status == ERR_OK && self->cycle == NULL ? ERR_LIMIT : status;
}

void people_free(struct people *self)
{
    for (size_t k = 0; self->runs != NULL && k < self->pack->num_stocks; k++)
        stock_run_free(&self->runs[k]);
    for (size_t k = 0; self->cycles != NULL && k < self->pack->num_stocks; k++)
        free(self->cycles[k]);
    free(self->cycles);
    free(self->runs);
    free(self->is_simulated);
    free(self->effects);
    free(self->cycle);
    *self = (struct people){0};
}

void people_begin_block(struct people *self)
{
    for (size_t k = 0; k < self->pack->num_stocks; k++)
        self->is_simulated[k] = false;
}

void people_begin_scenario(struct people *self)
{
    if (self->effects != NULL)
        memset(self->effects, 0,
               self->pack->num_stocks * (size_t)self->num_years * NUM_EFFECTS * LANES *
                   sizeof *self->effects);
}

/* ---- effects of a cohort --------------------------------------------------------------------- */

static double *effect_at(const struct people *self, size_t stock, int year, enum effect effect)
{
    return self->effects + ((stock * (size_t)self->num_years + (size_t)year) * NUM_EFFECTS + effect) * LANES;
}

/* What one draw of a cohort has alike in all years. */
struct luck {
    double below_bac; /* share of those who enter; NaN where the pack does not say */
    double turnover;  /* of industrial jobs, a year */
};

static const double *values_of(const struct cohort_inputs *in, enum param param)
{
    return param_values(&in->cohort->params[param], 0, in->values);
}

static struct luck luck_of(const struct cohort_inputs *in, int lane)
{
    const double *entry[5], *replacement = values_of(in, PARAM_INDUSTRY_REPLACEMENT);
    bool is_known = true;

    for (int k = 0; k < 5; k++) {
        entry[k] = values_of(in, (enum param)(PARAM_ENTRY_NONE + k));
        is_known &= entry[k] != NULL;
    }
    return (struct luck){.below_bac = is_known ? entry_share_below(entry, 4, lane) : (double)NAN,
                         .turnover = replacement ? fmin(replacement[lane], 1) : 0};
}

/* People below baccalauréat in the territory, with the programme less without it. */
static double more_below_bac(const struct cohort_result *result, double before, int year, int i)
{
    double completed = (double)result_values(result, METRIC_COMPLETED_TOTAL, year)[i];
    double out = (double)result_values(result, METRIC_OUT_OF_BELOW_BAC_TOTAL, year)[i];
    double with = (double)result_values(result, METRIC_TERRITORY_STOCK, year)[i];
    double without = (double)result_values(result, METRIC_TERRITORY_WITHOUT, year)[i];
    double after = completed > 0 ? before - out / completed : before;

    return with * fmax(after, 0) - without * before;
}

static bool is_young(enum audience audience)
{
    return audience == AUDIENCE_INITIAL || audience == AUDIENCE_APPRENTICES;
}

static void collect_lane(struct people *self, size_t stock, const struct cohort_inputs *in,
                         const struct cohort_result *result, int i)
{
    struct luck luck = luck_of(in, i);
    bool is_unknown = isnan(luck.below_bac);
    double displaced = 0;

    for (int y = 0; y < in->scenario->num_years; y++) {
        double more = (double)result_values(result, METRIC_TERRITORY_ADDITIONAL, y)[i];
        displaced = displaced * (1 - luck.turnover) + (double)result_values(result, METRIC_DISPLACED, y)[i];
        effect_at(self, stock, y, EFFECT_TERRITORY)[i] += more;
        effect_at(self, stock, y, EFFECT_EMPLOYED)[i] +=
            (double)result_values(result, METRIC_EMPLOYED_ADDITIONAL, y)[i];
        effect_at(self, stock, y, EFFECT_INDUSTRY)[i] +=
            (double)result_values(result, METRIC_INDUSTRY_ADDITIONAL, y)[i];
        if (in->cohort->audience == AUDIENCE_JOBSEEKERS)
            effect_at(self, stock, y, EFFECT_TRAINEES)[i] +=
                (double)result_values(result, METRIC_TRAINEES, y)[i];
        effect_at(self, stock, y, EFFECT_BELOW_BAC)[i] +=
            is_unknown ? 0 : more_below_bac(result, luck.below_bac, y, i);
        effect_at(self, stock, y, EFFECT_UNKNOWN)[i] += is_unknown ? more : 0;
        effect_at(self, stock, y, EFFECT_YOUNG)[i] += is_young(in->cohort->audience) ? more : 0;
        effect_at(self, stock, y, EFFECT_DISPLACED)[i] += displaced;
        effect_at(self, stock, y, EFFECT_WITHOUT)[i] +=
            (double)result_values(result, METRIC_TERRITORY_WITHOUT, y)[i];
    }
}

void people_collect(struct people *self, const struct cohort_inputs *in, const struct cohort_result *result)
{
    for (size_t k = 0; k < self->pack->num_stocks; k++)
        if (strcmp(self->pack->stocks[k].territory, in->cohort->territory) == 0)
            for (int i = 0; i < in->block->num; i++)
                collect_lane(self, k, in, result, i);
}

/* ---- people with the programme ------------------------------------------------------------------ */

struct finishing {
    struct people *people;
    const struct scenario *scenario;
    const struct block *block;
    size_t stock, scope;
    people_target target;
    void *context;
};

/* The cycle at the end of each year of the stock, 0 before the first year of the scenario. Whether
 * it is that of the last simulation. */
static bool fill_cycle(struct people *self, const struct scenario *s, size_t stock, const double *level)
{
    size_t size = (size_t)self->runs[stock].num_years * LANES * sizeof *self->cycle;
    bool is_same;

    memset(self->cycle, 0, size);
    for (int y = 0; y < s->num_years && level != NULL; y++) {
        int at = s->first_year + y - self->pack->stocks[stock].year, step = (y + 1) * s->steps_per_year - 1;
        memcpy(self->cycle + (size_t)at * LANES, level + (size_t)step * LANES, LANES * sizeof *self->cycle);
    }
    is_same = memcmp(self->cycle, self->cycles[stock], size) == 0;
    memcpy(self->cycles[stock], self->cycle, size);
    return is_same;
}

/* The people of one draw at the end of a year, with the programme. */
static struct stock_counts with_programme(const struct finishing *f, const struct stock_year *without,
                                          int year, int i)
{
    const struct people *self = f->people;
    struct stock_counts c = stock_counts_of(without, i);
    double below_bac_share = stock_indicator(&c, STOCK_BELOW_BAC_SHARE);
    double e[NUM_EFFECTS], young_before = year > 0 ? effect_at(self, f->stock, year - 1, EFFECT_YOUNG)[i] : 0;

    for (int k = 0; k < NUM_EFFECTS; k++)
        e[k] = effect_at(self, f->stock, year, (enum effect)k)[i];
    c.working_age += e[EFFECT_TERRITORY];
    c.employed += e[EFFECT_EMPLOYED] - e[EFFECT_DISPLACED];
    c.industry += e[EFFECT_INDUSTRY] - e[EFFECT_DISPLACED];
    c.unemployed += e[EFFECT_TERRITORY] - e[EFFECT_EMPLOYED] - e[EFFECT_TRAINEES] + e[EFFECT_DISPLACED];
    c.not_in_education += e[EFFECT_TERRITORY];
    c.below_bac += e[EFFECT_BELOW_BAC] + (e[EFFECT_UNKNOWN] != 0 ? e[EFFECT_UNKNOWN] * below_bac_share : 0);
    c.young_left -= e[EFFECT_YOUNG] - young_before;
    return c;
}

static bool are_possible(const struct stock_counts *c)
{
    return c->unemployed >= 0 && c->industry >= 0 && c->employed >= c->industry && c->below_bac >= 0;
}

static int too_many(const struct finishing *f, int year, int i, struct err *err)
{
    return err_set(
        err, ERR_DATA,
        "scenario '%s', %d: the programme holds more people than the territory %s has (draw %llu): "
        "check its places against territory.csv",
        f->scenario->row->name, f->scenario->first_year + year, f->people->pack->stocks[f->stock].territory,
        (unsigned long long)f->block->first + (unsigned)i);
}

static int64_t in_units(double value, enum metric metric)
{
    return isnan(value) ? 0 : llround(metric_specs[metric].unit == METRIC_SHARE ? 1e7 * value : value);
}

static int write_year(const struct finishing *f, const struct stock_year *without, int year, struct err *err)
{
    int64_t *values[NUM_STOCK_INDICATORS];

    for (int k = 0; k < NUM_STOCK_INDICATORS; k++)
        values[k] = f->target(f->context, f->scope, (enum metric)(METRIC_PEOPLE_1564 + k), year);
    for (int i = 0; i < f->block->num; i++) {
        struct stock_counts counts = with_programme(f, without, year, i);
        if (effect_at(f->people, f->stock, year, EFFECT_WITHOUT)[i] > without->working_age[i] ||
            !are_possible(&counts))
            return too_many(f, year, i, err);
        for (int k = 0; k < NUM_STOCK_INDICATORS; k++)
            values[k][i] = in_units(stock_indicator(&counts, (enum stock_indicator)k),
                                    (enum metric)(METRIC_PEOPLE_1564 + k));
    }
    return ERR_OK;
}

static int finish_territory(const struct finishing *f, uint64_t seed, const double *cycle_level,
                            struct err *err)
{
    struct people *self = f->people;
    const struct stock *stock = &self->pack->stocks[f->stock];
    struct stock_run *run = &self->runs[f->stock];
    int status = ERR_OK;

    if (!fill_cycle(self, f->scenario, f->stock, cycle_level) || !self->is_simulated[f->stock])
        status = stock_simulate(run, stock, f->block, seed, self->cycle, err);
    self->is_simulated[f->stock] = status == ERR_OK;
    for (int y = 0; y < f->scenario->num_years && status == ERR_OK; y++)
        status = write_year(f, &run->years[f->scenario->first_year + y - stock->year], y, err);
    return status;
}

int people_finish(struct people *self, const struct layout *layout, const struct scenario *scenario,
                  const struct block *block, uint64_t seed, const double *cycle_level, people_target target,
                  void *context, struct err *err)
{
    int status = ERR_OK;

    for (size_t scope = 0; scope < layout->num_scopes && status == ERR_OK; scope++) {
        if (!layout->scopes[scope].has_people)
            continue;
        const struct stock *stock = pack_find_stock(self->pack, layout->scopes[scope].scope.territory);
        struct finishing f = {.people = self,
                              .scenario = scenario,
                              .block = block,
                              .stock = (size_t)(stock - self->pack->stocks),
                              .scope = scope,
                              .target = target,
                              .context = context};
        status = finish_territory(&f, seed, cycle_level, err);
    }
    return status;
}
