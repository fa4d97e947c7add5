# Industrial openings limit first jobs. T trained and O other seekers for V openings: the mean of those
# hired is V T / (T + O), with odds that of Wallenius' law, person by person below; net hires are
# min(V, T + O) - min(V, O), each world with the openings that it has left over.
run bassin scenario check data/packs/vacancies
run bassin project data/packs/vacancies --draws 20000 -q --scopes all,territory -o out
check "means are those of the closed forms" awk -F, '
	function near(what, mean, se, expected) {
		if (mean - expected > 4 * se + 1e-9 || expected - mean > 4 * se + 1e-9) { print what, mean, se, expected; bad = 1 }
		rows++ }
	# mean number of good taken of `good` and `bad`, one after the other
	function wallenius(good, bad, drawn, odds,   k, x, law, next_good, mean) {
		law[0] = 1
		for (k = 0; k < drawn; k++)
			for (x = k < good ? k : good; x >= 0; x--) {
				next_good = odds * (good - x) / (odds * (good - x) + bad - (k - x))
				law[x + 1] += law[x] * next_good
				law[x] *= 1 - next_good
			}
		for (x = 0; x <= good; x++) mean += x * law[x]
		return mean }
	# one certain class of 20, half of whom would have had an industrial job, 5 others, 18 openings
	function certain(what,   x, law, mean) {
		law = 1 / 2 ^ 20
		for (x = 0; x <= 20; x++) {
			mean += law * (what == "net" ? 18 - (x + 5 < 18 ? x + 5 : 18) : 14.4 - (x + 5 < 18 ? x : 18 * x / (x + 5)))
			law *= (20 - x) / (x + 1)
		}
		return mean }
	$2 != "all" { next }
	$1 == "short" && $4 == "placed_industry_local" { near("short " $3, $7, $8, 30 * 100 / 150) }
	$1 == "short" && $4 == "refused_total" { near("refused " $3, $7, $8, 80 * ($3 - 1999)) }
	$1 == "full" && $4 == "placed_industry_local" { near("full " $3, $7, $8, 30 * 100 / 130) }
	$1 == "odds" && $4 == "placed_industry_local" { near("odds " $3, $7, $8, wallenius(20, 10, 12, 3)) }
	$1 == "odds" && $4 == "industry_hires_net" { near("odds, net " $3, $7, $8, 2) }
	$1 == "parts" && $4 == "industry_hires_net" { near("parts of posts " $3, $7, $8, 2.5 * 0.99 ^ ($3 - 2000)) }
	$1 == "carried" && $4 == "industry_hires_net" { near("carried " $3, $7, $8, substr("3 3 1 -1", 2 * ($3 - 1999) - 1, 2)) }
	$1 == "carried" && $4 == "openings_unfilled" { near("unfilled " $3, $7, $8, substr("6200", $3 - 1999, 1)) }
	$1 == "certain" && $3 == 2000 && $4 == "industry_hires_net" { near("certain, net", $7, $8, certain("net")) }
	$1 == "certain" && $3 == 2000 && $4 == "industry_additional" { near("certain, additional", $7, $8, certain()) }
	END { exit bad || rows != 34 }' out/projection.csv
# every mean and quantile of metrics of a scenario is 0
nothing() { awk -F, -v scenario="$1" -v metrics="$2" '
	$1 == scenario && $4 ~ metrics { rows++; for (i = 7; i <= NF; i++) if ($i != "" && $i != 0) { print; bad = 1 } }
	END { exit bad || rows == 0 }' out/projection.csv; }
check "as many others as openings: all of those hired displace somebody" nothing full '^industry_hires_net'
check "without effect nothing changes, person by person" nothing no-effect '_additional$|^displaced|^industry_hires_net'
check "openings for all: nobody is refused or displaced" nothing slack '^refused|^displaced'
rows_of() { grep "^$1,$2," out/projection.csv | cut -d, -f3-; }
hires_of() { rows_of "$1" all | grep ',industry_hires_net'; }
hires_of short > one
hires_of doubled > two
check "no opening at all: only employees who keep their job have one" awk -F, '
	$1 == "kept" && $4 == "refused" && ($2 == "all" || $2 == "territory:ze:2714") { rows++; if ($7 != 20) { print; bad = 1 } }
	$1 == "kept" && $2 == "all" && $4 == "placed_industry_local" { rows++; if ($7 != 30 || $9 != 0) { print; bad = 1 } }
	END { exit bad || rows != 12 }' out/projection.csv
check "twice the places give no net hire more" cmp one two
rows_of short territory:ze:2714 > one
rows_of elsewhere territory:ze:2714 > two
check "a measure in another territory changes nothing here" sh -c '[ -s one ] && cmp one two'
market=',(refused|displaced|industry_hires_net)(_total)?,|,openings_unfilled,'
check "no row of openings without them" sh -c "! grep -E '^free,.*($market)' out/projection.csv"
rows_of free all | cut -d, -f1-7,10- > one
rows_of slack all | grep -Ev "$market" | cut -d, -f1-7,10- > two
check "openings for all: the numbers of a run without the limit" sh -c '[ -s one ] && cmp one two'
# draw by draw, without moves: additional jobs less displaced others are the net hires
run bassin project data/packs/vacancies --scenario effect --draws 300 -q --save-draws -o effect
check "net hires are additional jobs less displaced others" awk -F, '
	$5 == "industry_additional" { additional[$1 $4] = $6 }
	$5 == "displaced_total" { displaced[$1 $4] = $6; some += $6 > 0 }
	$5 == "industry_hires_net_total" { net[$1 $4] = $6 }
	END { for (k in net) { rows++; if (net[k] != additional[k] - displaced[k]) { print k; bad = 1 } }
		exit bad || rows != 1200 || some == 0 }' effect/draws.csv
run bassin project data/packs/vacancies --draws 100 -q -o threads-1 --threads 1
run bassin project data/packs/vacancies --draws 100 -q -o threads-3 --threads 3
check "threads change nothing" cmp threads-1/projection.csv threads-3/projection.csv
run bassin project data/packs/vacancies --draws 100 -q -m refused,displaced_total,placed -o chosen
grep -E '^[^,]*,[^,]*,[^,]*,(metric|refused|displaced_total|placed),' threads-1/projection.csv > all-of-them
check "the same numbers when only some metrics are asked for" cmp all-of-them chosen/projection.csv
check "no row for a measure or an audience" sh -c "! grep -E ',(measure|audience):.*,(displaced|industry_hires_net|openings_unfilled)' threads-1/projection.csv"
bassin project data/packs/vacancies --scenario short,slack --draws 500 -o said 2>&1 | grep 'run out'
bassin project data/packs/pool --scenario two-centres --draws 500 -o said-too 2>&1 | grep 'run out'
# refused
bad() { # title, lines of assumptions.csv
	rm -rf bad
	cp -r data/packs/vacancies bad
	chmod -R u+w bad
	echo "--- $1"
	echo "$2" >> bad/assumptions.csv
	run bassin scenario check bad
}
bad "displacement beside openings" 'effect,all,displacement,fixed,0.2,share,worked example,judgement
slack,measure:centre,substitution,fixed,0.1,share,worked example,judgement
slack,all,multiplier,fixed,1.2,ratio,worked example,judgement'
bad "openings in part" 'free,territory:ze:2714,industry_jobs,fixed,1000,jobs,worked example,judgement
free,territory:ze:2714,vacancy_rate,fixed,0.02,share,worked example,judgement'
bad "openings of one measure" 'free,measure:centre,industry_jobs,fixed,1000,jobs,worked example,judgement'
bad "odds of 0" 'odds,territory:ze:2714,preference_odds,fixed,0,ratio,worked example,judgement'
rm -r bad
cp -r data/packs/vacancies bad
chmod -R u+w bad
printf 'scenario,scope,metric,year,operator,value,probability,label_fr,label_en,source\nshort,measure:centre,displaced_total,2003,<=,5,0.5,Peu,Few,worked example\n' > bad/targets.csv
echo "--- an objective of a measure that has none"
run bassin scenario check bad
