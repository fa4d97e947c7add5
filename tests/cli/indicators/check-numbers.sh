# Values worked out elsewhere from the same official files, as they were rounded.
table=$(dirname "$(readlink -f data)")/reference/check-numbers.csv
for level in epci ze dep reg rze fr; do
	codes=$(awk -F, -v l=$level '$1 == l && !seen[$2]++ { printf "%s%s", n++ ? "," : "", $2 }' "$table")
	bassin indicators -q --level $level --territory "$codes" --parents none --year all --csv-style fr -o $level.csv
done
tail -n +2 "$table" | while IFS=, read -r level code year indicator expected scale digits note; do
	value=$(sed '1s/^\xef\xbb\xbf//' "$level.csv" | awk -F';' -v c="$code" -v y="$year" -v i="$indicator" \
		'$2 == c && $4 == y && $5 == i { f = $0; gsub(/"[^"]*"/, "", f); n = split(f, p, ";"); print p[8] }' | tr , .)
	check "$indicator of $level $code in $year is $expected" awk -v v="$value" -v e="$expected" -v s="$scale" -v d="$digits" \
		'BEGIN { t = 0.5 * 10 ^ -d * 1.0001; x = v * s - e; exit !(v != "" && x <= t && x >= -t) }'
done
