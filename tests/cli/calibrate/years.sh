# The pack has stay_territory Beta(190, 10) until 2023 and Beta(186, 14) from 2024 on, in a
# scenario that "small" extends and "large" extends in turn.
printf '%s\n' 'scope,parameter,year,count,of,source' 'territory:ze:2714,stay_territory,2023,18,20,synthetic' \
	'measure:south,stay_territory,2023,9,10,synthetic' 'all,stay_territory,2025,19,20,synthetic' >years.csv
run bassin calibrate data/packs/causal -s small --observed years.csv -o new
grep stay_territory new/assumptions.csv
check "each year has its own, in the scenario that extends it too" sh -c '
	for scenario in small large; do
		bassin scenario show new -s $scenario | grep "^$scenario,.*,stay_territory," | cut -d, -f2,4,5,6,7 |
			tr -d "\"" | sort -u >$scenario
	done
	cmp small large
	awk -F, "
		\$2 == 2020 { good += \$3 == \"beta(mean 0.943478\" && \$4 == \" n 230)\" }
		\$2 == 2024 { good += \$3 == \"beta(mean 0.931818\" && \$4 == \" n 220)\" }
		END { exit good != 4 || NR != 4 }" small'
check "the scenario without the programme keeps its own" sh -c '
	grep "^nothing," new/assumptions.csv | cut -d, -f1-6 >after
	grep "^nothing," data/packs/causal/assumptions.csv | cut -d, -f1-6 | cmp - after'
# All years at once have no value of their own.
printf '%s\n' 'scope,parameter,year,count,of,source' 'territory:ze:2714,stay_territory,,18,20,synthetic' >all.csv
run bassin calibrate data/packs/causal -s small --observed all.csv
# The tables are those of the schemas.
columns() {
	sed -n 's/.*{"name": "\([a-z0-9_]*\)", "type".*/\1/p' "datasets/schemas/$1.json" | paste -sd, -
}
columns calibration >columns
check "calibration.csv has the columns of its schema" sh -c 'head -1 new/calibration.csv | cmp - columns'
columns assumptions >columns
check "assumptions.csv has the columns of its schema" sh -c 'head -1 new/assumptions.csv | cmp - columns'
