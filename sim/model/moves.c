#include "sim/model/moves.h"

#include <math.h>
#include <string.h>

#include "stats/base/processor.h"

const char *state_name(enum state state)
{
    static const char *const names[NUM_STATES] = {"industry", "other job", "no job", "elsewhere"};

    return names[state];
}

double hazard_of(double p)
{
    if (p == 0)
        return 0;
    return p < 1 ? -log1p(-p) : 27.631021115928547; /* -ln(1e-12) */
}

struct move_matrix moves_then(const struct move_matrix *first, const struct move_matrix *second)
{
    struct move_matrix out;

    for (int i = 0; i < NUM_STATES; i++)
        for (int j = 0; j < NUM_STATES; j++) {
            double sum = 0;
            for (int k = 0; k < NUM_STATES; k++)
                sum += first->p[i][k] * second->p[k][j];
            out.p[i][j] = sum;
        }
    return out;
}

static struct move_matrix identity(double diagonal)
{
    struct move_matrix m = {{{0}}};

    for (int i = 0; i < NUM_STATES; i++)
        m.p[i][i] = diagonal;
    return m;
}

/* The generator times dt; *largest is the largest exit rate. */
static struct move_matrix generator(const struct move_rates *r, double dt, double *largest)
{
    struct move_matrix q = {{{0}}};

    q.p[STATE_I][STATE_O] = r->exit;
    q.p[STATE_I][STATE_U] = r->loss;
    q.p[STATE_I][STATE_W] = r->leave;
    q.p[STATE_O][STATE_I] = r->entry;
    q.p[STATE_O][STATE_U] = r->loss;
    q.p[STATE_O][STATE_W] = r->leave;
    q.p[STATE_U][STATE_I] = r->find * r->rehire;
    q.p[STATE_U][STATE_O] = r->find * (1 - r->rehire);
    q.p[STATE_U][STATE_W] = r->leave;
    q.p[STATE_W][STATE_I] = r->comeback * r->rehire;
    q.p[STATE_W][STATE_O] = r->comeback * (1 - r->rehire);
    *largest = 0;
    for (int i = 0; i < NUM_STATES; i++) {
        double out = 0;
        for (int j = 0; j < NUM_STATES; j++) {
            q.p[i][j] *= dt;
            out += q.p[i][j];
        }
        q.p[i][i] = -out;
        *largest = out > *largest ? out : *largest;
    }
    return q;
}

/* A term below it moves no probability that matters. */
static const double least_weight = 1e-25;

/* exp(Q) by uniformisation: with Lambda at least the largest exit rate,
 * exp(Q) = sum over k of Poisson(k; Lambda) (I + Q / Lambda)^k. All terms are
 * positive: no cancellation. Large rates are halved first, then squared back. */
static struct move_matrix exponential(const struct move_matrix *q, double largest)
{
    struct move_matrix jump, power = identity(1), out;
    int halvings = 0;

    if (largest == 0)
        return power;
    for (; largest > 1; halvings++)
        largest /= 2;
    double scale = ldexp(1, -halvings) / largest, weight = exp(-largest), total = weight;
    for (int i = 0; i < NUM_STATES; i++)
        for (int j = 0; j < NUM_STATES; j++)
            jump.p[i][j] = (i == j) + q->p[i][j] * scale;
    out = identity(weight);
    for (int k = 1; k < 40 && 1 - total > 1e-17 && weight > least_weight; k++) {
        power = moves_then(&power, &jump);
        weight *= largest / k;
        total += weight;
        for (int i = 0; i < NUM_STATES; i++)
            for (int j = 0; j < NUM_STATES; j++)
                out.p[i][j] += weight * power.p[i][j];
    }
    for (; halvings > 0; halvings--)
        out = moves_then(&out, &out);
    return out;
}

/* Rounding must not let a row exceed 1: the diagonal takes the rest. */
static void close_rows(struct move_matrix *m)
{
    for (int i = 0; i < NUM_STATES; i++) {
        double others = 0;
        for (int j = 0; j < NUM_STATES; j++)
            others += i == j ? 0 : m->p[i][j];
        m->p[i][i] = others < 1 ? 1 - others : 0;
    }
}

void moves_over(const struct move_rates *rates, double dt, struct move_matrix *out)
{
    double largest;
    struct move_matrix q = generator(rates, dt, &largest);

    *out = exponential(&q, largest);
    close_rows(out);
}

/* ---- lanes ------------------------------------------------------------------------------ */

static FOR_EVERY_PROCESSOR void then_loop(const struct move_lanes *first, const struct move_lanes *second,
                                          struct move_lanes *restrict out)
{
    for (int i = 0; i < NUM_STATES; i++)
        for (int j = 0; j < NUM_STATES; j++)
            for (int lane = 0; lane < LANES; lane++) {
                double sum = 0;
                for (int k = 0; k < NUM_STATES; k++)
                    sum += first->p[i][k][lane] * second->p[k][j][lane];
                out->p[i][j][lane] = sum;
            }
}
FOR_EACH_PROCESSOR(then,
                   (const struct move_lanes *first, const struct move_lanes *second, struct move_lanes *out),
                   (first, second, out))

void moves_then_lanes(const struct move_lanes *first, const struct move_lanes *second, struct move_lanes *out)
{
    then(first, second, out);
}

/* The series of exponential(), in lanes whose largest exit rate is between 0 and 1. */
struct series {
    struct move_lanes jump, power[2];
    int now; /* which of the two the power is */
    double largest[LANES], weight[LANES], total[LANES];
    bool jumps[NUM_STATES][NUM_STATES], powers[NUM_STATES][NUM_STATES]; /* not 0 in all lanes */
};

static FOR_EVERY_PROCESSOR void find_entries_loop(const struct move_lanes *m,
                                                  bool entries[NUM_STATES][NUM_STATES])
{
    for (int i = 0; i < NUM_STATES; i++)
        for (int j = 0; j < NUM_STATES; j++) {
            int any = 0;
            for (int lane = 0; lane < LANES; lane++)
                any |= m->p[i][j][lane] != 0;
            entries[i][j] = any != 0;
        }
}
FOR_EACH_PROCESSOR(find_entries, (const struct move_lanes *m, bool entries[NUM_STATES][NUM_STATES]),
                   (m, entries))

/* Products of lanes that are added up, in their order. */
struct products {
    int num;
    const double *a[NUM_STATES], *b[NUM_STATES];
};

static FOR_EVERY_PROCESSOR void add_products(const struct products *p, double *restrict out)
{
    const double *a0 = p->a[0], *a1 = p->a[1], *a2 = p->a[2], *a3 = p->a[3];
    const double *b0 = p->b[0], *b1 = p->b[1], *b2 = p->b[2], *b3 = p->b[3];

    if (p->num == 1)
        for (int lane = 0; lane < LANES; lane++)
            out[lane] = a0[lane] * b0[lane];
    else if (p->num == 2)
        for (int lane = 0; lane < LANES; lane++)
            out[lane] = a0[lane] * b0[lane] + a1[lane] * b1[lane];
    else if (p->num == 3)
        for (int lane = 0; lane < LANES; lane++)
            out[lane] = a0[lane] * b0[lane] + a1[lane] * b1[lane] + a2[lane] * b2[lane];
    else
        for (int lane = 0; lane < LANES; lane++)
            out[lane] = a0[lane] * b0[lane] + a1[lane] * b1[lane] + a2[lane] * b2[lane] + a3[lane] * b3[lane];
}

/* The next power in the place of the last but one. Most moves are impossible in most packs: nothing is
 * multiplied by 0, and what is 0 is not written. */
static FOR_EVERY_PROCESSOR void raise_power_loop(struct series *s)
{
    bool entries[NUM_STATES][NUM_STATES];
    const struct move_lanes *power = &s->power[s->now];
    struct move_lanes *next = &s->power[1 - s->now];

    for (int i = 0; i < NUM_STATES; i++)
        for (int j = 0; j < NUM_STATES; j++) {
            struct products products = {.num = 0};
            for (int k = 0; k < NUM_STATES; k++) {
                if (!s->powers[i][k] || !s->jumps[k][j])
                    continue;
                products.a[products.num] = power->p[i][k];
                products.b[products.num++] = s->jump.p[k][j];
            }
            entries[i][j] = products.num > 0;
            if (products.num > 0)
                add_products(&products, next->p[i][j]);
        }
    s->now = 1 - s->now;
    memcpy(s->powers, entries, sizeof entries);
}
FOR_EACH_PROCESSOR(raise_power, (struct series * s), (s))

static FOR_EVERY_PROCESSOR void generate_loop(const struct move_rates_lanes *r, double dt, struct series *s)
{
    for (int lane = 0; lane < LANES; lane++) {
        double q[NUM_STATES][NUM_STATES] = {{0}}, largest = 0;
        q[STATE_I][STATE_O] = r->exit[lane];
        q[STATE_I][STATE_U] = q[STATE_O][STATE_U] = r->loss[lane];
        q[STATE_I][STATE_W] = q[STATE_O][STATE_W] = q[STATE_U][STATE_W] = r->leave[lane];
        q[STATE_O][STATE_I] = r->entry[lane];
        q[STATE_U][STATE_I] = r->find[lane] * r->rehire[lane];
        q[STATE_U][STATE_O] = r->find[lane] * (1 - r->rehire[lane]);
        q[STATE_W][STATE_I] = r->comeback[lane] * r->rehire[lane];
        q[STATE_W][STATE_O] = r->comeback[lane] * (1 - r->rehire[lane]);
        for (int i = 0; i < NUM_STATES; i++) {
            double out = 0;
            for (int j = 0; j < NUM_STATES; j++) {
                q[i][j] *= dt;
                out += q[i][j];
            }
            q[i][i] = -out;
            largest = out > largest ? out : largest;
        }
        double scale = 1 / largest;
        s->largest[lane] = largest;
        for (int i = 0; i < NUM_STATES; i++)
            for (int j = 0; j < NUM_STATES; j++)
                s->jump.p[i][j][lane] = (i == j) + q[i][j] * scale;
    }
}
FOR_EACH_PROCESSOR(generate, (const struct move_rates_lanes *r, double dt, struct series *s), (r, dt, s))

static FOR_EVERY_PROCESSOR void add_weighted(const double *restrict x, const double *restrict weights,
                                             double *restrict out)
{
    for (int lane = 0; lane < LANES; lane++)
        out[lane] += weights[lane] * x[lane];
}

/* The next term where it counts; whether it does anywhere. */
static FOR_EVERY_PROCESSOR void add_term_loop(struct series *s, int k, struct move_lanes *restrict out,
                                              int *any)
{
    double use[LANES];
    int count = 0;

    for (int lane = 0; lane < LANES; lane++) {
        int goes_on = (1 - s->total[lane] > 1e-17) & (s->weight[lane] > least_weight);
        s->weight[lane] *= s->largest[lane] / k;
        use[lane] = goes_on ? s->weight[lane] : 0;
        s->total[lane] += use[lane];
        count += goes_on;
    }
    for (int i = 0; i < NUM_STATES; i++)
        for (int j = 0; j < NUM_STATES; j++)
            if (s->powers[i][j])
                add_weighted(s->power[s->now].p[i][j], use, out->p[i][j]);
    *any = count;
}
FOR_EACH_PROCESSOR(add_term, (struct series * s, int k, struct move_lanes *out, int *any), (s, k, out, any))

static void start_series(struct series *s, struct move_lanes *out)
{
    memset(out, 0, sizeof *out);
    s->now = 0;
    memset(s->powers, 0, sizeof s->powers);
    for (int lane = 0; lane < LANES; lane++) {
        s->weight[lane] = s->total[lane] = exp(-s->largest[lane]);
        for (int i = 0; i < NUM_STATES; i++) {
            s->powers[i][i] = true;
            s->power[0].p[i][i][lane] = 1;
            out->p[i][i][lane] = s->weight[lane];
        }
    }
}

static FOR_EVERY_PROCESSOR void close_lanes_loop(struct move_lanes *m)
{
    for (int i = 0; i < NUM_STATES; i++)
        for (int lane = 0; lane < LANES; lane++) {
            double others = 0;
            for (int j = 0; j < NUM_STATES; j++)
                others += i == j ? 0 : m->p[i][j][lane];
            m->p[i][i][lane] = others < 1 ? 1 - others : 0;
        }
}
FOR_EACH_PROCESSOR(close_lanes, (struct move_lanes * m), (m))

/* Lanes without any move, or with so many that the rates are halved first. */
static void mend_lane(const struct move_rates_lanes *r, double dt, int lane, struct move_lanes *out)
{
    struct move_rates rates = {r->leave[lane], r->comeback[lane], r->loss[lane],  r->find[lane],
                               r->exit[lane],  r->entry[lane],    r->rehire[lane]};
    struct move_matrix m;

    moves_over(&rates, dt, &m);
    for (int i = 0; i < NUM_STATES; i++)
        for (int j = 0; j < NUM_STATES; j++)
            out->p[i][j][lane] = m.p[i][j];
}

void moves_over_lanes(const struct move_rates_lanes *rates, double dt, int num, struct move_lanes *out)
{
    struct series s;
    int goes_on = 1;

    generate(rates, dt, &s);
    find_entries(&s.jump, s.jumps);
    start_series(&s, out);
    for (int k = 1; k < 40 && goes_on; k++) {
        raise_power(&s);
        add_term(&s, k, out, &goes_on);
    }
    close_lanes(out);
    for (int lane = 0; lane < num; lane++)
        if (!(s.largest[lane] > 0 && s.largest[lane] <= 1))
            mend_lane(rates, dt, lane, out);
}

/* Employed share after dt: e* + (from - e*) exp(-(loss + find) dt). */
static double employed_after(double loss, double find, double from, double dt)
{
    double sum = loss + find, balance = sum > 0 ? find / sum : from;

    return balance + (from - balance) * exp(-sum * dt);
}

/* The rate of finding a job that leads to a share, which increases in it: Newton's method, halving
 * where it leaves the bounds. */
static double find_rate(double loss, double from, double to, double dt)
{
    double low = 0, high = 1e6, rate = 0;

    for (int i = 0; i < 100; i++) {
        double sum = loss + rate, balance = sum > 0 ? rate / sum : 1, left = exp(-sum * dt);
        double excess = balance + (from - balance) * left - to;
        double slope = (sum > 0 ? loss / (sum * sum) : 0) * (1 - left) - (from - balance) * dt * left;
        double next = rate - excess / slope;
        if (excess < 0)
            low = rate;
        else
            high = rate;
        rate = next > low && next < high ? next : (low + high) / 2;
        if (fabs(excess) < 1e-13 || high - low < 1e-15 * high)
            break; /* one step further it is exact */
    }
    return rate;
}

void moves_calibrate(struct move_rates *rates, double from, double to, double dt)
{
    if (to >= 1 - 1e-9)
        to = 1 - 1e-9;
    if (to <= employed_after(rates->loss, 0, from, dt)) {
        rates->find = 0;
        rates->loss = from > 0 && to > 0 ? log(from / to) / dt : from > 0 ? hazard_of(1) / dt : rates->loss;
        return;
    }
    rates->find = find_rate(rates->loss, from, to, dt);
}
