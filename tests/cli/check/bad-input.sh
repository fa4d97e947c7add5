# All problems of a table of assertions at once, with their places.
bassin project data/packs/causal --draws 100 -q -o out
cat > bad.csv <<'END'
metric,scenario,scope,year,statistic,operator,value,tolerance,objective,table
certifed_total,small,,,mean,>=,1,,,
enrolled_total,smal,,,mean,>=,1,,,
enrolled_total,small,audience:employes,,mean,>=,1,,,
enrolled_total,small,,1999,q50,>=,1,,,
cost_per_enrolled,small,,,mean,>=,1,,,
enrolled_total,small,,,probability,>=,60,,,
END
run bassin check out bad.csv
cat > worse.csv <<'END'
metric,scenario,statistic,operator,value,tolerance
enrolled_total,small,median,>=,1,
enrolled_total,small,mean,>,1,
enrolled_total,small,mean,>=,,
enrolled_total,small,mean,>=,1,-2
END
run bassin check out worse.csv
printf 'metric,scenario,operator\na,b,>=\n' > columns.csv
run bassin check out columns.csv
run bassin check out absent.csv
run bassin check absent worse.csv
mkdir empty
run bassin check empty worse.csv
run bassin check out
run bassin check out bad.csv --confidence 2
run bassin check out bad.csv --annotations gitlab
check "nothing was written" sh -c '[ ! -e x.xml ] && ! bassin check out bad.csv -q --junit x.xml -o x.csv 2>/dev/null && [ ! -e x.xml ] && [ ! -e x.csv ]'
printf 'metric,scenario,operator,value\nenrolled_total,small,>=,1\n' > good.csv
run bassin check out good.csv -q -o /dev/full
echo '{' > out/run.json
run bassin check out good.csv
