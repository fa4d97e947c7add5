#include "sim/model/variables.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/numeric/normal.h"

static bool is_constant(const struct dist *dist)
{
    return dist->family == DIST_FIXED;
}

static size_t find_score(const struct variables *self, const char *name)
{
    size_t i = 0;

    while (i < self->num_scores && strcmp(self->scores[i].name, name) != 0)
        i++;
    return i;
}

static int add_scores(struct variables *self, uint64_t seed, struct err *err)
{
    for (size_t v = 0; v < self->model->num_variables; v++) {
        const struct variable_spec *spec = &self->model->variables[v];
        char key[320];
        self->score_of[v] = NO_VARIABLE;
        if (is_constant(&spec->dist))
            continue;
        self->score_of[v] = find_score(self, spec->name);
        if (self->score_of[v] < self->num_scores)
            continue;
        if (mem_grow(&self->scores, &self->scores_capacity, self->num_scores + 1, sizeof *self->scores,
                     err) != ERR_OK)
            return ERR_LIMIT;
        snprintf(key, sizeof key, "parameter %s", spec->name);
        self->scores[self->num_scores++] =
            (struct score){.name = spec->name, .stream = stream_make(seed, key), .correlated = -1};
    }
    return ERR_OK;
}

static bool is_same_row(const struct pack_assumption *a, const struct pack_assumption *b)
{
    return a->param == b->param && a->from_year == b->from_year && scope_equal(&a->scope, &b->scope);
}

/* The place of every row among those that are uncertain; rows of the same name,
 * in other scenarios, have the same. */
static void number_rows(const struct pack *pack, uint32_t *dimensions)
{
    uint32_t next = 0;

    for (size_t i = 0; i < pack->num_assumptions; i++) {
        size_t j = 0;
        if (is_constant(&pack->assumptions[i].dist))
            continue;
        while (j < i && (is_constant(&pack->assumptions[j].dist) ||
                         !is_same_row(&pack->assumptions[j], &pack->assumptions[i])))
            j++;
        dimensions[i] = j < i ? dimensions[j] : next++;
    }
}

static int add_sobol(struct variables *self, uint64_t seed, struct err *err)
{
    const struct pack *pack = self->model->pack;
    uint32_t *dimensions = mem_alloc(pack->num_assumptions, sizeof *dimensions, err);
    int status = dimensions ? ERR_OK : ERR_LIMIT;

    if (status == ERR_OK)
        number_rows(pack, dimensions);
    for (size_t v = 0; v < self->model->num_variables && status == ERR_OK; v++) {
        struct score *score = self->score_of[v] == NO_VARIABLE ? NULL : &self->scores[self->score_of[v]];
        if (score == NULL || score->sobol != NULL)
            continue;
        score->sobol = mem_alloc(1, sizeof *score->sobol, err);
        if (score->sobol == NULL)
            status = ERR_LIMIT;
        else
            *score->sobol = sobol_make(seed, dimensions[self->model->variables[v].row - pack->assumptions]);
    }
    free(dimensions);
    return status;
}

/* The score of the row with a scope and parameter; num_scores if there is none. */
static size_t score_of_row(const struct variables *self, const struct scope *scope, enum param param)
{
    for (size_t v = 0; v < self->model->num_variables; v++) {
        const struct variable_spec *spec = &self->model->variables[v];
        if (spec->row != NULL && spec->param == param && isinf(spec->row->from_year) &&
            scope_equal(&spec->row->scope, scope) && self->score_of[v] != NO_VARIABLE)
            return self->score_of[v];
    }
    return self->num_scores;
}

static int row_of_score(struct variables *self, size_t score)
{
    if (self->scores[score].correlated < 0) {
        self->correlated[self->num_correlated] = score;
        self->scores[score].correlated = self->num_correlated++;
    }
    return self->scores[score].correlated;
}

/* Normal correlation of a Gaussian copula with the given Spearman correlation. */
static double normal_correlation(double spearman)
{
    return 2 * sin(spearman * 0.52359877559829887308); /* pi / 6 */
}

static bool are_correlations(const struct pack *pack)
{
    for (size_t i = 0; i < pack->num_correlations; i++)
        if (!(fabs(pack->correlations[i].spearman) <= 1))
            return false;
    return true;
}

static int factorise(struct variables *self, gsl_matrix *m, struct place place, struct problems *problems)
{
    int n = self->num_correlated;

    if (!are_correlations(self->model->pack)) /* recorded where it was read */
        return ERR_OK;
    if (gsl_linalg_cholesky_decomp1(m) != 0) {
        problem_error(problems, place, "lower some of the correlations",
                      "the correlations contradict each other (the matrix is not positive definite)");
        return ERR_OK;
    }
    for (int i = 0; i < n; i++)
        for (int j = 0; j <= i; j++)
            self->factor[i * n + j] = gsl_matrix_get(m, (size_t)i, (size_t)j);
    return ERR_OK;
}

/* A correlation may concern parameters of scenarios that are not run. */
static bool name_rows(struct variables *self, const struct pack_correlation *c, int rows[2])
{
    size_t a = score_of_row(self, &c->scopes[0], c->params[0]);
    size_t b = score_of_row(self, &c->scopes[1], c->params[1]);

    if (a == self->num_scores || b == self->num_scores || a == b)
        return false;
    rows[0] = row_of_score(self, a);
    rows[1] = row_of_score(self, b);
    return true;
}

static bool is_in_pack(const struct pack *pack, const struct scope *scope, enum param param)
{
    for (size_t i = 0; i < pack->num_assumptions; i++)
        if (pack->assumptions[i].param == param && scope_equal(&pack->assumptions[i].scope, scope) &&
            pack->assumptions[i].dist.family != DIST_FIXED && isinf(pack->assumptions[i].from_year))
            return true;
    return false;
}

static void check_correlation(const struct pack *pack, const struct pack_correlation *c,
                              struct problems *problems)
{
    for (int k = 0; k < 2; k++)
        if (c->params[k] != NUM_PARAMS && !is_in_pack(pack, &c->scopes[k], c->params[k]))
            problem_error(problems, c->place, "name the scope as in assumptions.csv",
                          "no uncertain row (without from_year) has this scope and the parameter %s",
                          param_specs[c->params[k]].name);
}

static int correlate(struct variables *self, struct problems *problems, struct err *err)
{
    const struct pack *pack = self->model->pack;
    int rows[2];
    gsl_matrix *m;

    for (size_t i = 0; i < pack->num_correlations; i++) {
        check_correlation(pack, &pack->correlations[i], problems);
        name_rows(self, &pack->correlations[i], rows);
    }
    if (self->num_correlated == 0)
        return ERR_OK;
    size_t n = (size_t)self->num_correlated;
    self->factor = mem_alloc(n * n, sizeof *self->factor, err);
    m = gsl_matrix_alloc(n, n);
    if (self->factor == NULL || m == NULL) {
        gsl_matrix_free(m);
        return err_set(err, ERR_LIMIT, "not enough memory for %zu correlated parameters", n);
    }
    gsl_matrix_set_identity(m);
    for (size_t i = 0; i < pack->num_correlations; i++)
        if (name_rows(self, &pack->correlations[i], rows)) {
            double r = normal_correlation(pack->correlations[i].spearman);
            gsl_matrix_set(m, (size_t)rows[0], (size_t)rows[1], r);
            gsl_matrix_set(m, (size_t)rows[1], (size_t)rows[0], r);
        }
    int status = factorise(self, m, pack->correlations[0].place, problems);
    gsl_matrix_free(m);
    return status;
}

static int init_samplers(struct variables *self, struct problems *problems, struct err *err)
{
    for (size_t v = 0; v < self->model->num_variables; v++) {
        const struct variable_spec *spec = &self->model->variables[v];
        struct err own = {0};
        int status = sampler_init(&self->samplers[v], &spec->dist, &own);
        if (status == ERR_DATA && spec->row != NULL)
            problem_error(problems, spec->row->place, NULL, "%s: %s", param_specs[spec->param].name,
                          own.message);
        else if (status != ERR_OK)
            return err_set(err, ERR_LIMIT, "%s", own.message);
    }
    return ERR_OK;
}

int variables_init(struct variables *self, const struct model *model, uint64_t seed, enum points points,
                   struct problems *problems, struct err *err)
{
    int status;

    *self = (struct variables){.model = model};
    self->samplers = mem_alloc(model->num_variables, sizeof *self->samplers, err);
    self->score_of = mem_alloc(model->num_variables, sizeof *self->score_of, err);
    self->correlated = mem_alloc(model->num_variables, sizeof *self->correlated, err);
    status = self->samplers && self->score_of && self->correlated ? ERR_OK : ERR_LIMIT;
    if (status == ERR_OK)
        status = init_samplers(self, problems, err);
    if (status == ERR_OK)
        status = add_scores(self, seed, err);
    if (status == ERR_OK && points == POINTS_SOBOL)
        status = add_sobol(self, seed, err);
    if (status == ERR_OK)
        status = correlate(self, problems, err);
    if (status != ERR_OK)
        variables_free(self);
    return status;
}

void variables_free(struct variables *self)
{
    for (size_t s = 0; s < self->num_scores; s++)
        free(self->scores[s].sobol);
    free(self->samplers);
    free(self->score_of);
    free(self->scores);
    free(self->correlated);
    free(self->factor);
    *self = (struct variables){0};
}

static void random_units(const struct score *self, const struct block *block, double units[LANES])
{
    uint32_t words[4][LANES], *rows[4] = {words[0], words[1], words[2], words[3]};

    stream_blocks(&self->stream, block->first, block->num, 0, rows);
    for (int i = 0; i < block->num; i++)
        units[i] = random_unit(words[0][i], words[1][i]);
}

static void draw_scores(const struct variables *self, const struct block *block, double *scores)
{
    double units[LANES];

    for (size_t s = 0; s < self->num_scores; s++) {
        if (self->scores[s].sobol != NULL)
            sobol_draws(self->scores[s].sobol, block->first, block->num, units);
        else
            random_units(&self->scores[s], block, units);
        normal_quantiles(units, block->num, scores + s * LANES);
    }
}

/* w = L z for the correlated scores, from the last row up so that it is done in
 * place. */
static void mix_scores(const struct variables *self, const struct block *block, double *scores)
{
    int n = self->num_correlated;

    for (int lane = 0; lane < block->num; lane++)
        for (int i = n - 1; i >= 0; i--) {
            double sum = 0;
            for (int j = 0; j <= i; j++)
                sum += self->factor[i * n + j] * scores[self->correlated[j] * LANES + (size_t)lane];
            scores[self->correlated[i] * LANES + (size_t)lane] = sum;
        }
}

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

double variables_value(const struct variables *self, size_t variable, double score)
{
    const struct variable_spec *spec = &self->model->variables[variable];
    const struct param_spec *param = &param_specs[spec->param];
    double value = sampler_value(&self->samplers[variable], score);

    return spec->dist.family == DIST_DIRICHLET ? value : clamp(value, param->minimum, param->maximum);
}

void variables_draw(const struct variables *self, const struct block *block, double *scores, double *values)
{
    static const double no_score[LANES];

    draw_scores(self, block, scores);
    mix_scores(self, block, scores);
    for (size_t v = 0; v < self->model->num_variables; v++) {
        const struct variable_spec *spec = &self->model->variables[v];
        const struct param_spec *param = &param_specs[spec->param];
        const double *z = self->score_of[v] == NO_VARIABLE ? no_score : scores + self->score_of[v] * LANES;
        double *value = values + v * LANES;
        sampler_values(&self->samplers[v], z, block->num, value);
        if (spec->dist.family == DIST_DIRICHLET) /* a gamma variate: no bound */
            continue;
        const double low = param->minimum, high = param->maximum;
        for (int i = 0; i < block->num; i++)
            value[i] = clamp(value[i], low, high);
    }
}
