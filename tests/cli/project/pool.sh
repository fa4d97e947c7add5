# Eligible people limit the programme. One step: of 200 people six in ten apply for 110 places, the
# mean of min(Bin(200, 0.6), 110) is 109.764625. Without a limit: 5000 (1 - exp(-0.25 t)) by then.
# Two centres of 600 and 200 places, 400 people, half of whom apply a year, one in five of the others
# leaves, 150.5 come: the recursion below, three quarters for the large one.
run bassin scenario check data/packs/pool
run bassin project data/packs/pool --draws 20000 -q -o out
check "means are those of the closed forms" awk -F, '
	function near(what, mean, se, expected) {
		if (mean - expected > 4 * se || expected - mean > 4 * se) { print what, mean, se, expected; bad = 1 }
		rows++ }
	$1 == "one-step" && $2 == "all" && $3 == 2000 && $4 == "enrolled" { near("one step", $7, $8, 109.764625) }
	$1 == "no-cap" && $2 == "all" && $4 == "enrolled_total" { near("no cap " $3, $7, $8, 5000 * (1 - exp(-0.25 * ($3 - 1999)))) }
	$1 == "two-centres" && $2 == "all" && $4 == "enrolled" {
		e = $3 == 2000 ? 400 : e / 2 * 0.8 + 150.5
		near("two centres " $3, $7, $8, e / 2) }
	$1 == "two-centres" && $2 == "measure:large" && $3 == 2000 && $4 == "enrolled" { near("large", $7, $8, 150) }
	END { exit bad || rows != 10 }' out/projection.csv
check "places and people add up: 800 places a year" awk -F, '
	$1 == "two-centres" && $2 == "all" && ($4 == "enrolled" || $4 == "unfilled") { sum += $7 }
	END { exit sum != 3200 }' out/projection.csv
check "places without applicants are those left empty where all would be filled" awk -F, '
	$1 == "two-centres" && $4 == "unfilled" { empty[$2 $3] = $7; rows++ }
	$1 == "two-centres" && $4 == "without_applicants" && $7 != empty[$2 $3] { print; bad = 1 }
	END { exit bad || rows == 0 }' out/projection.csv
check "twice the places enrol nobody more" sh -c '
grep "^two-centres,all,[0-9]*,enrolled," out/projection.csv | cut -d, -f3- > one
grep "^doubled,all,[0-9]*,enrolled," out/projection.csv | cut -d, -f3- > two
[ -s one ] && cmp one two'
run bassin project data/packs/pool --draws 300 -q -o threads-1 --threads 1
run bassin project data/packs/pool --draws 300 -q -o threads-3 --threads 3
check "threads change nothing" cmp threads-1/projection.csv threads-3/projection.csv
# a pool that never runs dry changes nothing: the same places are filled by the same luck
mkdir dry wide
cp datasets/scenarios/one-centre/*.csv dry
cp dry/*.csv wide
echo 'one-centre,all,eligible,fixed,10000000,persons,so many that all places are filled,judgement
one-centre,all,application,fixed,20,1/year,they apply at once,judgement' >>wide/assumptions.csv
run bassin project dry --draws 300 -q -o without
run bassin project wide --draws 300 -q -o with
check "means and quantiles are those without a pool" sh -c '
cut -d, -f1-9,12- without/projection.csv > a
grep -v ",without_applicants," with/projection.csv | cut -d, -f1-9,12- > b
cmp a b'
# one pool, one set of parameters
mkdir odd
cp data/packs/pool/*.csv odd
echo 'two-centres,measure:large,eligible,fixed,10,persons,only one centre,judgement' >>odd/assumptions.csv
sed -i '/^no-cap,all,application/d' odd/assumptions.csv
run bassin scenario check odd
