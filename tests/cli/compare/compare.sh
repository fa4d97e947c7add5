# Two runs: the same, other luck, another pack; files by kind or by --key.
bassin project data/packs/causal --draws 1000 --seed 1 -q -o a
bassin project data/packs/causal --draws 1000 --seed 2 -q -o b
(run bassin compare a a) | sed 's/: [0-9]* cells/: N cells/'
run sh -c 'bassin compare a b 2>&1 | sed "s/: [0-9].*//; s/largest .*/largest/"'
check "another seed changes nothing beyond error" bassin compare a b -q
run sh -c 'bassin compare a b --exact -q >/dev/null 2>&1; echo "status $?"'
check "--all lists what is within error" sh -c '[ "$(bassin compare a b -q --all | grep -c ,within-error$)" -gt 100 ]'
# one planted change among thousands of cells
mkdir c && cp b/*.csv b/run.json c
awk -F, -v OFS=, '$1 == "small" && $2 == "all" && $4 == "enrolled_total" && !done && $7 > 1 { $7 *= 1.5; done = 1 } { print }' b/projection.csv > c/projection.csv
run sh -c 'bassin compare a c -q | cut -d, -f1-3,11; bassin compare a c -q > /dev/null; echo "status $?"'
# rounding
awk -F, -v OFS=, 'NR == 5 { $7 += 1e-13 } { print }' a/projection.csv > rounded.csv
(run bassin compare a/projection.csv rounded.csv) | sed 's/: [0-9]* cells/: N cells/'
# rows, columns and tables that one side lacks
sed 2d a/projection.csv > fewer.csv
run bassin compare a/projection.csv fewer.csv -q
run bassin compare fewer.csv a/projection.csv -q
cut -d, -f1-12 a/projection.csv > narrow.csv
run bassin compare narrow.csv a/projection.csv -q
mkdir d && cp a/projection.csv d
run sh -c 'bassin compare d a -q | cut -d, -f1,11'
# assumptions and other tables
sed '3s/,share,/,shares,/' a/assumptions.csv > assumed.csv
run bassin compare a/assumptions.csv assumed.csv -q
bassin indicators --level epci --territory 200065647 -q -o x.csv
sed '2s/,census CV/,some other/' x.csv > y.csv
run sh -c 'bassin compare x.csv y.csv -q 2>&1'
printf 'code,v\n1,5\n2,6\n' > p.csv
printf 'code,v\n2,6.5\n1,5\n' > q.csv
run bassin compare p.csv q.csv
run bassin compare p.csv q.csv --key code
run bassin compare p.csv q.csv --key code --rel 0.1
# the order of rows does not matter
{ head -n 1 a/projection.csv; tail -n +2 a/projection.csv | sort -r; } > shuffled.csv
run bassin compare a/projection.csv shuffled.csv -q
