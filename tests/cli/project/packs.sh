# The nine packs of announced programmes: they check, they project, the same bytes
# for any number of threads, and without places they are the reference exactly.
root=$(dirname "$(dirname "$(readlink -f data)")")
packs='industrie-du-futur ecoles-de-production ti-40-competences actif-ia-metz plateforme-bordeaux
uttopia-forbach cnam-montbeliard cnam-coeur-des-territoires cmq-design-industrie'

# Without funding: no grant, no place, and every measure closes as soon as it opens.
unfunded() {
	cp -r "datasets/scenarios/$1" unfunded
	chmod -R u+w unfunded
	awk -F, -v OFS=, '
	NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; print column["closing"] ? $0 : $0 ",closing"; next }
	{
		if (column["grant_eur"]) $column["grant_eur"] = 0
		$column["places"] = 0
		closing = sprintf("%.6f", $column["opening"] + 0.000002)
		if (column["closing"]) { $column["closing"] = closing; print }
		else print $0 "," closing
	}' "datasets/scenarios/$1/measures.csv" >unfunded/measures.csv
}
# Rows of a table whose mean or any quantile is not 0.
not_zero() {
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "mean" || $i == "q05" || $i == "q95") use[i]; next }
		{ for (i in use) if ($i != "" && $i != 0) { print; next } }' "$1"
}
# Rows where what is additional is not the people with, less the people without, the programme.
unbalanced() {
	awk -F, '$4 ~ /^(industry|employed|territory)_/ { mean[$1 FS $2 FS $3 FS $4] = $7 }
		END {
			for (k in mean) if (sub(/_additional$/, "", k)) {
				gap = mean[k "_stock"] - mean[k "_stock_without"] - mean[k "_additional"]
				if (gap * gap > 1e-6) print k, gap
			}
		}' "$1"
}
for pack in $packs; do
	echo "--- $pack"
	bassin scenario check $pack >checked.txt 2>&1
	tail -n 1 checked.txt
	check "a README says what is announced, assumed, shown, not shown" \
		sh -c "[ \$(grep -c '^## What .*\(announced\|assumed\|shows\|not show\)' datasets/scenarios/$pack/README.md) -eq 4 ]"
	bassin project $pack --draws 40 --seed 5 --threads 1 -q -o one
	bassin project $pack --draws 40 --seed 5 --threads 3 -q -o three
	rm one/run.json three/run.json
	check "the same results with three threads" diff -r one three
	check "people are trained" grep -qE ',all,20[0-9][0-9],enrolled_total,persons,40,[1-9]' one/projection.csv
	unbalanced one/projection.csv >wrong.txt
	check "additional is with less without" test ! -s wrong.txt
	unfunded $pack
	bassin project unfunded --draws 40 --seed 5 -q -o zero
	not_zero zero/differences.csv >wrong.txt
	check "unfunded, it does not differ from the reference" test ! -s wrong.txt
	check "and there is something to differ" grep -q ',enrolled_total,' zero/differences.csv
	not_zero one/differences.csv >different.txt
	check "funded, it does" test -s different.txt
	rm -r one three zero unfunded
done
echo "--- the synthetic dossiers"
for table in measures assumptions funding; do
	"$root/scripts/synthetic-dossiers" $table >made.csv
	check "$table.csv is what the script makes" cmp made.csv datasets/scenarios/ti-40-competences/$table.csv
done
awk -F, '
NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
{ dossiers++; grant = $column["grant_eur"] }
grant > 800000 || $column["public_share"] > 0.5 || /ingénierie/ && grant > 50000 { beyond++ }
!/Synthetic/ || !/Dossier synthétique/ { unmarked++ }
$1 == "winners" { winners++; sum += grant; region[$column["territory"]] }
END {
	for (r in region) if (r ~ /:0/) overseas++; else metropolitan++
	printf "%d dossiers, %d winners, %d EUR, %d metropolitan régions, %d overseas, %d beyond the rules, %d unmarked\n",
		dossiers, winners, sum, metropolitan, overseas, beyond, unmarked
}' datasets/scenarios/ti-40-competences/measures.csv
