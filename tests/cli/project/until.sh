# Draws until an error is small enough.
p=data/packs/causal
run bassin project $p --until 'se(certified_total,2026,large) < 2' --draws 64 --metrics certified_total --scopes all -o a
run grep -E '"(draws|until|max_draws)"' a/run.json
run grep '^large,all,2026,certified_total' a/projection.csv
draws=$(awk -F, 'END { print $6 }' a/projection.csv)
bassin project $p --draws "$draws" --metrics certified_total --scopes all -q -o plain
for f in projection differences targets costs twin; do
	check "$f.csv is that of a run of $draws draws" cmp a/$f.csv plain/$f.csv
done
bassin project $p --draws $((draws / 2)) --metrics certified_total --scopes all -q -o half
run grep '^large,all,2026,certified_total' half/projection.csv
run bassin project $p --until 'se(certified_total)/mean < 0.2%' --points sobol --draws 64 --metrics certified_total --scopes all -o sobol
run bassin project $p --until 'se(certified_total) < 0.01' --draws 64 --max-draws 200 --metrics certified_total --scopes all -q -o never
run grep -c . never/projection.csv
run bassin project one-centre --until 'se(industry_additional) < 1' -q -o bad
for rule in 'se(certified_total)' 'se(certified) < 1%' 'se(certifed) < 1' 'sd(certified) < 1' 'se(certified,large,2026) < 1' 'se(certified) < 0'; do
	run bassin project $p --until "$rule" -q -o bad
done
run bassin project $p --until 'se(certified_total,2050) < 1' -q -o bad
run bassin project $p --until 'se(certified_total,huge) < 1' -q -o bad
run bassin project $p --until 'se(certified_total) < 1' --metrics enrolled -q -o bad
run bassin project $p --until 'se(certified_total) < 1' --draws 100 --max-draws 50 -q -o bad
run bassin project $p --max-draws 50 -q -o bad
