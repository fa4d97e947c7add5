# Assertions that hold, fail, are undecided; what is written; status 1 when one fails.
bassin project data/packs/causal --draws 400 -q -o out
cat > true.csv <<'END'
metric,scenario,scope,year,statistic,operator,value,tolerance,objective,table,label
enrolled_total,small,,,mean,>=,1,,,,people come
industry_additional,small,all,,q05,>=,-1000,,,,
cost_total,small,,,q95,<=,1e12,,,,"money is bounded, even here"
enrolled_total,small,,,q50,=,0,1e6,,,
END
# figures of the simulation are no matter here
plain() {
	sed -E 's/-?[0-9]+[.][0-9e+]*|[0-9]{2,}/N/g'
}
(run bassin check out true.csv -v) | plain
check "a run kept within its promises is quiet" sh -c '[ -z "$(bassin check out true.csv -q -o checks.csv 2>&1)" ]'
run bassin compare checks.csv checks.csv
mean=$(awk -F, '$1 == "small" && $2 == "all" && $4 == "enrolled_total" { m = $7 } END { print m }' out/projection.csv)
{
	echo 'metric,scenario,operator,value,tolerance,label'
	echo "enrolled_total,small,>=,$mean,,as many as there are"
	echo "enrolled_total,small,>=,1e6,,a million"
	echo "enrolled_total,small,=,$mean,1000,"
	echo "enrolled_total,small,<=,0,0.5,\"<nobody> & 'none'\""
} > mixed.csv
(run bassin check out mixed.csv --junit check.xml --annotations github -o mixed-checks.csv) | plain
run cut -d, -f1,2,7,8,9,18 mixed-checks.csv
(run cat check.xml) | plain
check "the JUnit report is well-formed" xmllint --noout check.xml
run sh -c 'head -n 2 mixed.csv > undecided.csv; bassin check out undecided.csv -q -o u.csv'
run bassin check out undecided.csv --strict -q -o u.csv --force
run bassin check out undecided.csv --strict -q -o u.csv --force --junit strict.xml
run grep -c '<failure' strict.xml
check "a wider confidence decides less" sh -c '
printf "metric,scenario,operator,value\nenrolled_total,small,>=,%s\n" "$(echo "$0" | awk "{ print \$1 * 0.98 }")" > near.csv
bassin check out near.csv --strict -q -o n.csv --confidence 0.9 &&
[ "$(bassin check out near.csv -q --confidence 0.999999 | tail -n 1 | cut -d, -f14 | cut -d. -f1)" -le "$(tail -n 1 n.csv | cut -d, -f14 | cut -d. -f1)" ]' "$mean"
# a probability, one table alone, differences, Sobol' points
objective=$(awk -F, 'NR == 2 { print $4 "," $1 "," $2 "," $3 }' out/targets.csv)
{
	echo 'metric,scenario,scope,year,statistic,operator,value'
	echo "$objective,probability,>=,0"
	echo "$objective,probability,<=,1"
} > chance.csv
run bassin check out chance.csv -q -o c.csv
run bassin check out/targets.csv chance.csv -q -o c.csv --force
printf 'metric,scenario,operator,value,table\nenrolled_total,small,=,0,differences\n' > paired.csv
(run bassin check out paired.csv -q) | plain
bassin project data/packs/causal --draws 400 --points sobol -q -o sobol
check "Sobol' points: Student's limits, 15 degrees of freedom" sh -c '
bassin check sobol true.csv -q --confidence 0.95 | awk -F, "NR == 2 { z = (\$15 - \$14) / 2 / \$13; ok = z > 2.131 && z < 2.132 } END { exit !ok }"'
