# Every method on the table of four sectors, and on a real territory: values of tests/reference/shiftshare.R.
run bassin shiftshare --data data/shift --level reg --territory 27 --prefix fk_ --total fk --to 2021
bassin shiftshare --data data/shift --level reg --territory 27 --prefix fk_ --total fk --to 2021 --method all -q -o fk.csv
bassin shiftshare --data data/shift --level reg --territory 27 --prefix fk_ --total fk --method all -q -o fk3.csv
bassin shiftshare --level ze --territory 2714 --from 2022 --to 2023 --method all -q -o pma.csv
# component of a sector: the column value, whatever commas the labels hold
value() { # file, method, sector, component
	awk -v m="$2" -v s="$3" -v c="$4" '
		function cell(line, k,    i, n, out, quoted, ch) {
			n = 1
			for (i = 1; i <= length(line); i++) {
				ch = substr(line, i, 1)
				if (ch == "\"") quoted = !quoted
				else if (ch == "," && !quoted) { if (n == k) return out; n++; out = "" }
				else out = out ch
			}
			return out
		}
		NR > 1 && cell($0, 9) == m && cell($0, 10) == s && cell($0, 12) == c { print cell($0, 18) }' "$1"
}
same() { # file, method, sector, component, expected
	found=$(value "$1" "$2" "$3" "$4")
	awk -v a="$found" -v b="$5" 'BEGIN { d = a - b; exit !(a != "" && d < 1e-6 && d > -1e-6) }' || {
		echo "$2 $3 $4: $found, expected $5"
		return 1
	}
}
all_of() { # file; then lines: method sector component expected
	bad=0
	while read -r m s c v; do same "$1" "$m" "$s" "$c" "$v" || bad=1; done
	return $bad
}
fk_expected() {
	cat <<-END
	dunn total change 25
	dunn total national 27
	dunn total structural 1
	dunn total regional -3
	dunn fk_a regional 1
	dunn fk_b regional 12
	dunn fk_c regional 1
	dunn fk_d regional -17
	esteban total homothetic -0.636363636364
	esteban total allocation -2.363636363636
	esteban fk_b homothetic 14.727272727273
	esteban fk_d allocation 1.545454545455
	arcelus total national_expected 27
	arcelus total national_differential 0
	arcelus total structural_expected 0
	arcelus total structural_differential 1
	arcelus total regional_expected -2
	arcelus total regional_differential 0
	arcelus total industry_expected 1.3636363636
	arcelus total industry_differential -2.3636363636
	arcelus fk_a industry_differential 0.545454545455
	END
}
fk3_expected() {
	cat <<-END
	dynamic total change 45
	dynamic total dynamic_national 39.96442687747
	dynamic total dynamic_structural 0.163699625656
	dynamic total dynamic_regional 4.87187349687
	dynamic fk_b dynamic_structural 6.279879540749
	dynamic fk_d dynamic_regional -14.29166666667
	dunn total national 40.0909090909
	dunn total structural -0.590909090909
	dunn total regional 5.5
	END
}
pma_expected() {
	cat <<-END
	dunn total change -877
	dunn total national 815.5283229325
	dunn total structural 83.5224640461
	dunn total regional -1776.0507869787
	dunn flores38_cl regional -895.182211272
	esteban total homothetic -1182.90667570
	esteban total allocation -593.144111277
	esteban flores38_cl homothetic -60.8835394929
	arcelus total regional_expected -1692.52832293
	arcelus total industry_expected 509.621647230
	arcelus total industry_differential -593.144111277
	dynamic total dynamic_regional -1776.0507869787
	END
}
fk_expected >fk.txt
fk3_expected >fk3.txt
pma_expected >pma.txt
check "two dates" all_of fk.csv <fk.txt
check "every year, neither the first twice nor the last left out" all_of fk3.csv <fk3.txt
check "a real territory" all_of pma.csv <pma.txt
check "components of each method and sector add up to the change" sh -c '
for f in fk.csv fk3.csv pma.csv; do
	awk "
		{ gsub(/\"[^\"]*\"/, \"x\") }
		NR == 1 { next }
		{ split(\$0, v, \",\"); key = v[9] \" \" v[10] }
		v[12] == \"change\" { change[key] = v[18]; next }
		{ sum[key] += v[18] }
		END { for (k in change) { d = sum[k] - change[k]; n++; if (d > 1e-6 || d < -1e-6) { print k, d; bad = 1 } }
			exit bad || n < 15 }" $f || exit 1
done'
check "sectors add up to the total" sh -c '
awk "
	{ gsub(/\"[^\"]*\"/, \"x\") }
	NR == 1 { next }
	{ split(\$0, v, \",\"); key = v[9] \" \" v[12] }
	v[10] == \"total\" { total[key] = v[18]; next }
	{ sum[key] += v[18] }
	END { for (k in total) { d = sum[k] - total[k]; n++; if (d > 1e-6 || d < -1e-6) { print k, d; bad = 1 } }
		exit bad || n < 15 }" pma.csv'
check "shares are of the jobs of the first date" sh -c '
awk "
	{ gsub(/\"[^\"]*\"/, \"x\") }
	NR > 1 { split(\$0, v, \",\"); d = v[18] / 51724 - v[21]; if (d > 1e-9 || d < -1e-9) { print; bad = 1 } }
	END { exit bad }" pma.csv'
check "the same bytes again" sh -c '
bassin shiftshare --level ze --territory 2714 --from 2022 --to 2023 --method all -q | cmp - pma.csv'
bassin shiftshare --level ze --territory 2714 -q -o fr.csv --lang fr --csv-style fr
run head -n 5 fr.csv
run bassin shiftshare --level ze --territory 2714 --reference rze -q -o rze.csv
run head -n 5 rze.csv
run bassin shiftshare --level ze --territory 2714 --reference ze:4404 -i shift_share_a5
# the indicator has the same numbers
check "the indicator is the share of the total" sh -c '
bassin indicators -q --level ze --territory 2714 --indicator shift_share --parents none > i.csv
awk -F, "FNR > 1 { sub(/.*:/, \"\", \$5); print \$5, \$9 }" i.csv | sort > a.txt
awk "{ gsub(/\"[^\"]*\"/, \"x\") } NR > 1 { split(\$0, v, \",\"); if (v[10] == \"total\") print v[12], v[21] }" pma.csv |
	sort -u > b.txt
awk "NR == FNR { x[\$1] = \$2; next } { n++; d = x[\$1] - \$2; if (!(\$1 in x) || d > 1e-9 || d < -1e-9) { print; bad = 1 } }
	END { exit bad || n != 12 }" b.txt a.txt'
# a census panel: standard errors of both dates and places
mkdir own
cat >own/x.csv <<-END
level,code,name,year,x,x__se,x_a,x_a__se,x_b,x_b__se
reg,27,R,2012,3000,,2000,40,1000,30
reg,27,R,2018,3100,,2200,40,900,30
fr,FR,F,2012,60000,,30000,100,30000,100
fr,FR,F,2018,66000,,33000,100,33000,100
END
cat >own/x.variables.csv <<-END
variable,kind,exploitation,unit,aggregate,universe_fr,universe_en,label_fr,label_en,source
x,count,C,jobs,sum,emplois,jobs,emplois,jobs,mine
x_a,count,C,jobs,sum,emplois,jobs,emplois : a,jobs: a,mine
x_b,count,C,jobs,sum,emplois,jobs,emplois : b,jobs: b,mine
END
run bassin shiftshare --data own --level reg --territory 27 --prefix x_ --total x
check "errors of both dates" sh -c '
bassin shiftshare --data own --level reg --territory 27 --prefix x_ --total x -q |
	awk -F, "\$10 == \"total\" && \$12 == \"change\" { d = (\$20 - \$19) / (2 * 1.959964 * sqrt(40^2 + 30^2 + 40^2 + 30^2))
		exit !(d > 0.94 && d < 1.06) }"'
# a zone of several régions
sed -i -e 's/^reg,27,R/ze,0051,Z/' -e 's/^fr,FR,F/reg,28,R/' own/x.csv
run bassin shiftshare --data own --level ze --territory 0051 --prefix x_ --total x --reference reg -o across.csv
run bassin shiftshare --data own --level ze --territory 0051 --prefix x_ --total x --reference reg:28 -q -o named.csv
check "the parent by its level is the parent by its name" cmp across.csv named.csv
