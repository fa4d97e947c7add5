# Counts shared by population are flagged; rates are made again from counts; figures of territories of two
# dates are not combined. Alpha became Alpha (9 tenths of the people) and Beta at the end of 2019.
tables="--geography data/vintages/geography.csv --events data/vintages/events.csv --levels epci,ze,fr"
show() { # of a table: columns by name
	awk -F, -v wanted="$1" '
		NR == 1 { n = split(wanted, names, " "); for (i = 1; i <= NF; i++) column[$i] = i }
		{ gsub(/"[^"]*"/, ""); line = ""; for (i = 1; i <= n; i++) line = line (i > 1 ? "," : "") $(column[names[i]]); print line }' "$2"
}
mkdir own later split
printf 'CODGEO;P18_EMPLT;P18_EMPLT_SAL\n14001;1000;800\n14011;30;20\n14010;60;45\n14031;70;14\n14032;30;6\n' > jobs.csv
run bassin import -q $tables -o own/jobs.csv jobs.csv
run bassin indicators --data own --geography data/vintages/geography.csv --level epci --territory 200000002 \
	--indicator jobs,salaried_share --parents ze -o shares.csv
show "level code indicator value low high method flags" shares.csv | tee shown.csv
# Beta has 100 of 1000 jobs and 80 of 800, with Kappa's 100 and 20: 100 of 200
check "the rate of the merged is the sum over the sum" sh -c 'awk -F, "/salaried_share/ { print \$4 }" | head -n 1 | grep -qx 0.5' < shown.csv
# the same figures of 2013, for territories as they were on another date
sed 's/2022-01-01/2024-02-01/' data/vintages/geography.csv > later.csv
printf 'CODGEO;P13_EMPLT;P13_EMPLT_SAL\n14001;900;700\n14002;90;70\n14010;60;45\n14020;70;14\n14032;30;6\n55001;8;7\n' > jobs13.csv
run bassin import -q --geography later.csv --events none --levels epci,ze,fr -o later/jobs13.csv jobs13.csv
run bassin indicators --data own --data later --geography data/vintages/geography.csv --level epci \
	--territory 200000002 --indicator jobs --year all --parents none -o years.csv
show "level code year value flags" years.csv
run bassin indicators --data own --data later --geography data/vintages/geography.csv --level epci \
	--territory 200000002 --indicator jobs --profile diagnosis -o profile.csv
show "code value since change flags" profile.csv
run bassin disparities --data own --data later --geography data/vintages/geography.csv --level ze --indicator jobs --since 2013
run bassin disparities --data own --data later --geography data/vintages/geography.csv --level epci --indicator jobs --since 2013
# one figure of a ratio from each
cut -d, -f1-5 own/jobs.csv > split/a.csv
head -n 2 own/jobs.variables.csv > split/a.variables.csv
printf 'CODGEO;P18_EMPLT_SAL\n14001;900\n14002;90\n14032;30\n' > salaried.csv
run bassin import -q --geography later.csv --events none --levels epci,ze,fr -o split/b.csv salaried.csv
run bassin indicators --data split --geography data/vintages/geography.csv --level epci --territory 200000002 \
	--indicator jobs,salaried_share --parents none -o refused.csv
show "level code value flags" refused.csv
run bassin indicators --data split --geography data/vintages/geography.csv --level epci --territory 200000002 \
	--indicator salaried_share --parents none -o refused-alone.csv
show "level code value flags" refused-alone.csv
