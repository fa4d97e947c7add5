#!/usr/bin/env python3
"""Variance of a Dirichlet-multinomial part, from the law itself.

The part of V units that falls on a share w is beta-binomial with parameters w phi and
(1 - w) phi, phi = 1 / rho - 1: probabilities are summed over all values, without the closed form
of the variance. Values of tests/unit/stats/test_vintages.c.
"""
from math import exp, lgamma


def log_beta(a, b):
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def variance(units, share, rho):
    phi = 1 / rho - 1
    a, b = share * phi, (1 - share) * phi
    mean = square = total = 0.0
    for x in range(units + 1):
        p = exp(lgamma(units + 1) - lgamma(x + 1) - lgamma(units - x + 1)
                + log_beta(x + a, units - x + b) - log_beta(a, b))
        total, mean, square = total + p, mean + x * p, square + x * x * p
    assert abs(total - 1) < 1e-9
    return square - mean * mean


for units, share, rho in ((10, 0.3, 0.2), (1000, 0.9, 0.2), (1000, 0.9, 0.03), (441, 141 / 441, 0.2), (250, 0.75, 0.03)):
    print(f"{units} units, share {share:.6f}, rho {rho}: {variance(units, share, rho):.6f}")
