"""Reads a workbook with Python's library alone and compares a sheet with the CSV of the same table.

usage: compare.py BOOK.xlsx SHEET TABLE.csv
Says which columns are text and which numbers; what differs; formulas; dates.
"""
import csv, re, sys, zipfile
import xml.etree.ElementTree as xml

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
book = zipfile.ZipFile(sys.argv[1])


def sheet_path(name):
    targets = {r.get("Id"): r.get("Target") for r in xml.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
    for sheet in xml.fromstring(book.read("xl/workbook.xml")).iterfind("m:sheets/m:sheet", NS):
        if sheet.get("name") == name:
            return "xl/" + targets[sheet.get(REL)]
    sys.exit("no sheet " + name)


def unescape(text):
    return re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m.group(1), 16)), text)


def place(reference):
    letters, row = re.match("([A-Z]+)([0-9]+)$", reference).groups()
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    return int(row) - 1, column - 1


tree = xml.fromstring(book.read(sheet_path(sys.argv[2])))
cells = {}
for cell in tree.iterfind(".//m:c", NS):
    if cell.get("t") == "inlineStr":
        value = unescape("".join(t.text or "" for t in cell.iterfind(".//m:t", NS)))
    else:
        value = float(cell.find("m:v", NS).text)
    cells[place(cell.get("r"))] = value

with open(sys.argv[3], encoding="utf-8", newline="") as file:
    rows = list(csv.reader(file))
differ, kinds = 0, {}
for r, row in enumerate(rows):
    for c, text in enumerate(row):
        value = cells.pop((r, c), "")
        if r > 0 and value != "":
            kinds.setdefault(c, set()).add(type(value).__name__)
        if isinstance(value, float):  # the workbook keeps 16 digits
            same = abs(float(text) - value) <= 1e-15 * abs(value)
        else:
            same = value == text or ("'" + value == text and value[:1] in "=@\t\r")
        if not same:
            differ += 1
            print("row %d column %d: %r, CSV %r" % (r + 1, c + 1, value, text))
for c, name in enumerate(rows[0]):
    print("%-20s %s" % (name, {"str": "text", "float": "number"}.get("/".join(sorted(kinds.get(c, ["empty"]))), "/".join(sorted(kinds.get(c, ["empty"]))))))
print("rows: %d, cells that differ: %d, cells too many: %d" % (len(rows), differ, len(cells)))
print("formulas: %d" % len(list(tree.iter("{%s}f" % NS["m"]))))
pane = tree.find(".//m:pane", NS)
print("header in view: %s" % (pane is not None and pane.get("state") == "frozen" and pane.get("ySplit") == "1"))
print("dates in the file: %s" % sorted({str(i.date_time[:3]) for i in book.infolist()}))
print("made: %s" % re.search("<dcterms:created[^>]*>([^<]*)", book.read("docProps/core.xml").decode()).group(1))
print("sheets: %s" % ", ".join(re.findall('<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())))
