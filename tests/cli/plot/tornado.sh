# What an objective depends on: low and high means of drivers.csv, the widest first.
cp -r data/packs/three-shares pack
printf 'scenario,metric,scope,year,operator,value,probability,label_fr,label_en,source\n,placed_total,,2000,>=,442,0.5,x,x,x\n,certified_total,,2000,>=,700,0.5,x,x,x\n' > pack/targets.csv
bassin project pack -n 4000 --drivers -q -o out
for lang in fr en; do
	for format in png svg pdf; do run bassin plot tornado out/drivers.csv --lang $lang -q -o t-$lang.$format; done
done
run cat t-en.svg.alt.txt
run head -n 2 t-fr.png.alt.txt
sed 's/^"\([^"]*\)","[^"]*",/\1,,/' t-en.svg.csv > plain.csv # without the labels, which have commas
check "the numbers of drivers.csv" awk -F, '
	FNR == 1 { file++ }
	file == 1 && $2 == "placed_total" { row[$6] = $12 "," $13 "," $14 "," $15 "," $16 "," $17 "," $18 "," $9 }
	file == 2 && FNR > 1 { rows++; gsub(/"/, ""); line = $3; for (i = 4; i <= 10; i++) line = line "," $i
		if (line != row[$1]) { print line, row[$1]; bad = 1 } }
	END { exit bad || rows != 3 }' out/drivers.csv plain.csv
check "the widest first" awk -F, 'NR > 1 { span = $7 - $6; if (span < 0) span = -span; if (before != "" && span > before) bad = 1; before = span } END { exit bad || NR != 4 }' plain.csv
check "well-formed, values at the ends of the bars" sh -c 'xmllint --noout t-en.svg && grep -q ">[0-9]*%<" t-en.svg && grep -q ">share of variance<" t-en.svg'
run bassin plot tornado out/drivers.csv -m certified_total -q -o other.svg
run head -n 1 other.svg.alt.txt
check "the same figure again" sh -c 'bassin plot tornado out/drivers.csv -q -o again.svg && cmp again.svg t-en.svg'
# an assumption whose rise lowers the result: coloured by the assumption, placed by the result
printf 'scenario,metric,scope,year,operator,value,probability,label_fr,label_en,source\n,unfilled,,2000,>=,200,0.5,x,x,x\n' > pack/targets.csv
bassin project pack -n 2000 --drivers -q -o fewer
run bassin plot tornado fewer/drivers.csv -q -o fewer.svg
sed 's/^"[^"]*","[^"]*",/,,/' fewer.svg.csv > fewer-plain.csv
check "low gives more than high" awk -F, 'NR == 2 { rows = 1; exit !($6 > $7) } END { if (!rows) exit 1 }' fewer-plain.csv
# more than fit, in a pack with labels
bassin project datasets/scenarios/cnam-montbeliard --scenario announced -n 2000 --drivers -q -o pma
run bassin plot tornado pma/drivers.csv -m certified_total --lang fr -q -o pma.svg
check "eight are shown" sh -c '[ "$(wc -l < pma.svg.csv)" -eq 9 ]'
check "measures by their labels" grep -q ">Étape 2<" pma.svg
# refused
run bassin plot tornado out/drivers.csv -m enrolled -o wrong.svg
run bassin plot tornado out/drivers.csv -y 1999 -o wrong.svg
run bassin plot tornado out/projection.csv -o wrong.svg
head -n 1 out/drivers.csv > none.csv
run bassin plot tornado none.csv -o wrong.svg
cut -d, -f1-9 out/drivers.csv > old.csv
run bassin plot tornado old.csv -o wrong.svg
sed '2s/,persons,[^,]*,/,persons,much,/' out/drivers.csv > text.csv
run bassin plot tornado text.csv -o wrong.svg
check "no figure was left" sh -c '! ls wrong* 2>/dev/null'
# any other result that the run was asked for
bassin project pack -n 2000 --drivers-of enrolled_total,cost_total:2000 -q -o asked
run bassin plot tornado asked/drivers.csv -m enrolled_total -q -o asked.svg
run head -n 1 asked.svg.alt.txt
