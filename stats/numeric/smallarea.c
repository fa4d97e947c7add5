#include "stats/numeric/smallarea.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "stats/base/mem.h"

struct eb_rates smallarea_marshall(const double *events, const double *population, size_t num,
                                   double *estimates)
{
    double sum_events = 0, people = 0, spread = 0, peopled = 0;
    struct eb_rates eb;

    for (size_t i = 0; i < num; i++) {
        sum_events += events[i];
        people += population[i];
        peopled += population[i] > 0;
    }
    eb.b = sum_events / people;
    for (size_t i = 0; i < num; i++) {
        double gap = population[i] > 0 ? events[i] / population[i] - eb.b : 0;
        spread += population[i] / people * gap * gap;
    }
    eb.a = fmax(0, spread - eb.b / (people / peopled));
    for (size_t i = 0; i < num; i++) {
        double share = eb.a > 0 ? eb.a * population[i] / (eb.a * population[i] + eb.b) : 0;
        estimates[i] = population[i] > 0 ? eb.b + (events[i] / population[i] - eb.b) * share : eb.b;
    }
    return eb;
}

/* ---- Fay and Herriot ---------------------------------------------------------------- */

/* Least squares at one value of A, with the sums that the equations of A need. */
struct fit_at {
    gsl_matrix *information, *second, *third; /* X' V^-k X, k = 1, 2, 3 */
    gsl_matrix *inverse, *product, *square;   /* of the first; workspaces */
    gsl_vector *right, *beta;
    double trace1, trace2;           /* sums of 1 / V and 1 / V² */
    double residuals1, residuals2;   /* sums of r² / V and r² / V² */
    double correction1, correction2; /* tr(Q X'V^-2 X), and that of tr(P P) */
};

static void fit_free(struct fit_at *f)
{
    gsl_matrix *const matrices[] = {f->information, f->second, f->third, f->inverse, f->product, f->square};

    for (size_t k = 0; k < sizeof matrices / sizeof matrices[0]; k++)
        if (matrices[k] != NULL)
            gsl_matrix_free(matrices[k]);
    if (f->right != NULL)
        gsl_vector_free(f->right);
    if (f->beta != NULL)
        gsl_vector_free(f->beta);
}

static int fit_alloc(struct fit_at *f, size_t p, struct err *err)
{
    gsl_matrix **const matrices[] = {&f->information, &f->second,  &f->third,
                                     &f->inverse,     &f->product, &f->square};
    bool failed = false;

    for (size_t k = 0; k < sizeof matrices / sizeof matrices[0]; k++) {
        *matrices[k] = gsl_matrix_alloc(p, p);
        failed |= *matrices[k] == NULL;
    }
    f->right = gsl_vector_alloc(p);
    f->beta = gsl_vector_alloc(p);
    return failed || f->right == NULL || f->beta == NULL
               ? err_set(err, ERR_LIMIT, "not enough memory for %zu columns", p)
               : ERR_OK;
}

static void add_outer(gsl_matrix *m, const double *x, double factor)
{
    for (size_t j = 0; j < m->size1; j++)
        for (size_t k = 0; k < m->size2; k++)
            *gsl_matrix_ptr(m, j, k) += factor * x[j] * x[k];
}

static double trace_of_product(const gsl_matrix *a, const gsl_matrix *b)
{
    double sum = 0;

    for (size_t j = 0; j < a->size1; j++)
        for (size_t k = 0; k < a->size2; k++)
            sum += gsl_matrix_get(a, j, k) * gsl_matrix_get(b, k, j);
    return sum;
}

static void sum_design(struct fit_at *f, const struct fay_herriot_data *d, double a)
{
    gsl_matrix_set_zero(f->information);
    gsl_matrix_set_zero(f->second);
    gsl_matrix_set_zero(f->third);
    gsl_vector_set_zero(f->right);
    f->trace1 = f->trace2 = f->residuals1 = f->residuals2 = 0;
    for (size_t i = 0; i < d->num; i++) {
        const double *x = d->x + i * d->num_columns;
        double w = 1 / (a + d->psi[i]);
        add_outer(f->information, x, w);
        add_outer(f->second, x, w * w);
        add_outer(f->third, x, w * w * w);
        for (size_t j = 0; j < d->num_columns; j++)
            *gsl_vector_ptr(f->right, j) += w * x[j] * d->y[i];
        f->trace1 += w;
        f->trace2 += w * w;
    }
}

static double fitted(const gsl_vector *beta, const double *x)
{
    double sum = 0;

    for (size_t j = 0; j < beta->size; j++)
        sum += gsl_vector_get(beta, j) * x[j];
    return sum;
}

static int fit(struct fit_at *f, const struct fay_herriot_data *d, double a, struct err *err)
{
    sum_design(f, d, a);
    gsl_matrix_memcpy(f->inverse, f->information);
    if (gsl_linalg_cholesky_decomp1(f->inverse) != 0)
        return err_set(err, ERR_DATA, "the columns of the model are collinear");
    gsl_linalg_cholesky_invert(f->inverse);
    gsl_blas_dgemv(CblasNoTrans, 1, f->inverse, f->right, 0, f->beta);
    for (size_t i = 0; i < d->num; i++) {
        double r = d->y[i] - fitted(f->beta, d->x + i * d->num_columns), v = a + d->psi[i];
        f->residuals1 += r * r / v;
        f->residuals2 += r * r / (v * v);
    }
    gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1, f->inverse, f->second, 0, f->product);
    f->correction1 = trace_of_product(f->inverse, f->second);
    f->correction2 = -2 * trace_of_product(f->inverse, f->third) + trace_of_product(f->product, f->product);
    return ERR_OK;
}

/* The next A: Fisher scoring for the likelihoods, Newton for the moment equation
 * sum of r² / V = num - columns. */
static double next_a(const struct fit_at *f, const struct fay_herriot_data *d, enum fay_herriot_method method,
                     double a)
{
    double degrees = (double)d->num - (double)d->num_columns;

    switch (method) {
    case FAY_HERRIOT_REML:
        return a + (f->residuals2 - (f->trace1 - f->correction1)) / (f->trace2 + f->correction2);
    case FAY_HERRIOT_ML:
        return a + (f->residuals2 - f->trace1) / f->trace2;
    default:
        return a + (f->residuals1 - degrees) / f->residuals2;
    }
}

static double first_a(const struct fay_herriot_data *d, enum fay_herriot_method method)
{
    double sum = 0;

    if (method == FAY_HERRIOT_MOMENT) /* the equation is convex: Newton from below does not overshoot */
        return 0;
    for (size_t i = 0; i < d->num; i++)
        sum += d->psi[i];
    return sum / (double)d->num;
}

static int check_data(const struct fay_herriot_data *d, struct err *err)
{
    if (d->num <= d->num_columns)
        return err_set(err, ERR_DATA, "%zu areas are too few for %zu columns", d->num, d->num_columns);
    for (size_t i = 0; i < d->num; i++)
        if (!(d->psi[i] > 0) || !isfinite(d->psi[i]) || !isfinite(d->y[i]))
            return err_set(err, ERR_DATA, "area %zu: a finite estimate with a variance above 0 was expected",
                           i + 1);
    return ERR_OK;
}

/* Where A is known to lie: scoring can jump to and fro over a flat likelihood for ever. */
struct bracket {
    double low, high;
    bool knows_zero; /* the equation at 0 asks for more than 0 */
};

/* The step within the bracket: to 0 once, as it may be the answer; halfway where it would leave
 * the bracket, or has not settled after the steps that are ever needed. */
enum { USUAL_STEPS = 25 };

static double guard(struct bracket *b, double a, double next, int steps)
{
    if (next > a) {
        b->low = fmax(b->low, a);
        b->knows_zero |= a <= 0;
    } else
        b->high = fmin(b->high, a);
    if (next <= 0 && !b->knows_zero)
        return 0;
    bool is_inside = next > b->low && next < b->high && steps < USUAL_STEPS;
    return is_inside || !isfinite(b->high) ? next : (b->low + b->high) / 2;
}

static int iterate(struct fay_herriot *self, struct fit_at *f, const struct fay_herriot_data *d,
                   struct err *err)
{
    double a = first_a(d, self->method);
    struct bracket bracket = {0, INFINITY, false};

    for (self->iterations = 1; self->iterations <= 100; self->iterations++) {
        int status = fit(f, d, a, err);
        if (status != ERR_OK)
            return status;
        double next = next_a(f, d, self->method, a), change = fabs(fmax(0, next) - a);
        a = change > 0 ? guard(&bracket, a, next, self->iterations) : a;
        if (fmin(change, bracket.high - bracket.low) <= 1e-12 * (1 + a)) {
            self->a = a;
            return fit(f, d, a, err);
        }
    }
    return err_set(err, ERR_DATA, "the variance of the model does not settle: it stands at %g", a);
}

int fay_herriot_fit(struct fay_herriot *self, const struct fay_herriot_data *data,
                    enum fay_herriot_method method, struct err *err)
{
    size_t p = data->num_columns;
    struct fit_at f = {0};
    int status = check_data(data, err);

    *self = (struct fay_herriot){.num_columns = p, .method = method};
    if (status != ERR_OK)
        return status;
    self->beta = mem_alloc(p, sizeof *self->beta, err);
    self->covariance = mem_alloc(p * p, sizeof *self->covariance, err);
    status = self->beta && self->covariance ? fit_alloc(&f, p, err) : ERR_LIMIT;
    if (status == ERR_OK)
        status = iterate(self, &f, data, err);
    for (size_t j = 0; j < p && status == ERR_OK; j++) {
        self->beta[j] = gsl_vector_get(f.beta, j);
        for (size_t k = 0; k < p; k++)
            self->covariance[j * p + k] = gsl_matrix_get(f.inverse, j, k);
    }
    fit_free(&f);
    if (status != ERR_OK)
        fay_herriot_free(self);
    return status;
}

void fay_herriot_free(struct fay_herriot *self)
{
    free(self->beta);
    free(self->covariance);
    *self = (struct fay_herriot){0};
}

/* x Cov(beta) x' */
static double quadratic(const struct fay_herriot *self, const double *x)
{
    double sum = 0;

    for (size_t j = 0; j < self->num_columns; j++)
        for (size_t k = 0; k < self->num_columns; k++)
            sum += x[j] * self->covariance[j * self->num_columns + k] * x[k];
    return sum;
}

/* Variance of the estimate of A, and its bias. */
struct spread_of_a {
    double variance, bias;
};

static struct spread_of_a spread_of(const struct fay_herriot *self, const struct fay_herriot_data *d)
{
    double sum1 = 0, sum2 = 0, correction = 0, num = (double)d->num;

    for (size_t i = 0; i < d->num; i++) {
        double w = 1 / (self->a + d->psi[i]);
        sum1 += w;
        sum2 += w * w;
        correction += w * w * quadratic(self, d->x + i * d->num_columns);
    }
    switch (self->method) {
    case FAY_HERRIOT_ML:
        return (struct spread_of_a){2 / sum2, -correction / sum2};
    case FAY_HERRIOT_MOMENT:
        return (struct spread_of_a){2 * num / (sum1 * sum1),
                                    2 * (num * sum2 - sum1 * sum1) / (sum1 * sum1 * sum1)};
    default:
        return (struct spread_of_a){2 / sum2, 0};
    }
}

void fay_herriot_predict(const struct fay_herriot *self, const struct fay_herriot_data *data,
                         double *estimates, double *mse)
{
    struct spread_of_a spread = spread_of(self, data);

    for (size_t i = 0; i < data->num; i++) {
        const double *x = data->x + i * data->num_columns;
        double synthetic = 0, psi = data->psi[i], v = self->a + psi, shrink = psi / v;
        for (size_t j = 0; j < self->num_columns; j++)
            synthetic += self->beta[j] * x[j];
        estimates[i] = synthetic + (1 - shrink) * (data->y[i] - synthetic);
        double g1 = (1 - shrink) * psi, g2 = shrink * shrink * quadratic(self, x);
        double g3 = shrink * shrink / v * spread.variance;
        mse[i] = g1 + g2 + fmax(0, 2 * g3 - spread.bias * shrink * shrink);
    }
}

void fay_herriot_outside(const struct fay_herriot *self, const double *x, double *estimate, double *mse)
{
    *estimate = 0;
    for (size_t j = 0; j < self->num_columns; j++)
        *estimate += self->beta[j] * x[j];
    *mse = self->a + quadratic(self, x);
}

double smallarea_benchmark(double *estimates, const double *weights, size_t num, double total)
{
    double sum = 0;

    for (size_t i = 0; i < num; i++)
        sum += weights[i] * estimates[i];
    for (size_t i = 0; i < num; i++)
        estimates[i] *= total / sum;
    return total / sum;
}
