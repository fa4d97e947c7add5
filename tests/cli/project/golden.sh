# The same bytes for any number of threads, and for halves of a run.
for threads in 1 2 3 7; do
	bassin project data/packs/causal --draws 500 --seed 7 --threads $threads -q -o "t$threads"
	rm "t$threads/run.json"
done
files t1
for threads in 2 3 7; do
	check "the same files with $threads threads" diff -r t1 t$threads
done
run cat t1/targets.csv
run cat t1/scenarios.csv
run grep -E '^[a-z-]+,all,20(24|30),(certified|industry_stock|industry_additional|cost_total)' t1/projection.csv
run head -n 3 t1/projection.csv
run head -n 3 t1/differences.csv
run head -n 3 t1/costs.csv
run head -n 3 t1/assumptions.csv
run head -n 3 t1/twin.csv
bassin project data/packs/causal --draws 500 --seed 8 -q -o other
check "another seed gives other figures" sh -c '! cmp -s t1/projection.csv other/projection.csv'
# draws 100 to 299 of a long run are the draws of a run that begins there
bassin project data/packs/causal --draws 300 --seed 7 --save-draws -q -o long
bassin project data/packs/causal --draws 200 --first-draw 100 --seed 7 --save-draws -q -o part
draws() { awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "draw") d = i; next } $d >= 100' "$1" | sort; }
draws long/draws.csv > long.txt
draws part/draws.csv > part.txt
check "the draws are those of the longer run" cmp long.txt part.txt
check "and there are some" test -s long.txt
