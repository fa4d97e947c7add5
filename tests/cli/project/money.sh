# Income, return to public finances and break-even, everything certain. Ten places from 2020, half
# of them open in 2020, 7 in 2021 and all from 2022 in the ramp; leavers work for good, and would
# not without the course; 30,000 EUR a year and 1,000 a trainee against 4,500; 1,500 EUR back for
# each additional job and year; 100,000 EUR at first; 10 % discount, at the end of the years.
run bassin project data/packs/money --draws 10 -q -o out
check "costs.csv has the sums done by hand" awk -F, '
	BEGIN { split("5 7 10 10 10", ramp, " ") }
	$2 != "all" { next }
	$3 == 2020 { additional[$1] = 0 }
	# the value of each year is rounded to a cent
	function same(expected, slack) { slack = 0.001 + 0.005 * t
	  if ($7 - expected > slack || expected - $7 > slack) { print; print expected; bad = 1 } rows++ }
	{ t = $3 - 2019; n = 0; jobs = 0
	  for (k = 1; k <= t; k++) { n = $1 == "ramp" ? ramp[k] : 10; jobs += n }
	  total = 0; present = 0; sum = 0
	  for (k = 1; k <= t; k++) {
		m = $1 == "ramp" ? ramp[k] : 10; sum += m
		net = (k == 1 ? 100000 : 0) + 30000 + 1000 * m - 4500 * m - 1500 * sum
		total += net; present += net / 1.1 ^ k } }
	$4 == "income" { same(4500 * n) }
	$4 == "operating_balance" { same(3500 * n - 30000) }
	$4 == "fiscal_return" { same(1500 * jobs) }
	$4 == "net_cost" { same(net) }
	$4 == "net_cost_total" { same(total) }
	$4 == "present_net_cost_total" { same(present) }
	END { exit bad || rows != 60 }' out/costs.csv
cut -d, -f1,3,4,6,7,9,13,14 out/targets.csv
# without a counterfactual nothing is additional
mkdir gross
cp data/packs/money/*.csv gross
sed -i 's/causal/gross/' gross/scenarios.csv
sed -i '/effect_6m/d; /_without/d' gross/assumptions.csv
run bassin scenario check gross
