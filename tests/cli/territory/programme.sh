# People of the territory with the programme and without it.
mkdir pack
cp datasets/scenarios/cnam-montbeliard/*.csv pack
run bassin project pack --draws 64 -q -o out
grep ,people_ out/projection.csv | awk -F, '$3 == 2032 && ($1 == "none" || $1 == "announced") { print $1, $4, $7 }'
# figures have ten digits, those of people five of them behind the point
check "differences are those of the two scenarios, draw by draw" awk -F, '
	FNR == NR { if ($4 ~ /^people_/) m[$1, $4, $3] = $7; next }
	$4 ~ /^people_/ { d = m[$1, $4, $3] - m["none", $4, $3] - $7; if (d > 2e-5 || d < -2e-5) { print; bad = 1 } rows++ }
	END { exit bad || rows != 7 * 12 * 4 }' out/projection.csv out/differences.csv
check "more people are those kept in the territory" awk -F, '
	$2 ~ /^territory/ && $4 == "territory_additional" { kept[$1, $3] = $7 }
	$2 ~ /^territory/ && $4 == "people_1564" { people[$1, $3] = $7 }
	END { for (k in people) { split(k, s, SUBSEP); if (s[1] == "none") continue
		d = people[k] - people["none" SUBSEP s[2]] - kept[k]; if (d > 2e-5 || d < -2e-5) { print k, d; bad = 1 } n++ }
	exit bad || n != 48 }' out/projection.csv
# no places: the world without, to the last digit
awk -F, 'BEGIN { OFS = "," } FNR == 1 { for (i = 1; i <= NF; i++) if ($i == "places") c = i } FNR > 1 { $c = 0 } { print }' \
	datasets/scenarios/cnam-montbeliard/measures.csv > pack/measures.csv
run bassin project pack --draws 64 -q -s none,announced -o zero
check "no difference at all" awk -F, '$4 ~ /^people_/ && ($7 != 0 || $12 != 0 || $18 != 0) { print; bad = 1 } $4 ~ /^people_/ { n++ } END { exit bad || n != 84 }' zero/differences.csv
check "and the same people" sh -c 'for f in zero out; do grep ^none, $f/projection.csv | grep ,people_ > $f.txt; done; cmp zero.txt out.txt'
# threads change nothing
run bassin project pack --draws 130 -q -s none,announced --threads 3 -o three
run bassin project pack --draws 130 -q -s none,announced --threads 1 -o one
check "the same bytes" cmp three/projection.csv one/projection.csv
# wrong input
cp datasets/scenarios/cnam-montbeliard/measures.csv pack
sed 's/,24,1,786000/,200000,1,786000/' datasets/scenarios/cnam-montbeliard/measures.csv > pack/measures.csv
run bassin project pack --draws 10 -q -s none,announced -o large
cp datasets/scenarios/cnam-montbeliard/measures.csv pack
sed 's/,year,,,,2018/,year,,,,2021/' datasets/scenarios/cnam-montbeliard/territory.csv > pack/territory.csv
run bassin scenario check pack
sed 's/epci:200065647/epci:200065648/; /,mobility,25/d' datasets/scenarios/cnam-montbeliard/territory.csv > pack/territory.csv
run bassin scenario check pack
