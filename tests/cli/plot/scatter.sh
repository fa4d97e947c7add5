# Two indicators of the territories of a level.
bassin indicators --level reg --territory all -i unemployment_census,employment_rate,population -q -o reg.csv
run bassin plot scatter reg.csv -x employment_rate -y unemployment_census -t 27 --fit --bubbles population -q -o s.svg
run cat s.svg.alt.txt
run head -n 3 s.svg.csv
check "R² as by awk" sh -c '
awk -F, "NR > 1 { n++; x += \$2; y += \$3; xx += \$2 * \$2; yy += \$3 * \$3; xy += \$2 * \$3 }
	END { r = (n * xy - x * y) / sqrt((n * xx - x * x) * (n * yy - y * y)); printf \"R² = %.2f\n\", r * r }" s.svg.csv >r2
grep -qF "$(cat r2)" s.svg.alt.txt'
run bassin plot scatter reg.csv -x employment_rate --y-indicator unemployment_census -y 2018 --lang fr -q -o again.svg
run head -n 2 again.svg.alt.txt
bassin indicators --level ze --territory all --parents fr -i unemployment_localised,industry_share_posts -q -o ze.csv
for size in a4 slide web; do
	run bassin plot scatter ze.csv -x industry_share_posts -y unemployment_localised -t 2714,0059 --size $size -q -o ze-$size.svg
	check "well-formed" xmllint --noout ze-$size.svg
	check "the marked are named" sh -c "grep -q '>Montbéliard<' ze-$size.svg && grep -q '>Mâcon<' ze-$size.svg"
done
tail -n 1 ze-a4.svg.alt.txt
# what is wrong
run bassin plot scatter reg.csv -x employment_rate -o x.svg
run bassin plot scatter reg.csv -x employment_rate -y neet -o x.svg
run bassin plot scatter reg.csv -x employment_rate -y unemployment_census -t 25 -o x.svg
run bassin plot scatter reg.csv -x employment_rate -y unemployment_census -y 1999 -o x.svg
(sed 1q reg.csv; grep -E '^reg,(27|11),' reg.csv) >few.csv
run bassin plot scatter few.csv -x employment_rate -y unemployment_census -o x.svg
awk -F, -v OFS=, '$5 == "population" { $8 = -$8 } { print }' reg.csv >negative.csv
run bassin plot scatter negative.csv -x employment_rate -y unemployment_census --bubbles population -o x.svg
check "no figure was left" [ ! -e x.svg ]
