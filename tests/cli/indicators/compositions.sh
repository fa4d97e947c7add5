# Measures over classes against those that R works out from the same panels
# (tests/reference/compositions.R); of mismatch the bias comes from 1,000 draws here and
# from 200,000 there.
ONE="--level epci --parents none"
check "values and intervals are those of R" sh -c "
bassin indicators -q $ONE --territory 200065647,200067502,200039865,243300316,244400404 \
	--indicator categorisation_entries,categorisation_exits,categorisation_migration,renewal_entries,renewal_exits,renewal_migration,exit_rate_standardised,exit_ratio,qualification_index_2000 > own.csv
bassin indicators -q $ONE --territory 200065647,200046977 --data data/needs --indicator supply_demand_mismatch >> own.csv
awk -F, -v limit=1e-8 '
	function away(a, b, by) { return a - b > by || b - a > by }
	NR == FNR { if (FNR > 1) { value[\$1, \$2] = \$3; low[\$1, \$2] = \$4; high[\$1, \$2] = \$5; wanted++ } next }
	(\$2, \$5) in value {
		by = \$5 ~ /mismatch/ ? 0.005 : limit
		sub(/\"[^\"]*\",/, \"universe,\")
		if (away(\$8, value[\$2, \$5], by)) { print \"value\", \$0; bad = 1 }
		if (low[\$2, \$5] != \"NA\" && (away(\$9, low[\$2, \$5], by) || away(\$10, high[\$2, \$5], by))) {
			print \"interval\", \$0, low[\$2, \$5], high[\$2, \$5]; bad = 1 }
		seen++
	}
	END { print seen, \"of\", wanted; exit bad || seen != wanted || seen < 100 }' data/../reference/compositions.csv own.csv"
run bassin indicators $ONE --territory 200065647 --data data/needs --indicator supply_demand_mismatch
run bassin indicators --level epci --territory 200065647 --parents fr --indicator qualification_index_2000
