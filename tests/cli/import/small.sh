small="--dictionary data/small/dictionary.csv --geography data/small/geography.csv --events data/small/events.csv"
printf 'CODGEO;P18_EMPLT;C18_EMPLT;C18_EMPLT_INDUS\n25001;100.5;90;30\n25002;4000;4010;1200\n25003;s;s;5\n57001;9000;9100;2500\n01004;200;210;40\n2A004;30000;30500;1500\n69123;300000;;\n69381;20000;;\n' > jobs.csv
run bassin import $small --levels epci,ze,dep,reg,fr,com -o panel.csv jobs.csv
run cat panel.csv
run cat panel.variables.csv
run bassin import $small -o panel.csv jobs.csv
run bassin import $small -o panel.csv jobs.csv --force -q
gzip -c jobs.csv > jobs.csv.gz
run bassin import $small --levels fr -q -o zipped.csv jobs.csv.gz
run cat zipped.csv
run_stdin bassin import $small --levels fr --family emploi -q -o - - < jobs.csv
