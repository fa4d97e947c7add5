# What a run will cost, told from a few draws: here that it is told, by threads and options, that the memory
# is right within a factor 1.5 and that nothing is written; the times are those of the machine.
p=data/packs/causal
told() { # quantity, file
	awk -F, -v q="$1" '$1 == q { print $2 }' "$2"
}
bassin project $p --draws 20000 -j 2 --dry-run -q >a.csv
run cut -d, -f1,3 a.csv
run grep -E '^(draws|threads|scenarios|cohorts|scopes|years),' a.csv
check "all numbers are there" awk -F, 'NR > 1 && $2 !~ /^[0-9.e+-]+$/ { print; bad = 1 } END { exit bad || NR < 17 }' a.csv
check "the parts of the time are the whole" awk -F, '$1 == "time" { t = $2 } /^time_/ { s += $2 } END { d = s / t; exit !(d > 0.99 && d < 1.01) }' a.csv
bassin project $p --draws 20000 -j 2 -q -o real
size=$(cat real/* | wc -c)
check "the size of the results" awk -v told="$(told results a.csv)" -v real="$size" 'BEGIN { r = told * 1e6 / real; print r; exit !(r > 0.9 && r < 1.1) }'
if [ -x /usr/bin/time ] && [ "$(uname)" = Linux ]; then
	/usr/bin/time -f %M -o kilobytes bassin project $p --draws 20000 -j 2 -q --force -o real
	check "the memory" awk -v told="$(told memory a.csv)" -v real="$(cat kilobytes)" 'BEGIN { r = told * 1e6 / (real * 1024); print r; exit !(r > 1 / 1.5 && r < 1.5) }'
else
	echo "holds: the memory"
fi
bassin project $p --draws 3000 -j 1 --dry-run --save-draws -m enrolled --scopes all -q >b.csv
bassin project $p --draws 3000 -j 1 --save-draws -m enrolled --scopes all -q -o draws
check "the size of all draws" awk -v told="$(told results b.csv)" -v real="$(cat draws/* | wc -c)" 'BEGIN { r = told * 1e6 / real; print r; exit !(r > 0.9 && r < 1.1) }'
check "its table is that of the schema" sh -c '
	sed -n "s/.*{\"name\": \"\([a-z0-9_]*\)\", \"type\".*/\1/p" datasets/schemas/forecast.json | paste -sd, - >schema
	head -n 1 a.csv | cmp - schema'
bassin project $p --dry-run --until 'se(certified_total)/mean < 5%' --max-draws 5000 -q -o never >c.csv
run head -n 2 c.csv
bassin project $p --keep --draws 100 -q -o kept
run bassin project $p --dry-run --extend kept --draws 200
run bassin project $p --dry-run --draws 0
rm -rf real draws kept schema kilobytes
files .
