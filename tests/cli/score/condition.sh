# Totals observed: the nearest draws. A thousand places of which 80 % fill, then 85 % and 65 %,
# independent: of 820 enrolled, 820 x .85 x .65 = 453.05 are placed on average, whatever the share that filled.
cp -r data/packs/three-shares pack
run bassin project pack -n 40000 --save-draws -q -m enrolled_total,certified_total,placed_total -o out
printf 'metric,year,value,source\nenrolled_total,2000,820,register\n' > observed.csv
run bassin condition out --observed observed.csv -s three-shares --keep 1000 -o after.csv
cut -d, -f2,3,5,6 after.csv
check "the mean given the enrolled, within four standard errors" awk -F, '
	$2 == "placed_total" { d = $11 - 453.05; se = ($14 - $12) / 3.29 / sqrt($6); ok = d < 4 * se + 0.5 && d > -4 * se - 0.5 }
	$2 == "enrolled_total" { near = $12 >= 815 && $14 <= 825 }
	END { exit !(ok && near) }' after.csv
# with the certified known too: 700 x .65 = 455
printf 'certified_total,2000,700,register\n' >> observed.csv
run bassin condition out --observed observed.csv -s three-shares --keep 400 -o both.csv
check "the mean given both" awk -F, '$2 == "placed_total" { d = $11 - 455; se = ($14 - $12) / 3.29 / sqrt($6); exit !(d < 4 * se + 2 && d > -4 * se - 2) }' both.csv
# wrong input
run bassin condition out --observed observed.csv -s three-shares --keep 20000
run bassin condition out --observed observed.csv -s three-shares --keep 100
run bassin condition out --observed observed.csv
printf 'cost_total,2000,1,register\n' >> observed.csv
run bassin condition out --observed observed.csv -s three-shares
rm out/draws.csv
run bassin condition out --observed observed.csv -s three-shares
