# The assumptions that an objective depends on. A thousand people through three shares (oracle 7): placed
# have the variance 2116.477, and the part that goes along with one share alone is
# 1000^2 var(p_i) times the squared means of the other two: .2285, .1613 and .4921 of it.
cp -r data/packs/three-shares pack
printf 'scenario,metric,scope,year,operator,value,probability,label_fr,label_en,source\n,placed_total,,2000,>=,442,0.5,x,x,x\n' > pack/targets.csv
run bassin project pack -n 8000 --drivers -q -o out
cut -d, -f1-6 out/drivers.csv
check "shares of the variance within four standard errors" awk -F, '
	function limit(want, got, se) { d = got - want; if (d < 0) d = -d; return d <= 4 * se + 0.004 }
	$6 == "all employment_6m" { ok += limit(sqrt(.4921), $7, $8) && $9 > .47 && $9 < .51 }
	$6 == "all fill" { ok += limit(sqrt(.2285), $7, $8) }
	$6 == "all certification" { ok += limit(sqrt(.1613), $7, $8) }
	END { exit ok != 3 || NR != 4 }' out/drivers.csv
run bassin project pack -n 8000 --drivers -q --threads 3 -o three
check "threads change nothing" cmp out/drivers.csv three/drivers.csv
run bassin project pack -n 100 --keep -q -o kept
run bassin project pack -n 200 --extend kept --drivers -q -o more
# Low and high quarters. Of uniform shares between a and b the lowest quarter has the mean a + (b - a) / 8,
# the highest b - (b - a) / 8; the product's mean there is 1000 times it times the means of the others.
# Four standard errors: of the quarter's mean, and of where the sample has its quartile (together .0029 (b - a)).
cp -r pack uniform
sed -i 's/fill,beta,0.8,100,/fill,uniform,,,/;s/certification,beta,0.85,100,/certification,uniform,,,/;s/employment_6m,beta,0.65,100,/employment_6m,uniform,,,/' uniform/assumptions.csv
awk -F, -v OFS=, 'NR == 1 { print $1, $2, $3, $4, $5, $6, "min", "max", $7, $8, $9; next }
	{ low = high = ""
	  if ($3 == "fill") { low = .6; high = 1 }
	  if ($3 == "certification") { low = .7; high = .9 }
	  if ($3 == "employment_6m") { low = .5; high = .7 }
	  print $1, $2, $3, $4, $5, $6, low, high, $7, $8, $9 }' uniform/assumptions.csv > table && mv table uniform/assumptions.csv
run bassin project uniform -n 8000 --drivers -q -o quarters
check "means of the quarters are those of the closed form" awk -F, '
	function near(what, got, want, limit) { if (got - want > limit || want - got > limit) { print what, got, want, limit; bad = 1 } }
	function driver(low, high, others,   width) {
		rows++
		width = high - low
		near($6 " low input", $13, low + width / 8, .0116 * width + 5e-5)
		near($6 " high input", $14, high - width / 8, .0116 * width + 5e-5)
		near($6 " low", $15, 1000 * others * (low + width / 8), 4 * sqrt($17 ^ 2 + (2.9 * width * others) ^ 2))
		near($6 " high", $16, 1000 * others * (high - width / 8), 4 * sqrt($18 ^ 2 + (2.9 * width * others) ^ 2))
		near($6 " mean", $11, 384, 4 * 80 / sqrt(8000)) }
	$6 == "all fill" { driver(.6, 1, .8 * .6) }
	$6 == "all certification" { driver(.7, .9, .8 * .6) }
	$6 == "all employment_6m" { driver(.5, .7, .8 * .8) }
	END { exit bad || rows != 3 || NR != 4 }' quarters/drivers.csv
check "a driver of money is in euros" sh -c 'cp -r pack money
printf "scenario,metric,scope,year,operator,value,probability,label_fr,label_en,source\n,cost_total,,2000,<=,442000,0.5,x,x,x\n" > money/targets.csv
sed -i "/trainee_cost/d" money/assumptions.csv
echo "three-shares,all,enrolment_cost,uniform,,,EUR,test,judgement" >> money/assumptions.csv
sed -i "s/^scenario,scope,parameter,distribution,value,n,/&min,max,/;2,\$s/^\([^,]*,[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,\)/\1,,/" money/assumptions.csv
sed -i "s/enrolment_cost,uniform,,,,,/enrolment_cost,uniform,,,400,800,/" money/assumptions.csv
bassin project money -n 8000 --drivers -q -o euros && awk -F, "\$6 == \"all enrolment_cost\" { ok = \$10 == \"EUR\" && \$13 > 445 && \$13 < 455 && \$15 > 355000 && \$15 < 365000 && \$16 > 595000 && \$16 < 605000 } END { exit !ok }" euros/drivers.csv'
# Any other result: the same figures as those of the objective, and of a metric that has no objective.
# Enrolled: a binomial of 1000 with a beta share of mean .8 and variance .16 / 101; that of the share is
# 1584.2 of 1584.2 + 158.4, .9091 of it.
mkdir bare
cp pack/* bare
rm bare/targets.csv
run bassin project bare -n 8000 --drivers-of placed_total -q -o other
check "as of the objective, without one" cmp out/drivers.csv other/drivers.csv
run bassin project pack -n 8000 --drivers-of placed_total:2000,enrolled_total:2000:audience:jobseekers,enrolled_total -q -o both
cut -d, -f2-6 both/drivers.csv
check "share of the variance in closed form" awk -F, '
	$2 == "enrolled_total" && $3 == "all" { d = $7 - sqrt(.9091); if (d < 0) d = -d; ok += $6 == "all fill" && d <= 4 * $8 + .004; n++ }
	END { exit ok != 1 || n != 1 }' both/drivers.csv
run bassin project bare -n 100 --drivers-of all -q -o every
check "all: objectives need not be there" awk -F, 'NR > 1 && $2 == "certified_total" { n++ } END { exit n != 2 }' every/drivers.csv
run bassin project bare -n 100 --drivers-of plased_total -q -o wrong
run bassin project bare -n 100 --drivers-of placed_total:2050 -q -o wrong
run bassin project bare -n 100 --drivers-of placed_total:0 -q -o wrong
run bassin project bare -n 100 --drivers-of :2000 -q -o wrong
run bassin project bare -n 100 --drivers-of placed_total:measure:none -q -o wrong
run bassin project bare -n 100 --drivers-of placed_total:audience:none -q -o wrong
run bassin project bare -n 100 --drivers-of placed_total -m enrolled_total -q -o wrong
run bassin project bare -n 100 --drivers-of openings_unfilled -q -o wrong
check "nothing is written" test ! -e wrong
