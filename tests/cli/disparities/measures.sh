run bassin disparities --level dep --indicator unemployment_census --groups reg
run bassin disparities --level ze --indicator unemployment_localised --weights equal --since 2014 --groups reg
check "between and within add up to T" sh -c '
bassin disparities -q --level epci --indicator enrolment_1517 --groups dep > t.csv
awk -F, "\$4 == \"theil_t\" { t = \$5 } \$4 == \"theil_between\" || \$4 == \"theil_within\" { sum += \$5 }
	END { d = t - sum; exit !(t > 0 && d < 1e-10 && d > -1e-10) }" t.csv'
check "the mean weighted by heads is the rate of France" sh -c '
bassin disparities -q --level reg --indicator unemployment_census | awk -F, "\$4 == \"mean\" { print \$5 }" > mean
bassin indicators -q --level fr --territory FR --indicator unemployment_census 2> /dev/null |
	awk -F, "FNR > 1 { print \$9 }" > france
paste mean france | awk "{ exit !(\$1 - \$2 < 1e-9 && \$2 - \$1 < 1e-9 && \$1 > 0) }"'
run bassin disparities --level epci --indicator unemployment_census --since 2012 --groups ze --permutations 9 -o since.csv
run tail -n 13 since.csv
run bassin disparities --level ze --indicator unemployment_localised
run bassin disparities --level reg --indicator unemployment_census --groups dep
run bassin disparities --level reg --indicator unemployment_census --groups fr
run bassin disparities --level epci --indicator net_migration_rate:2029
run bassin disparities --level dep --indicator unemployment_census --since 2017
run bassin disparities --level dep --indicator unemployment_census --since 2018
run bassin disparities --level dep
check "a signal ends a long test at once and leaves nothing" sh -c '
timeout -s INT 1 bassin disparities -q --level epci --indicator unemployment_census --groups reg --permutations 10000000 -o long.csv
[ $? -eq 124 ] && [ ! -e long.csv ] && ! ls -A | grep -q "^\.long"'
