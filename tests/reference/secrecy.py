#!/usr/bin/env python3
"""What can be worked out of a protected table, by exact rational arithmetic.

usage: secrecy.py JOBS.csv PUBLIC.csv ROWS COLUMNS VALUE [ROW,PARENTS [COLUMN,PARENTS]]

JOBS.csv is the full table (one record a cell, all cells), PUBLIC.csv what 'bassin protect' wrote.
Every relation between a total and its parts is written down, also those that follow from
others, and each cell left out is minimised and maximised over x >= 0 with the simplex method of
the textbook (two phases, Bland's rule, fractions). Prints row, column, least, greatest, in the
order of PUBLIC.csv; compare with the file of --audit."""
import csv
import itertools
import sys
from fractions import Fraction


def pivot(rows, basis, r, c):
    p = rows[r][c]
    rows[r] = [v / p for v in rows[r]]
    for k, row in enumerate(rows):
        if k != r and row[c] != 0:
            f = row[c]
            rows[k] = [a - f * b for a, b in zip(row, rows[r])]
    if r < len(basis):
        basis[r] = c


def run(rows, basis, allowed):
    """Minimises the last row of the tableau; None when it has no limit."""
    while True:
        cost = rows[-1]
        c = next((j for j in allowed if cost[j] < 0), None)
        if c is None:
            return -cost[-1]
        ratios = [(rows[r][-1] / rows[r][c], basis[r], r) for r in range(len(basis)) if rows[r][c] > 0]
        if not ratios:
            return None
        pivot(rows, basis, min(ratios)[2], c)


def start(a, b):
    """A feasible tableau of a x = b, x >= 0, b >= 0 and its basis."""
    m, n = len(a), len(a[0])
    rows = [[Fraction(v) for v in a[i]] + [Fraction(int(i == j)) for j in range(m)] + [Fraction(b[i])]
            for i in range(m)]
    cost = [-sum(row[j] for row in rows) for j in range(n)] + [Fraction(0)] * m
    cost.append(-sum(row[-1] for row in rows))
    rows.append(cost)
    basis = list(range(n, n + m))
    assert run(rows, basis, range(n)) == 0, "no table fits"
    rows.pop()
    for r in range(m - 1, -1, -1):  # artificial unknowns out of the basis
        if basis[r] >= n:
            c = next((j for j in range(n) if rows[r][j] != 0), None)
            if c is None:
                del rows[r], basis[r]
            else:
                pivot(rows, basis, r, c)
    return [row[:n] + row[-1:] for row in rows], basis


def optimum(rows, basis, cell, sign):
    n = len(rows[0]) - 1
    rows, basis = [row[:] for row in rows], basis[:]
    cost = [Fraction(0)] * (n + 1)
    cost[cell] = Fraction(sign)
    for r, c in enumerate(basis):
        f = cost[c]
        if f != 0:
            cost = [x - f * y for x, y in zip(cost, rows[r])]
    table = rows + [cost]
    value = run(table, basis, range(n))
    return None if value is None else sign * value


def side(records, column, parents):
    """Children of every total of a side."""
    children = {"total": []}
    for record in records:
        chain = [record[column]] + [f"{p}:{record[p]}" for p in parents] + ["total"]
        for below, above in zip(chain, chain[1:]):
            children.setdefault(above, [])
            if below not in children[above]:
                children[above].append(below)
    return children


def leaves(children, node):
    return [node] if node not in children else [x for k in children[node] for x in leaves(children, k)]


def main():
    args = sys.argv[1:] + [""] * 2
    records = list(csv.DictReader(open(args[0], newline="")))
    public = list(csv.DictReader(open(args[1], newline="")))
    row, column, value = args[2:5]
    down = side(records, row, [p for p in args[5].split(",") if p])
    across = side(records, column, [p for p in args[6].split(",") if p])
    inside = {(r[row], r[column]): Fraction(r[value]) for r in records}
    full = {(p[row], p[column]): sum(inside.get(k, 0) for k in itertools.product(
        leaves(down, p[row]), leaves(across, p[column]))) for p in public}
    unknown = [(p[row], p[column]) for p in public if p["status"] == "secret"]
    place = {k: i for i, k in enumerate(unknown)}
    for p in public:
        if p["status"] != "secret":
            assert Fraction(p[value]) == full[p[row], p[column]], p
    relations = [((t, c), [(k, c) for k in ks]) for t, ks in down.items() for c in {p[column] for p in public}]
    relations += [((r, t), [(r, k) for k in ks]) for t, ks in across.items() for r in {p[row] for p in public}]
    a, b = [], []
    for total, parts in relations:
        line, rest = [0] * len(unknown), Fraction(0)
        for sign, cell in [(-1, total)] + [(1, p) for p in parts]:
            if cell in place:
                line[place[cell]] += sign
                rest += sign * full[cell]
        if any(line):
            negative = rest < 0
            a.append([-v for v in line] if negative else line)
            b.append(-rest if negative else rest)
    rows, basis = start(a, b)
    for k, (r, c) in enumerate(unknown):
        low, high = optimum(rows, basis, k, 1), optimum(rows, basis, k, -1)
        print(f"{r},{c},{float(low):g},{'' if high is None else format(float(high), 'g')}")


if __name__ == "__main__":
    main()
