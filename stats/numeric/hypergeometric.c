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
