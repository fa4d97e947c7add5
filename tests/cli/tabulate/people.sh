# Invented people: the tables are those of tests/reference/tabulate.py.
full="--by DEPT,DIPL --weight IPONDI --precision --sum SALAIRE --mean SALAIRE,AGED --missing ZZ --share-within DEPT"
run bassin tabulate $full -o table.csv data/tabulate/people.csv
check "the table is that of the script" cmp table.csv data/tabulate/dept_dipl.csv
run head -n 4 table.csv
run bassin tabulate --by LIBELLE --where SEXE=1 --where 'AGED>=30' --where 'AGED<=60' --where 'DIPL!=A,B' --sum SALAIRE --missing ZZ,x --share-within all -j 3 data/tabulate/people.csv
bassin tabulate --by LIBELLE --where SEXE=1 --where 'AGED>=30' --where 'AGED<=60' --where 'DIPL!=A,B' --sum SALAIRE --missing ZZ --share-within all -q data/tabulate/people.csv >men.csv
check "the table is that of the script" cmp men.csv data/tabulate/men.csv
gzip -c data/tabulate/people.csv >people.csv.gz
for file in people.csv.gz data/tabulate/people.zip data/tabulate/people64.zip; do
	bassin tabulate $full -q -o again.csv --force $file
	check "the same from $file" cmp table.csv again.csv
done
bassin tabulate $full -q -o again.csv --force - <people.csv.gz
check "the same from a pipe" cmp table.csv again.csv
sed 's/\([0-9]\)\.\([0-9]\)/\1,\2/g' data/tabulate/people.csv | iconv -f UTF-8 -t CP1252 | sed 's/$/\r/' >french.csv
bassin tabulate $full -q -o again.csv --force --encoding cp1252 french.csv
check "the same with decimal commas and CRLF" cmp table.csv again.csv
bassin tabulate --by LIBELLE -q --encoding cp1252 french.csv >names.csv
bassin tabulate --by LIBELLE -q data/tabulate/people.csv | cmp - names.csv && echo "the same names from Windows-1252"
run bassin inspect data/tabulate/people.zip
{ head -n 1 data/tabulate/people.csv; sed -n 2,150p data/tabulate/people.csv; } >one.csv
{ head -n 1 data/tabulate/people.csv; sed -n '151,$p' data/tabulate/people.csv; } >two.csv
bassin tabulate $full -q -o again.csv --force one.csv two.csv
check "the same from two files" cmp table.csv again.csv
run bassin tabulate --weight IPONDI data/tabulate/people.csv
run bassin tabulate --by SEXE --weight IPONDI --mean SALAIRE --missing ZZ --csv-style fr data/tabulate/people.csv
run bassin tabulate --by SEXE --where DEPT=none data/tabulate/people.csv
# weighted counts and standard errors that tests/reference/records.py worked out for import
bassin tabulate --by DEPT --where AGEREVQ=15,015,20,020 -w IPONDI --precision -q data/records/FD_INDCVI_2017.csv >young.csv
check "counts and standard errors are those of import" awk -F, '
NR == FNR { if ($1 == "dep" && $3 == "ind_pop1524") { value[$2] = $4; se[$2] = $5; wanted++ } next }
FNR > 1 && $1 in value {
	d = $3 - value[$1]; s = $4 - se[$1]; seen++
	if (d > 1e-5 || d < -1e-5 || s > 1e-3 || s < -1e-3) { print $0, value[$1], se[$1]; bad = 1 }
}
END { exit bad || seen != wanted || seen < 3 }' data/records/sums.csv young.csv
