"""The table of stats/numeric/sobol_numbers.c from the file new-joe-kuo-6.21201 of S. Joe and
F. Y. Kuo (https://web.maths.unsw.edu.au/~fkuo/sobol/), of which it keeps the first 1,024
dimensions:  python3 sobol.py new-joe-kuo-6.21201 > table.txt"""
import sys

DIMENSIONS = 1024
rows = [line.split() for line in open(sys.argv[1])][1:DIMENSIONS]
rows = [[int(x) for x in row] for row in rows]
assert [row[0] for row in rows] == list(range(2, DIMENSIONS + 1))
for row in rows:
    assert len(row) == 3 + row[1] and all(m % 2 == 1 and m < 2 ** (k + 1) for k, m in enumerate(row[3:]))


def write(name, size, numbers):
    print(f"const uint16_t {name}[{size}] = {{")
    line = "   "
    for number in numbers:
        item = f" {number},"
        if len(line) + len(item) > 108:
            print(line)
            line = "   "
        line += item
    print(line)
    print("};")


# the degree of a polynomial is the place of its leading bit: 2^s + 2 a + 1
polynomials = [2 ** s + 2 * a + 1 for _, s, a, *_ in rows]
numbers = [m for row in rows for m in row[3:]]
write("sobol_polynomials", "SOBOL_DIMENSIONS - 1", polynomials)
print()
write("sobol_numbers", len(numbers), numbers)
