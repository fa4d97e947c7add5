run bassin smooth --level reg --indicator unemployment_census
run bassin smooth --level dep --indicator stay_rate:2029 --covariates unemployment_census --fit ml -o dep.csv
run grep -E ',(25|90|975|2A),' dep.csv
run bassin smooth --level ze --indicator industry_share_posts --method marshall --benchmark -o ze.csv
run grep -E ',(2714|4408),' ze.csv
check "the benchmark keeps the sum" sh -c '
bassin smooth -q --level ze --indicator industry_share_posts --method marshall > free.csv
awk -F, "NR == FNR { if (FNR > 1) free[\$2] = \$8; next } FNR > 1 { r = \$8 / free[\$2]; if (min == \"\" || r < min) min = r; if (r > max) max = r }
	END { exit !(max - min < 1e-8 && max > 0.99 && max < 1.01) }" free.csv ze.csv'
run bassin smooth --level ze --indicator industry_share_posts
run bassin smooth --level ze --indicator location_quotient:ca
run bassin smooth --level epci --indicator industry_share
run bassin smooth --level dep --indicator unemployment_census --covariates unemployment_census,salaried_share,salaried_share
run bassin smooth --level dep --indicator unemployment_census --year 1999
run bassin smooth --level dep
run bassin smooth --level ze --indicator industry_share_posts --method marshall --covariates neet
run bassin smooth --level ze --indicator industry_share_posts --method beta-binomial --covariates neet
run bassin smooth --level ze --indicator industry_share_posts --method beta-binomial -o beta.csv
run grep -E ',(2714|4408),' beta.csv
check "every estimate lies between the direct value and the common rate, within its interval" awk -F, -v rate=0.164865 '
	FNR > 1 && (($8 - $6) * (rate - $8) < 0 || $10 < 0 || $10 >= $8 || $8 >= $11 || $11 > 1) { bad = 1 }
	END { exit bad || FNR < 300 }' beta.csv
