# The people of a territory: facts with their sources, the stock fitted to them, the projection.
run bassin territory -l epci -t 200065647 -o facts.csv
cut -d, -f2 facts.csv | sort | uniq -c | awk '{ print $1, $2 }'
grep -E ',(year|activity_rate|unemployment_rate|industry_share|entrants_growth),,,,' facts.csv
check "the facts shipped with the pack are these" cmp facts.csv datasets/scenarios/cnam-montbeliard/territory.csv
check "facts read back are the same" sh -c 'bassin territory -l epci -t 200065647 --facts facts.csv | cmp - facts.csv'
run bassin territory -l epci -t 200065647 --show stock -o stock.csv
# the margins of the stock are the facts: read from the two tables alone
check "people, active, unemployed, industry and diplomas as in the facts" awk -F, '
	function close_to(a, b) { return a - b < 1e-5 * (1 + b) && b - a < 1e-5 * (1 + b) }
	FNR == 1 { next }
	FNR == NR && $3 == "" && $5 == "" { fact[$2] = $6 }
	FNR == NR && $2 == "level_share" && $3 == "" { level[$5] = $6; levels += $6 }
	FNR == NR && $2 == "population" { all += $6; if ($3 < 65) working += $6 }
	FNR == NR { next }
	{ total += $7
	  if ($6 != "in_education") { out += $7; of[$5] += $7 }
	  if ($3 < 65) { of_age += $7; if ($6 ~ /industry|other|unemployed/) active += $7 }
	  if ($3 < 65 && $6 == "unemployed") jobless += $7
	  if ($3 < 65 && $6 == "industry") industry += $7 }
	END { exit !(close_to(total, all) && close_to(of_age, working) && close_to(active / of_age, fact["activity_rate"]) &&
		close_to(jobless / active, fact["unemployment_rate"]) &&
		close_to(industry / (active - jobless), fact["industry_share"]) &&
		close_to(of["none"] / out, level["none"] / levels) && close_to(of["higher"] / out, level["higher"] / levels)) }
	' facts.csv stock.csv
# nothing uncertain but the people: the expectations of tests/reference/stock_expected.py
facts=data/territory/certain.csv
run bassin territory -l epci -t 200065647 --facts $facts --show projection --until 2026 -n 200 -o out.csv
check "means are the expected numbers within 4.5 standard errors" awk -F, '
	FNR == 1 { next }
	FNR == NR { e["people_1564", 2018 + $1] = $2; e["employed_1564", 2018 + $1] = $3
		e["industry_share", 2018 + $1] = $4 / $3; e["unemployment_rate", 2018 + $1] = $5 / ($3 + $5)
		e["below_bac_share", 2018 + $1] = $6 / $7; next }
	($2, $3) in e { # standard error from the distance of the 5 and 95 % quantiles, 3.29 standard deviations
		se = ($11 - $7) / 3.29 / sqrt(200); d = $6 - e[$2, $3]
		if (d < 0) d = -d
		if (d > 4.5 * se + 1e-5 * e[$2, $3]) { print $2, $3, $6, e[$2, $3], se; bad = 1 }
		rows++ }
	END { exit bad || rows != 45 }' data/territory/expected.csv out.csv
# an older census knows nothing of the years after it
run bassin territory -l epci -t 200065647 --year 2012 -o old.csv
check "no source names a later census" awk -F'"' '/census of 201[3-9]|RP201[3-9]/ && !/where a territory|all intercommunal/ { print; bad = 1 } END { exit bad }' old.csv
# wrong input
run bassin territory -l epci -t 999
run bassin territory -l epci -t 200065647 --year 1999
run bassin territory -l epci
sed '/,death_rate,80,/d; s/,students_active,,,,0.16/,students_active,,,,1.6/' facts.csv > bad.csv
run bassin territory -l epci -t 200065647 --facts bad.csv --show stock
sed '/,in_education,18,/s/,0\.[0-9]*,/,0.99,/; /,in_education,25,/s/,0\.[0-9]*,/,0.99,/; /,in_education,30,/s/,0\.[0-9]*,/,0.7,/' facts.csv > none.csv
run bassin territory -l epci -t 200065647 --facts none.csv --show stock
sed 's/,population,20,24/,population,20,29/; s/,leave_rate,30,39/,leave_rate,39,30/; /,industry_share/p' facts.csv > twice.csv
run bassin territory -l epci -t 200065647 --facts twice.csv --show stock
