# Départements from the census of 2012 to that of 2017: few draws, and what the scores say of themselves.
run bassin backtest --level dep --from 2012 --to 2017 -n 20 -o scores.csv
head -n 3 scores.csv
check "what was observed is in the panel" awk -F, '
	FNR == NR { if (FNR == 1) { for (i = 1; i <= NF; i++) at[$i] = i } else if ($1 == "dep" && $4 == 2017) { people[$2] = $at["p_pop1564"]; active[$2] = $at["p_act1564"]; out[$2] = $at["p_chom1564"] } next }
	FNR > 1 { want = $4 == "people_1564" ? people[$2] : $4 == "employed_1564" ? active[$2] - out[$2] : $4 == "activity_rate" ? active[$2] / people[$2] : out[$2] / active[$2]
		d = $9 / want - 1; if (d > 1e-6 || d < -1e-6) { print; bad = 1 } rows++ }
	END { exit bad || rows != 400 }' datasets/panels/rp-emploi-population.csv scores.csv
check "inside means between the quantiles" awk -F, 'FNR > 1 { if (($13 <= $9 && $9 <= $15) != $20 || ($12 <= $9 && $9 <= $16) != $21) { print; bad = 1 } } END { exit bad }' scores.csv
check "the score of no change is the change" awk -F, 'FNR > 1 { d = $9 - $8; if (d < 0) d = -d; if ((d - $18) > 1e-4 * d + 1e-9 || ($18 - d) > 1e-4 * d + 1e-9) { print; bad = 1 } } END { exit bad }' scores.csv
run bassin backtest --level dep --from 2012 --to 2017 -n 20 -j 1 -o one.csv
check "threads change nothing" cmp scores.csv one.csv
run bassin backtest --from 2012 --to 2012
run bassin backtest --level dep --from 2013 --to 2014
