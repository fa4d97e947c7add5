# Sobol' points: threads and ranges change nothing, errors come from the scramblings.
p=data/packs/causal
for threads in 1 2 7; do
	bassin project $p --points sobol --draws 512 --threads $threads -q -o "t$threads"
	rm "t$threads/run.json"
done
check "the same files with 2 threads" diff -r t1 t2
check "the same files with 7 threads" diff -r t1 t7
bassin project $p --points sobol --draws 300 --metrics certified_total --save-draws -q -o long
bassin project $p --points sobol --draws 200 --first-draw 100 --metrics certified_total --save-draws -q -o part
draws() { awk -F, 'NR > 1 && $1 >= 100' "$1" | sort; }
draws long/draws.csv > long.txt
draws part/draws.csv > part.txt
check "the draws are those of the longer run" cmp long.txt part.txt
check "and there are some" test -s long.txt
run grep -E '"(points|points_source|scramblings|mc_se|mc_se_degrees_of_freedom|means)"' long/run.json
bassin project $p --points random --draws 300 -q -o named
bassin project $p --draws 300 -q -o default
check "random points are the default" cmp named/projection.csv default/projection.csv
# the error again, from the draws themselves: the spread of the means of draws n % 16
recomputed() { # folder
	awk -F, '$2 == "large" && $4 == 2026 { r = $1 % 16; n[r]++; s[r] += $6; N++; S += $6 }
	END { for (r = 0; r < 16; r++) q += ((s[r] - n[r] * S / N) / N) ^ 2
		printf "%.6f %.6f\n", S / N, sqrt(q * 16 / 15) }' "$1/draws.csv"
}
reported() {
	awk -F, '$1 == "large" && $2 == "all" && $3 == 2026 && $4 == "certified_total" { printf "%.6f %.6f\n", $7, $8 }' \
		"$1/projection.csv"
}
reported long
recomputed long > again.txt
reported long > given.txt
check "mean and error are those of the draws" cmp again.txt given.txt
# an objective: the share of the draws, its error from the scramblings
run cut -d, -f1-5,8-14 long/targets.csv
awk -F, '$2 == "large" && $4 == 2026 { h = $6 >= 150; n[$1 % 16]++; s[$1 % 16] += h; N++; S += h }
	END { printf "%g of %d\n", S, N }' long/draws.csv
run bassin project $p --points sobol --draws 8 --metrics certified_total --scopes all -q -o few
check "fewer draws than scramblings have no error" \
	sh -c '[ "$(grep "^large,all,2026,certified_total" few/projection.csv | cut -d, -f8)" = "" ]'
# the means of the twin: its analytic column, and nothing else changes but unit costs
run bassin project $p --points sobol --draws 512 --means twin --metrics certified_total,enrolled --scopes all -o twin
awk -F, '$1 == "mean" && $3 == "all" && $5 == "certified_total" { print $2 "," $4 "," $7 }' t1/twin.csv > analytic.txt
awk -F, '$2 == "all" && $4 == "certified_total" { print $1 "," $3 "," $7 }' twin/projection.csv > means.txt
check "the means are those of twin.csv" cmp analytic.txt means.txt
check "and there are some" test -s means.txt
for bad in "--points halton" "--means best" "--points sobol --first-draw 100000000000"; do
	# shellcheck disable=SC2086  # several words
	run bassin project $p $bad -q -o bad
done
