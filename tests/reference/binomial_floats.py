"""The bound of stats/numeric/binomial_floats.h, beside the largest error of the same steps in floats.

With r = 2^-24, n people and s the smaller of p and 1 - p, to first order, of what is left of u:

    1 r               u rounded, or 1 - u
    n / 2 r           s rounded, by at most r / 2: the distribution function moves by at most n times that
    (2 n + 6) r       (1 - s)^n by squaring
    4 E[K] r          odds and a product a step, at most 2 n r as s <= 1/2
    3 (n + 1) ln 2 r  (n + 1) odds / k - odds, where both are near each other: a step k adds
                      3 (n + 1) / (n + 1 - k) r, and E[H(n) - H(n - K)] = sum of s^i / i < ln 2
    n / 2 r           n differences of numbers below 1

which is less than (7.1 n + 10) r; the bound is (8 n + 16) r. Needs numpy with 80-bit long doubles.
Prints, for each n, the largest error seen as a share of the bound: with products and differences
rounded apart, and at once (fused)."""

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


generator = np.random.default_rng(1)
print("n,rounded_apart,fused")
greatest = 0
for n in range(1, MOST + 1):
    p = np.concatenate([generator.random(CASES), 10 ** (-6 * generator.random(CASES)), 0.5 + (generator.random(CASES) - 0.5) / 50])
    p = np.clip(np.concatenate([p, 1 - p]), 1e-9, 1 - 1e-9)
    u = generator.random(p.size)
    errors = [float(largest_error(n, p, u, fused)) for fused in (False, True)]
    greatest = max(greatest, *errors)
    print(f"{n},{errors[0]:.3f},{errors[1]:.3f}")
print(f"# the largest: {greatest:.3f} of the bound")
