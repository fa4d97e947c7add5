# The chain, from gross to net and the places of a projection: what the figures hold is what the table holds.
bassin project data/packs/causal --draws 400 -q -o out
value() { # scenario, scope, year, metric, column
	awk -F, -v s="$1" -v c="$2" -v y="$3" -v m="$4" -v k="$5" '$1 == s && $2 == c && $3 == y && $4 == m { print $k }' out/projection.csv
}
last=$(awk -F, '$1 == "small" { y = $3 } END { print y }' out/projection.csv)
# --- funnel
for format in png svg pdf; do run bassin plot funnel out/projection.csv --lang fr -q -o funnel.$format; done
run bassin plot funnel out/projection.csv -s small,large -q -o two.svg
run cat two.svg.alt.txt
run head -n 1 funnel.png.alt.txt
run cut -d, -f1-3 two.svg.csv
check "median, interval and rate of the means are those of the table" awk -F, -v year="$last" '
	FNR == 1 { file++ }
	file == 1 && $2 == "all" && $3 == year { mean[$1 $4] = $7; median[$1 $4] = $15; low[$1 $4] = $12; high[$1 $4] = $18 }
	file == 2 && FNR > 1 {
		rows++
		s = $1 == "\"Small\"" ? "small" : "large"
		if ($4 != median[s $3] || $5 != low[s $3] || $6 != high[s $3]) { print; bad = 1 }
		base["completed_total"] = "enrolled_total"
		base["certified_total"] = base["placed_total"] = "completed_total"
		base["placed_industry_total"] = "placed_total"
		base["placed_industry_local_total"] = "placed_industry_total"
		d = $3 in base ? $8 - mean[s $3] / mean[s base[$3]] : $8 != ""
		if ($7 != mean[s $3]) { print; bad = 1 }
		if (d > 1e-9 || d < -1e-9) { print; bad = 1 } }
	END { exit bad || rows != 12 }' out/projection.csv two.svg.csv
check "the figure is well-formed and names both scenarios" sh -c 'xmllint --noout two.svg && grep -q ">Small<" two.svg && grep -q ">Large<" two.svg'
run bassin plot funnel out/projection.csv --scope audience:apprentices -y 2025 -q -o young.svg
run head -n 2 young.svg.csv
check "the year and the scope asked for" sh -c "[ \"\$(sed -n 2p young.svg.csv | cut -d, -f4)\" = $(value small audience:apprentices 2025 enrolled_total 15) ]"
# places offered once a year are a stage before: those taken and those left empty, of which means add up
bassin project datasets/scenarios/cnam-montbeliard --scenario announced --draws 200 -q -o yearly
run bassin plot funnel yearly/projection.csv -q -o yearly.svg
run sed -n 2,3p yearly.svg.alt.txt
check "the places are those of the table" awk -F, '
	FNR == 1 { file++ }
	file == 1 && $1 == "announced" && $2 == "all" && ($4 == "enrolled" || $4 == "unfilled") { places += $7 }
	file == 1 && $1 == "announced" && $2 == "all" && $4 == "enrolled_total" && $3 == 2032 { enrolled = $7 }
	file == 2 && $3 == "enrolled+unfilled" { rows++; if ($4 $5 $6 != "" || $7 - places > 1e-6 || places - $7 > 1e-6) bad = 1 }
	file == 2 && $3 == "enrolled_total" { rows++; d = $8 - enrolled / places; if (d > 1e-9 || d < -1e-9) bad = 1 }
	END { exit bad || rows != 2 }' yearly/projection.csv yearly.svg.csv
# --- waterfall
run bassin plot waterfall out/projection.csv --lang fr -q -o net.pdf
run bassin plot waterfall out/projection.csv -q -o net.svg
run cat net.svg.alt.txt
run sed 's/,[0-9.,-]*$//' net.svg.csv
check "every row begins where the last ended, levels are the means of the table" awk -F, -v year="$last" '
	FNR == 1 { file++ }
	file == 1 && $1 == "small" && $2 == "all" && $3 == year { mean[$4] = $7 }
	file == 2 && FNR > 1 {
		rows++
		sub(/^"[^"]*",/, ",")
		if ($2 == "step" && $3 != end) { print "step", $0; bad = 1 }
		if ($2 == "level") { d = $4 - mean[want[++levels]]; if ($3 != 0 || d > 1e-6 || d < -1e-6) { print "level", $0; bad = 1 } }
		end = $4 }
	BEGIN { split("placed_industry_total industry_stock industry_additional", want, " ") }
	END { exit bad || levels != 3 || rows != 7 }' out/projection.csv net.svg.csv
for net in employed_additional territory_additional; do
	run bassin plot waterfall out/projection.csv -m $net -q -o $net.svg
	run head -n 1 $net.svg.alt.txt
done
# a table that somebody has changed, a total that is not the sum of its years
awk -F, -v OFS=, -v y="$last" '$1 == "small" && $2 == "all" && $3 == y && $4 == "industry_additional" { $7 += 1 } { print }' out/projection.csv > changed.csv
run bassin plot waterfall changed.csv -o wrong.svg
awk -F, -v OFS=, '$1 == "small" && $2 == "all" && $4 == "placed_industry" && $7 > 0 && !done { $7 += 1; done = 1 } { print }' out/projection.csv > changed.csv
run bassin plot waterfall changed.csv -o wrong.svg
# shares of a guide without and with a counterfactual; openings
mkdir guide
cp datasets/scenarios/one-centre/*.csv guide
printf 'one-centre,all,deadweight,fixed,0.4,share,worked example,judgement\none-centre,all,displacement,fixed,0.25,share,worked example,judgement\n' >> guide/assumptions.csv
bassin project guide --draws 300 -q -o gross
run bassin plot waterfall gross/projection.csv -q -o guide.svg
run cat guide.svg.alt.txt
check "the net is 0.45 of the stock" awk -F, '/^"Former/ { stock = $4 } /^"Net/ { net = $4 } END { d = net - 0.45 * stock; exit !(stock > 0 && d * d < 1e-6) }' guide.svg.csv
bassin project data/packs/vacancies --scenario effect --draws 300 -q -o openings
run bassin plot waterfall openings/projection.csv -q -o hires.svg
run cat hires.svg.alt.txt
# --- ramp
for format in png pdf svg; do run bassin plot ramp out/projection.csv -s large -q -o ramp.$format; done
run head -n 2 ramp.svg.alt.txt
check "places and those filled are the rows of the table" awk -F, '
	FNR == 1 { file++ }
	file == 1 && $1 == "large" { q["\"" $2 "\"" $3 $4] = $15 "," $12 "," $18 }
	file == 2 && FNR > 1 { rows++; if ($3 "," $4 "," $5 != q[$1 $2 "seats"] || $6 "," $7 "," $8 != q[$1 $2 "trainee_years"]) { print; bad = 1 } }
	END { exit bad || rows < 18 }' out/projection.csv ramp.svg.csv
run bassin plot ramp out/projection.csv -s large --scope measure:south --lang fr -q -o one.svg
run head -n 1 one.svg.alt.txt
check "the same figures again are the same files" sh -c '
for kind in funnel waterfall ramp; do bassin plot $kind out/projection.csv -q -o again-1.png --force && bassin plot $kind out/projection.csv -q -o again-2.png --force && cmp again-1.png again-2.png || exit 1; done'
# measures by the labels of the pack, where it is at hand as it was run
cp -r data/packs/causal mine
chmod -R u+w mine
bassin project mine --draws 50 -q -o named
bassin plot ramp named/projection.csv -s large -q -o named.svg
echo >> mine/measures.csv
bassin plot ramp named/projection.csv -s large -q -o raw.svg
for file in named raw; do run sh -c "sed -n 's/, 2021:.*//p' $file.svg.alt.txt"; done
# hostile texts
cp -r out hostile
sed -i '2,$s/,[^,]*,[^,]*$/,`touch canary`,"x <b>; system(""touch canary"") {a_b}"/' hostile/scenarios.csv
check "labels are text" sh -c 'bassin plot funnel hostile/projection.csv -q -o h.svg && bassin plot funnel hostile/projection.csv --lang fr -q -o h.pdf && xmllint --noout h.svg && [ ! -e canary ] && grep -q "{a_b}" h.svg'
# a scenario that counts firms says so in its figures, one that counts people beside it does not
bassin project datasets/scenarios/industrie-du-futur --scenario pace-seen,pace-rising,training --draws 100 --drivers -q -o firms
run cut -d, -f1,7 firms/scenarios.csv
for lang in fr en; do
	run bassin plot funnel firms/projection.csv -s pace-seen,pace-rising --lang $lang -q -o firms-$lang.svg
	run sed -n '1p;2p;4p' firms-$lang.svg.alt.txt
done
run bassin plot funnel firms/projection.csv -s pace-seen,training -q -o mixed.svg
run sed -n '2p;4p' mixed.svg.alt.txt
run bassin plot fan firms/projection.csv -m enrolled_total -s pace-seen -q -o firms-fan.svg
run head -n 1 firms-fan.svg.alt.txt
run bassin plot tornado firms/drivers.csv -s pace-seen -q -o firms-tornado.svg
run sh -c "head -n 1 firms-tornado.svg.alt.txt | cut -d: -f1"
# --- refused
run bassin plot funnel out/projection.csv -s nothing -o wrong.svg
run bassin plot funnel out/projection.csv -s small,large,nothing -o wrong.svg
run bassin plot funnel out/projection.csv -y 1999 -o wrong.svg
run bassin plot waterfall out/projection.csv -s nothing -o wrong.svg
run bassin plot waterfall out/projection.csv -m cost_total -o wrong.svg
run bassin plot ramp out/projection.csv -s nothing -o wrong.svg
run bassin plot ramp out/differences.csv -o wrong.svg
bassin project data/packs/causal --draws 50 -m certified_total,seats,industry_additional -q -o few
for kind in funnel waterfall ramp; do run bassin plot $kind few/projection.csv -o wrong.svg; done
run bassin plot funnel out/targets.csv -o wrong.svg
mkdir limited
(ulimit -f 1; trap '' XFSZ; bassin plot waterfall out/projection.csv -q -o limited/x.svg 2>/dev/null; echo "= $?")
check "nothing is left of figures that failed" sh -c '[ -z "$(ls -A limited)" ] && ! ls wrong* 2>/dev/null'
