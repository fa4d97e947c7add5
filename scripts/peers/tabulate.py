"""The same with pandas. usage: tabulate.py FILE KEY"""
import sys

import pandas

keys = [sys.argv[2], "NA17", "DIPL"]
data = pandas.read_csv(sys.argv[1], sep=";", usecols=keys + ["IPONDI"], dtype={k: str for k in keys})
data.groupby(keys, sort=False)["IPONDI"].sum()
