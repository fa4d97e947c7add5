# An indicator over the years: gaps, breaks, parents, counts as an index.
bassin indicators --level epci --territory 200065647 -y all -i unemployment_census,population -q -o years.csv
run bassin plot trend years.csv -q -o trend.svg
run cat trend.svg.alt.txt
run cat trend.svg.csv
run bassin plot trend years.csv -i population --parents reg,fr --lang fr -q -o people.svg
run cat people.svg.alt.txt
run grep CA people.svg.csv
check "100 in the first year, then the share of it" sh -c '
awk -F, -v OFS="\t" "NR == FNR { if (\$5 == \"population\" && \$1 == \"epci\") p[\$4] = \$8; next }
	/CA Pays/ { n++; if ((\$3 - 100 * p[\$2] / p[2007]) ^ 2 > 1e-8) bad = 1 } END { exit bad || n != 5 }" years.csv people.svg.csv'
# a break: the line stops, and the figure says so
cat >break.csv <<'T'
level,code,name,year,indicator,universe,unit,value,low,high,source,flags,relation,label,of_level,of_code
ze,2714,Montbéliard,2021,jobs_x,jobs,ratio,1.1,1.0,1.2,A source,,territory,A ratio,,
ze,2714,Montbéliard,2019,jobs_x,jobs,ratio,1.4,,,A source,,territory,A ratio,,
ze,2714,Montbéliard,2023,jobs_x,jobs,ratio,1.7,1.5,1.8,A source,break:2022,territory,A ratio,,
fr,FR,France,2019,jobs_x,jobs,ratio,1,,,A source,,parent,A ratio,ze,2714
fr,FR,France,2023,jobs_x,jobs,ratio,,,,A source,,parent,A ratio,ze,2714
T
run bassin plot trend break.csv --script script -q -o break.svg
run cat script/d0.dat
run cat break.svg.alt.txt
run bassin plot trend break.csv --lang fr -q -o break-fr.svg
check "named in the figure" grep -q 'rupture de série' break-fr.svg
# what is wrong
run bassin plot trend years.csv -t 243300316 -o x.svg
run bassin plot trend years.csv -i neet -o x.svg
run bassin plot trend years.csv --parents city -o x.svg
sed '3,4d' break.csv >one.csv
run bassin plot trend one.csv -o x.svg
sed '2p' break.csv >twice.csv
run bassin plot trend twice.csv -o x.svg
check "no figure was left" [ ! -e x.svg ]
