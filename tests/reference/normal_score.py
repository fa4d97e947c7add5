"""Coefficients of the two polynomials in stats/numeric/binomial_kernel.h (degree 10) and
binomial_floats.h (7 and 9), and their errors.

ln(1 + f) / f for 1 + f within a factor sqrt 2 of 1, and z / q for the normal score z of 1/2 + q as a
function of y = -ln(1 - 4 q^2), 0 <= y <= 6.3: Chebyshev fits in 40 digits. Needs mpmath."""

from mpmath import chebyfit, erfinv, exp, log, mp, mpf, nstr, sqrt

mp.dps = 40
TINY = mpf(10) ** -30


def log_share(f):
    return log(1 + f) / f if abs(f) > mpf(10) ** -20 else 1 - mpf(f) / 2


def score_share(y):
    x = sqrt(1 - exp(-max(mpf(y), TINY)))
    return sqrt(mpf(2)) * erfinv(x) / (x / 2)


for name, function, interval, degrees in (
    ("ln(1 + f) / f", log_share, [sqrt(mpf(1) / 2) - 1, sqrt(mpf(2)) - 1], (10, 7)),
    ("z / q", score_share, [0, mpf("6.3")], (10, 9)),
):
    for degree in degrees:
        coefficients, error = chebyfit(function, interval, degree + 1, error=True)
        print(name, "degree", degree, "error below", nstr(error, 3))
        for c in reversed(coefficients):
            print("   ", nstr(c, 17))
