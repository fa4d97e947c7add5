# --means draws: the numbers of a run with the analytic twin, without what the twin adds.
p=data/packs/causal
bassin project $p --draws 300 -q -o with
bassin project $p --draws 300 --means draws -q -o alone
columns() { cut -d, -f1-9,12- "$1"; } # but sd_parameters and sd_sampling
columns with/projection.csv >with.txt
columns alone/projection.csv >alone.txt
check "means, errors and quantiles are the same" cmp with.txt alone.txt
check "the twin gave parts of the spread" sh -c '[ "$(cut -d, -f10,11 with/projection.csv | sort -u | wc -l)" -gt 100 ]'
run sh -c 'cut -d, -f10,11 alone/projection.csv | sort -u'
for table in differences costs; do
	check "$table has as many rows" sh -c "[ \$(wc -l <with/$table.csv) = \$(wc -l <alone/$table.csv) ]"
done
check "objectives are the same" cmp with/targets.csv alone/targets.csv
run grep -E '"(means|means_compared|means_without_twin)"' alone/run.json
run sh -c 'cut -d, -f1 alone/twin.csv | sort -u'
run bassin report alone -o page.html -q
# a run goes on, and parts are merged, with what was made alike
bassin project $p --draws 100 --means draws --keep -q -o few
run bassin project $p --draws 300 --extend few -q -o more
bassin project $p --draws 300 --means draws --extend few -q -o more
check "extended as in one run" cmp alone/projection.csv more/projection.csv
bassin project $p --draws 100 --means draws -q --part a.part
bassin project $p --first-draw 100 --draws 200 --means draws -q --part b.part
bassin project $p --first-draw 100 --draws 200 -q --part twin.part
run bassin merge $p a.part twin.part -q -o bad
bassin merge $p a.part b.part -q -o merged
check "merged as in one run" cmp alone/projection.csv merged/projection.csv
run grep '"means"' merged/run.json
run bassin merge $p a.part b.part --means draws -q -o bad
run bassin merge $p a.part b.part --means twin -o twin
