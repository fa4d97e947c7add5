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
