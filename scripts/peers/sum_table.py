"""Sums of a table of communes by intercommunality, département, région and France
with pandas. usage: sum_table.py TABLE GEOGRAPHY OUTPUT"""
import sys

import pandas

table, geography, output = sys.argv[1:]
data = pandas.read_csv(table, sep=";", dtype={"CODGEO": str})
communes = pandas.read_csv(geography, dtype=str)
communes = communes[communes.level == "com"][["code", "epci", "dep", "reg"]]
data = data.merge(communes, left_on="CODGEO", right_on="code")
values = [column for column in data.columns if column.startswith("P18")]
parts = [data.groupby(level)[values].sum() for level in ("epci", "dep", "reg")]
parts.append(data[values].sum().to_frame().T)
pandas.concat(parts).to_csv(output)
