"""The same with pandas. usage: columns.py FILE"""
import sys

import pandas

data = pandas.read_csv(sys.argv[1], sep=";", dtype={0: str, 1: str, "CODGEO": str})
data.iloc[:, 2:].sum()
