"""Checks a data package with Python's library alone: every file is there with the size and hash
told, every column is described in its place, every cell has its type and keeps its constraints,
primary keys tell the rows apart (specs.frictionlessdata.io: data package, table schema, CSV dialect).

usage: check.py FOLDER
"""
import csv, hashlib, json, os, re, sys

folder = sys.argv[1]
package = json.load(open(os.path.join(folder, "datapackage.json"), encoding="utf-8"))
problems = []


def problem(*words):
    problems.append(" ".join(str(w) for w in words))


def value_of(field, text):
    kind = field["type"]
    if kind == "string":
        return text
    if kind == "boolean":
        return {"true": True, "false": False}[text]
    if kind in ("integer", "year"):
        if not re.fullmatch("[-+]?[0-9]+", text):
            raise ValueError
        return int(text)
    mark = field.get("decimalChar", ".")
    if not re.fullmatch("[-+]?[0-9]+([%s][0-9]+)?([eE][-+]?[0-9]+)?" % mark, text):
        raise ValueError
    return float(text.replace(mark, "."))


def check_cell(path, line, field, text, missing):
    limits = field.get("constraints", {})
    if text in missing:
        if limits.get("required"):
            problem(path, line, field["name"], "is empty")
        return
    try:
        value = value_of(field, text)
    except (ValueError, KeyError):
        return problem(path, line, field["name"], "is not of type", field["type"] + ":", text)
    if "minimum" in limits and value < limits["minimum"] or "maximum" in limits and value > limits["maximum"]:
        problem(path, line, field["name"], "out of range:", text)
    if "enum" in limits and value not in limits["enum"]:
        problem(path, line, field["name"], "not allowed:", text)


def check_table(table):
    path, schema, dialect = table["path"], table["schema"], table["dialect"]
    if os.path.isabs(path) or ".." in path:
        problem(path, "leaves the folder")
    content = open(os.path.join(folder, path), "rb").read()
    if len(content) != table["bytes"]:
        problem(path, "has another size")
    if "sha256:" + hashlib.sha256(content).hexdigest() != table["hash"]:
        problem(path, "has another hash")
    bom = content.startswith(b"\xef\xbb\xbf")
    if bom != dialect.get("x-bom", False):
        problem(path, "BOM", bom)
    text = content.decode("utf-8-sig" if bom else table["encoding"])
    rows = csv.reader(text.split("\n")[:-1] if '"' not in text else text.splitlines(keepends=True),
                      delimiter=dialect["delimiter"], quotechar=dialect["quoteChar"],
                      doublequote=dialect["doubleQuote"], strict=True)
    fields = schema["fields"]
    header = next(rows)
    if header != [f["name"] for f in fields]:
        return problem(path, "has other columns:", header)
    keys, number = set(), 0
    for number, row in enumerate(rows, 1):
        if len(row) != len(fields):
            problem(path, number + 1, "has", len(row), "cells")
            continue
        for field, cell in zip(fields, row):
            check_cell(path, number + 1, field, cell, schema["missingValues"])
        if "primaryKey" in schema:
            key = tuple(row[header.index(name)] for name in schema["primaryKey"])
            if key in keys:
                problem(path, number + 1, "has a key that came before:", key)
            keys.add(key)
    print("%-16s %d columns, delimiter %s, key %s" % (path, len(fields), dialect["delimiter"],
                                                       " ".join(schema.get("primaryKey", ["none"]))))


for name in [package["name"]] + [t["name"] for t in package["resources"]]:
    if not re.fullmatch("[a-z0-9._-]+", name):
        problem("name", name)
for table in package["resources"]:
    check_table(table)
described = {t["path"] for t in package["resources"]}
for name in sorted(os.listdir(folder)):
    if name.endswith(".csv") and name not in described:
        problem(name, "is not described")
for line in problems[:20]:
    print("PROBLEM: " + line)
print("%d tables, %d sources, %d problems" % (len(described), len(package.get("sources", [])), len(problems)))
sys.exit(bool(problems))
