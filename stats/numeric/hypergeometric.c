#include "stats/numeric/hypergeometric.h"

#include <math.h>

#include "stats/numeric/binomial.h"

struct law {
    double good, bad, drawn;
};

static double log_choose(double n, double k)
{
    return log_factorial((int64_t)n) - log_factorial((int64_t)k) - log_factorial((int64_t)(n - k));
}

static double probability(const struct law *l, double x)
{
    return exp(log_choose(l->good, x) + log_choose(l->bad, l->drawn - x) -
               log_choose(l->good + l->bad, l->drawn));
}

/* P(x + 1) / P(x). */
static double ratio(const struct law *l, double x)
{
    return (l->good - x) * (l->drawn - x) / ((x + 1) * (l->bad - l->drawn + x + 1));
}

/* Takes away the probabilities of the mode, of the values above and below it in turn, until
 * the uniform number is used up. */
static double search(const struct law *l, double least, double most, double u)
{
    double mode = floor((l->drawn + 1) * (l->good + 1) / (l->good + l->bad + 2));
    double above = mode, below = mode, p_above = probability(l, mode), p_below = p_above;

    u -= p_above;
    while (u > 0 && (above < most || below > least)) {
        if (above < most) {
            p_above *= ratio(l, above++);
            u -= p_above;
            if (u <= 0)
                return above;
        }
        if (below > least) {
            p_below /= ratio(l, --below);
            u -= p_below;
            if (u <= 0)
                return below;
        }
    }
    return mode;
}

int32_t hypergeometric(const struct stream *stream, uint64_t draw, uint32_t site, int32_t good, int32_t bad,
                       int32_t drawn)
{
    struct law law = {good, bad, drawn};
    int32_t least = drawn > bad ? drawn - bad : 0, most = drawn < good ? drawn : good;

    if (least == most)
        return least;
    return (int32_t)search(&law, least, most, stream_unit(stream, draw, site));
}

/* ---- with odds -------------------------------------------------------------------------- */

/* Everybody waits an exponential time, of rate `odds` for the good and 1 for the bad, and those
 * with the shortest times are taken: one after the other, by the odds. Left to be told apart are
 * those with times in an interval, who are cut in two again and again. */
struct race {
    double odds;
    double length; /* of the interval, INFINITY at first; times begin anew at its start */
    int32_t good, bad, places;
};

/* Those of rate `rate` in the interval come before the time with this probability. */
static double share_before(const struct race *r, double rate, double time)
{
    return expm1(-rate * time) / expm1(-rate * r->length);
}

/* A time before which about as many come as there are places. Any would do: how near it is only
 * tells how soon the race is over. */
static double cut(const struct race *r)
{
    double low = 0, high = 1;

    for (int i = 0; i < 16; i++) {
        double middle = (low + high) / 2, time = -log1p(middle * expm1(-r->length));
        double num = r->good * share_before(r, r->odds, time) + r->bad * middle;
        *(num < r->places ? &low : &high) = middle;
    }
    return -log1p((low + high) / 2 * expm1(-r->length));
}

int32_t wallenius(const struct stream *stream, uint64_t draw, uint32_t site, int32_t good, int32_t bad,
                  int32_t drawn, double odds)
{
    struct race r = {odds, INFINITY, good, bad, drawn};
    int32_t taken = 0;

    if (odds == 1)
        return hypergeometric(stream, draw, site, good, bad, drawn);
    for (uint32_t k = 0; k + 2 <= WALLENIUS_SITES; k += 2) {
        if (r.places == 0 || r.good == 0)
            return taken;
        if (r.places >= r.good + r.bad)
            return taken + r.good;
        if (r.bad == 0)
            return taken + r.places;
        double time = cut(&r);
        int32_t first_good = binomial(stream, draw, site + k, r.good, share_before(&r, r.odds, time));
        int32_t first_bad = binomial(stream, draw, site + k + 1, r.bad, share_before(&r, 1, time));
        if (first_good + first_bad <= r.places) {
            taken += first_good;
            r = (struct race){odds, r.length - time, r.good - first_good, r.bad - first_bad,
                              r.places - first_good - first_bad};
        } else {
            r = (struct race){odds, time, first_good, first_bad, r.places};
        }
    }
    /* as near each other as numbers go: chance decides */
    return taken + hypergeometric(stream, draw, site, r.good, r.bad, r.places);
}
