"""The bounds of stats/numeric/binomial_floats.h, beside the largest errors of the same steps in floats.

With r = 2^-24, n people and s the smaller of p and 1 - p, to first order. Search, of what is left of u:

    1 r               u rounded, or 1 - u
    n / 2 r           s rounded, by at most r / 2: the distribution function moves by at most n times that
    (2 n + 6) r       (1 - s)^n by squaring
    4 E[K] r          odds and a product a step, at most 2 n r as s <= 1/2
    3 (n + 1) ln 2 r  (n + 1) odds / k - odds, where both are near each other: a step k adds
                      3 (n + 1) / (n + 1 - k) r, and E[H(n) - H(n - K)] = sum of s^i / i < ln 2
    n / 2 r           n differences of numbers below 1

which is less than (7.1 n + 10) r; the bound is (8 n + 16) r.

Expansion, of x, where n s >= 8 and the score w is within 3.3:

    n / 2 r           s rounded, in n s
    0.6 n / 2 r       the same in sd w: n / (2 sd) (1 - 2 s) w, and sd > 2
    3 n r             n s, and two sums with it
    40 sd r           w: its polynomials (2.2e-7 and 3.9e-7 of a share below 1 by degree, 11 r together),
                      and 12 roundings of y and 10 of the sum, each at most 1.1 r
    30 r              the corrections, which are below 3 each

which is less than (4.2 n + 40 sd + 30) r; the bound is (5 n + 60 sd + 50) r, beside that of the expansion
itself (binomial_expansion.R). Needs numpy with 80-bit long doubles. Prints, for each n, the largest error
seen as a share of the bound: with products and differences rounded apart, and at once (fused)."""

from statistics import NormalDist

import numpy as np

F, D, L = np.float32, np.float64, np.longdouble
MOST, CASES = 63, 4000


def power(n, base):
    mass = np.ones_like(base)
    while n > 0:
        if n & 1:
            mass = mass * base
        base = base * base
        n >>= 1
    return mass


def largest_error(n, p, u, fused):
    flipped = F(0.5) < p.astype(F)
    exact_share = np.where(flipped, 1 - p.astype(L), p.astype(L))
    exact_u = np.where(flipped, 1 - u.astype(L), u.astype(L))
    exact_mass = (1 - exact_share) ** n

    share = np.where(flipped, F(1) - p.astype(F), p.astype(F))
    left = np.where(flipped, F(1) - u.astype(F), u.astype(F))
    base = F(1) - share
    odds = share / base
    top = F(n + 1) * odds
    mass = power(n, base)
    worst = L(0)
    for k in range(1, n + 2):
        left = left - mass
        exact_u = exact_u - exact_mass
        worst = max(worst, np.max(np.abs(left.astype(L) - exact_u)))
        if fused:
            ratio = (top.astype(L) * L(F(1) / F(k)) - odds.astype(L)).astype(F)
        else:
            ratio = top * (F(1) / F(k)) - odds
        mass = mass * ratio
        exact_mass = exact_mass * (n + 1 - k) / k * exact_share / (1 - exact_share)
    return worst / ((8 * n + 16) * L(2) ** -24)


LOG = [0.99999997, -0.50000375, 0.33334606, -0.24968907, 0.19913348, -0.17278206, 0.161262479, -0.098953507]
SCORE = [2.5066280, 0.65624363, 0.032616112, -0.0065078437, -0.00045245749, 0.00017600573, -4.6485725e-6,
         -2.6391047e-6, 3.3016173e-7, -1.2573009e-8]


def add_product(a, b, c, fused):
    return (a.astype(L) * b.astype(L) + L(c)).astype(F) if fused else a * b + F(c)


def polynomial(coefficients, x, fused):
    total = np.full_like(x, F(coefficients[-1]))
    for c in reversed(coefficients[:-1]):
        total = add_product(total, x, F(c), fused)
    return total


def float_score(low, high, fused):
    t = np.minimum(low, high)
    x = F(4) * t * (F(1) - t)
    mantissa, exponent = np.frexp(x)
    small = mantissa < F(0.70710678)
    f = np.where(small, mantissa * F(2), mantissa) - F(1)
    exponent = (exponent - small).astype(F)
    y = F(-0.69314718) * exponent - f * polynomial(LOG, f, fused)
    score = (t - F(0.5)) * polynomial(SCORE, y, fused)
    return np.where(F(0.5) < low, -score, score)


def expand(n, s, w, kind):
    q = kind(1) - s
    pq, skew, w2 = s * q, q - s, w * w
    sd = np.sqrt(n * pq)
    per_sd = kind(1) / sd
    second = skew * (w2 - kind(1)) * kind(1 / 6)
    third = w * ((kind(1) + pq + pq) * w2 + (kind(2) - kind(14) * pq)) * kind(1 / 72)
    fourth = skew * (pq + kind(2)) * ((kind(3) * w2 + kind(7)) * w2 - kind(16)) * kind(1 / 1620)
    return n * s + kind(0.5) + sd * w + (second - third * per_sd + fourth * per_sd * per_sd), sd


def largest_error_of_expansion(n, p, u, scores, fused):
    flipped = F(0.5) < p.astype(F)
    exact, sd = expand(D(n), np.where(flipped, 1 - p, p), np.where(flipped, -scores, scores), D)
    share = np.where(flipped, F(1) - p.astype(F), p.astype(F))
    score = float_score(u.astype(F), (1 - u).astype(F), fused)
    ours, _ = expand(F(n), share, np.where(flipped, -score, score), F)
    return np.max(np.abs(ours - exact) / ((5 * n + 60 * sd + 50) * 2.0**-24))


generator = np.random.default_rng(1)
greatest = {}


def show(what, n, errors):
    print(f"{what},{n},{errors[0]:.3f},{errors[1]:.3f}")
    greatest[what] = max(greatest.get(what, 0), *errors)


print("way,n,rounded_apart,fused")
for n in range(1, MOST + 1):
    near = [generator.random(CASES), 10 ** (-6 * generator.random(CASES)), 0.5 + (generator.random(CASES) - 0.5) / 50]
    p = np.clip(np.concatenate(near + [1 - x for x in near]), 1e-9, 1 - 1e-9)
    u = generator.random(p.size)
    show("search", n, [float(largest_error(n, p, u, fused)) for fused in (False, True)])
scores = np.clip(generator.normal(0, 1.5, CASES), -3.29, 3.29)
u = np.array([NormalDist().cdf(w) for w in scores])
for n in sorted(set(np.round(16 * 1.15 ** np.arange(30)).astype(int)) | {1023}):
    s = 8 / n * (0.5 * n / 8) ** generator.random(CASES)
    p = np.where(generator.random(CASES) < 0.5, s, 1 - s)
    show("expansion", n, [float(largest_error_of_expansion(n, p, u, scores, fused)) for fused in (False, True)])
for what, share in greatest.items():
    print(f"# {what}: {share:.3f} of the bound at most")
