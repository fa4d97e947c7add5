small="--dictionary data/small/dictionary.csv --geography data/small/geography.csv --events data/small/events.csv --levels epci,fr"
# a commune that merged, one that is unknown, one that lost its zero, a département
printf 'CODGEO;P18_EMPLT\n25098;50\n25099;30\n25002;4000\n99999;7\n1004;200\n25;9\n' > codes.csv
run bassin import $small -o panel.csv codes.csv
files .
run bassin import $small --allow-unmatched 99999,25 -o panel.csv codes.csv
run bassin import $small --allow-unmatched 99999,25 --pad-codes -o panel.csv codes.csv
run cat panel.csv
# the same record twice, before and after a merger
printf 'CODGEO;P18_EMPLT\n25001;1\n25002;2\n25001;1\n' > twice.csv
run bassin import $small -o twice-panel.csv twice.csv
# everything that is wrong with the cells, at once
printf 'CODGEO;P18_EMPLT\n25001;12x\n25002;1e999\n25003;-5\n57001;"1 234"\n01004;0x1F\n2A004;NaN\n69123;1.234,5\n' > cells.csv
run bassin import $small -o cells-panel.csv cells.csv
# a file that no family describes
printf 'code;salaries\n25001;3\n' > other.csv
run bassin import $small -o other-panel.csv other.csv
# a short record, a long one, an open quote
printf 'CODGEO;P18_EMPLT\n25001;1;2\n25002\n"25003;4\n' > shape.csv
run bassin import $small -o shape-panel.csv shape.csv
run bassin import $small -o panel2.csv absent.csv
files .
