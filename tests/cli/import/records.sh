# Weighted records of the census (invented ones, with the columns of INSEE's files): sums and
# standard errors are those of tests/reference/records.py.
for name in MOBPRO MIGCOM INDCVI; do
	run bassin import --vintage 2017 --levels com,epci,dep,reg,fr -o $name.csv data/records/FD_${name}_2017.csv
done
check "every sum and standard error is that of the script" sh -c '
for name in MOBPRO MIGCOM INDCVI; do
	awk -F, -v file=$name "
		NR == FNR { if (FNR > 1 && (file == \"MOBPRO\" ? \$3 ~ /^work_/ : file == \"MIGCOM\" ? \$3 ~ /^mig_/ : \$3 ~ /^ind_/)) {
			value[\$1, \$2, \$3] = \$4; se[\$1, \$2, \$3] = \$5; wanted++ } next }
		FNR == 1 { for (i = 1; i <= NF; i++) name[i] = \$i; next }
		{ gsub(/\"[^\"]*\"/, \"name\")
		  for (i = 5; i <= NF; i++) {
			key = \$1 SUBSEP \$2 SUBSEP name[i]
			if (!(key in value)) { if (name[i] !~ /__/ && \$i + 0 != 0) { print \"not expected:\", name[i], \$0; bad = 1 } continue }
			d = \$i - value[key]; s = \$(i + 1) - se[key]
			if (d > 1e-6 || d < -1e-6 || s > 1e-4 || s < -1e-4 || name[i + 1] != name[i] \"__se\") {
				print name[i], \$i, value[key], \$(i + 1), se[key]; bad = 1 }
			seen++ } }
		END { print file, seen, wanted; exit bad || seen != wanted || wanted < 60 }" data/records/sums.csv $name.csv || exit 1
done'
mkdir panels
mv ./*.csv panels
run bassin indicators --data panels --level epci --territory 200065647 --parents dep,fr --indicator self_containment,self_sufficiency,stay_rate,renewal_entries
run bassin indicators --data panels --level dep --territory 25 --parents fr --indicator neet_census,overqualified,overqualified_young,underqualified
# what only records have, without the rest of it
sed 's/records=weighted//' datasets/dictionaries/insee-records.csv >plain.csv
run bassin import --dictionary plain.csv --vintage 2017 -o x.csv data/records/FD_MOBPRO_2017.csv
sed -e 's/,partner,DCLT,/,present,DCLT,/' -e 's/flow=code/flow=home/' datasets/dictionaries/insee-records.csv >odd.csv
run bassin import --dictionary odd.csv --vintage 2017 -o x.csv data/records/FD_MOBPRO_2017.csv
sed -e '5s/;[^;]*$/;-4/' -e '6s/;[^;]*$/;many/' -e '7s/^[^;]*;/1004;/' data/records/FD_MOBPRO_2017.csv |
	awk -F';' -v OFS=';' 'NR == 9 { $3 = "57999" } { print }' >bad.csv
run bassin import --vintage 2017 -o x.csv bad.csv
run bassin import -o x.csv data/records/FD_MOBPRO_2017.csv
run bassin import --vintage 2008 -o x.csv data/records/FD_MIGCOM_2017.csv
files .
