map="--contours data/contours/lattice.geojson"
run bassin spatial global --level dep --indicator unemployment_census $map --weights rook --style binary
run bassin spatial local --level dep --indicator unemployment_census $map --permutations 999
run bassin spatial local --level dep --indicator population $map --statistic gstar --weights nearest:3 --year 2017 -q
run bassin spatial global --level dep --indicator unemployment_census $map --weights within:60 -q
run bassin spatial global --level dep --indicator unemployment_census $map --weights within:10
run bassin spatial global --level dep --indicator unemployment_census $map --weights circle
run bassin spatial global --level dep --indicator unemployment_census $map --year 1999
run bassin spatial global --level dep --indicator unemployment_census
run bassin spatial global --level epci --indicator unemployment_census $map
run bassin spatial global --level dep --indicator unemployment_census --contours absent.geojson
run bassin spatial map --level dep
for threads in 1 3; do
	bassin spatial local --level dep --indicator neet $map --weights nearest:4 --threads $threads -q -o $threads.csv
done
check "threads change nothing" cmp 1.csv 3.csv
