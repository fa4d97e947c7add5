# A label of two years, renewed with a probability that is Beta(4.8, 3.2): 84 people a year while it
# runs, for both audiences and all sites at once, so that in year y the mean is 84 E[p^k] with
# k = floor((y - 2000) / 2) renewals, E[p^k] the product of (4.8 + i) / (8 + i), and all or nobody.
run bassin scenario check data/packs/funding-term
run bassin project data/packs/funding-term --draws 20000 -q -o out
check "means are 84 E[p^k], standard deviations those of all or nobody" awk -F, '
	$2 == "all" && $4 == "enrolled" {
		p = 1
		for (i = 0; i < int(($3 - 2000) / 2); i++) p *= (4.8 + i) / (8 + i)
		d = $7 - 84 * p
		if (d > 4 * $8 + 1e-9 || d < -4 * $8 - 1e-9) { print $0, 84 * p; bad = 1 }
		s = $9 - 84 * sqrt(p * (1 - p))
		if (s > 0.6 || s < -0.6) { print "sd", $0, 84 * sqrt(p * (1 - p)); bad = 1 }
		rows++ }
	END { exit bad || rows != 9 }' out/projection.csv
run bassin project data/packs/funding-term --draws 500 -q -o one --threads 1
run bassin project data/packs/funding-term --draws 500 -q -o three --threads 3
check "threads change nothing" cmp one/projection.csv three/projection.csv
sed 's/renewal,beta,0.6,8/renewal,beta,1.6,8/; s/funding_term,fixed,2/funding_term,fixed,-2/' data/packs/funding-term/assumptions.csv >bad.csv
mkdir bad
cp data/packs/funding-term/*.csv bad
mv bad.csv bad/assumptions.csv
run bassin scenario check bad
