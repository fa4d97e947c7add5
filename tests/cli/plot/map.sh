# Maps: nine squares of our own with a hole and an islet, and the contours shipped.
bassin indicators --level dep --territory all --parents none -i unemployment_census -q -o dep.csv
squares="--contours data/contours/lattice.geojson"
for format in png svg pdf; do
	run bassin plot map dep.csv $squares -t 25 -q -o square.$format
	run bassin plot map dep.csv $squares -t 25 -q -o again.$format
	check "the same figure again is the same file ($format)" cmp square.$format again.$format
done
check "well-formed" xmllint --noout square.svg
check "one page" sh -c "pdfinfo square.pdf | grep -q '^Pages: *1$'"
run cat square.png.alt.txt
run cat square.png.csv
# the hole and the islet belong to one class: a ring with its hole as one path, and the islet
run bassin plot map dep.csv $squares --classes 12 --lang fr --script script -q -o two.svg
check "a hole is cut out: 5 corners, 4 of the hole, the way back" sh -c '
awk "BEGIN { RS = \"\" } { n = split(\$0, l, \"\n\"); if (n == 10) found++ } END { exit found != 1 }" script/d*.dat'
run cat two.svg.alt.txt
for classes in equal jenks:3 quantile:2 11,12.5,14; do
	run bassin plot map dep.csv $squares --classes $classes --title "$classes" -q -o classes.svg --force
	run sed -n '2,$p' classes.svg.alt.txt
done
# values below and above zero: zero is a bound
bassin indicators --level dep --territory all --parents none -i population -q -o people.csv
sed -n '1p' people.csv >change.csv
awk -F, -v OFS=, 'NR > 1 && $2 ~ /^(70|90|68|25|39|21|71|58|89)$/ { $7 = "rate"; $8 = (NR % 9 - 4) / 100; $9 = $10 = ""; print }' people.csv >>change.csv
run bassin plot map change.csv $squares -q -o change.svg
run cat change.svg.alt.txt
# contours shipped
run bassin plot map dep.csv --lang fr -t 25,974 -q -o france.svg
check "overseas in insets with their names" sh -c 'for name in Guadeloupe Martinique Guyane Mayotte; do grep -q ">$name<" france.svg || exit 1; done'
run head -n 12 france.svg.alt.txt
bassin indicators --level epci --territory all --parents none -i unemployment_census -q -o epci.csv
run bassin plot map epci.csv -t 200065647 -q -o epci.svg
check "1,232 intercommunalités take less than 1 MB" sh -c '[ "$(wc -c < epci.svg)" -lt 1000000 ]'
check "and are in the table beside it" sh -c '[ "$(wc -l < epci.svg.csv)" -eq 1233 ]'
run bassin plot map epci.csv --zoom reg:27 -t 200065647 -q -o zoom.svg
run cat zoom.svg.alt.txt
check "the table holds what lies in the région" sh -c '[ "$(wc -l < zoom.svg.csv)" -eq 114 ]'
# one territory, one value
run bassin plot map dep.csv --zoom reg:04 -q -o one.svg
run cat one.svg.alt.txt
# contours of one's own, with those of the level above
run bassin plot map dep.csv $squares --contours datasets/contours/reg.geojson.gz --borders reg -q -o own.svg
# what is wrong
run bassin plot map dep.csv -i neet -q -o x.svg
run bassin plot map dep.csv --level epci -q -o x.svg
run bassin plot map dep.csv --year 1999 -q -o x.svg
run bassin plot map dep.csv --classes many -q -o x.svg
run bassin plot map dep.csv --classes 12,11 -q -o x.svg
run bassin plot map dep.csv --classes jenks:12 -q -o x.svg
run bassin plot map dep.csv --palette diverging -q -o x.svg
run bassin plot map dep.csv --zoom Doubs -q -o x.svg
run bassin plot map dep.csv --zoom reg:99 -q -o x.svg
run bassin plot map dep.csv --zoom reg:27 --territory 75 -q -o x.svg
run bassin plot map dep.csv --borders sea -q -o x.svg
run bassin plot map dep.csv --contours absent.geojson -q -o x.svg
run bassin plot map dep.csv --contours dep.csv -q -o x.svg
run bassin plot map epci.csv $squares -q -o x.svg
run bassin plot map dep.csv --size poster -q -o x.svg
sed 2p dep.csv >twice.csv
run bassin plot map twice.csv -q -o x.svg
bassin indicators --level dep --territory all --parents none -i unemployment_census,neet -q -o two.csv
run bassin plot map two.csv -q -o x.svg
(bassin indicators --level ze --territory 2714 --parents none -i population -q; tail -n 3 dep.csv) >levels.csv
run bassin plot map levels.csv -q -o x.svg
check "no figure was left" [ ! -e x.svg ]
