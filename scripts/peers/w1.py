"""The work of the pack reference-w1 with NumPy: the same law, the same summary.
usage: w1.py DRAWS [total|centre]: places added up first, or one binomial a centre"""
import sys

import numpy as np

draws = int(sys.argv[1])
by_centre = len(sys.argv) > 2 and sys.argv[2] == "centre"
random = np.random.Generator(np.random.PCG64(1))
shares = {
    "fill": (18, 4), "complete": (40, 12), "certify": (60, 10), "place": (30, 12),
    "industry": (20, 15), "remain": (10, 20), "stay": (45, 5),
}
p = {name: random.beta(a, b, draws) for name, (a, b) in shares.items()}
years = range(12)
opening = np.array([c // 2 for c in range(8)])
steps = np.array([12, 24, 36, 48, 60])
outputs = []
stock = np.zeros(draws, dtype=np.int64)
cost = np.zeros(draws)
certified = np.zeros(draws, dtype=np.int64)
for year in years:
    age = year - opening
    capacities = steps[np.minimum(age[age >= 0], 4)]
    stock = random.binomial(stock, p["stay"])
    enrolled, completed, passed, placed, industry = np.zeros((5, draws), dtype=np.int64)
    for places in capacities if by_centre else [int(capacities.sum())]:
        people = places
        for share, total in (("fill", enrolled), ("complete", completed), ("certify", passed), ("place", placed),
                             ("industry", industry), ("remain", stock)):
            people = random.binomial(people, p[share])
            total += people
    certified += completed
    cost = cost + 150_000 * (age >= 0).sum() + 400_000 * (age == 0).sum() + 4_500 * enrolled
    outputs += [enrolled, completed, passed, placed, industry, stock, cost]
for column in outputs:
    quantiles = np.quantile(column, [0.05, 0.25, 0.5, 0.75, 0.95])
    print(column.mean(), column.std(ddof=1), *quantiles)
print((certified >= 2500).mean())
