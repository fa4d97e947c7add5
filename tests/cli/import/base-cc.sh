# The complete base-cc files of the census: 337, 199 and 312 columns.
for file in emploi-pop-active diplomes-formation evol-struct-pop; do
	echo "$file: $(head -n 1 data/base-cc/base-cc-$file-2017.csv | tr ';' '\n' | wc -l) columns"
done
run bassin import --levels epci -o panel.csv data/base-cc/base-cc-emploi-pop-active-2017.csv \
	data/base-cc/base-cc-diplomes-formation-2017.csv data/base-cc/base-cc-evol-struct-pop-2017.csv
# sums of the published values, made by tests/reference/base_cc.py
sum_of() { # column such as P17_ACT1564: its value in the panel
	awk -F, -v year="20$(echo "$1" | cut -c2-3)" -v name="p_$(echo "$1" | cut -d_ -f2- | tr '[:upper:]' '[:lower:]')" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i }
		$4 == year { print $c }' panel.csv
}
tail -n +2 data/base-cc/sums.csv | while IFS=, read -r column communes sum; do
	check "$column of $communes communes is $sum" awk -v a="$(sum_of "$column")" -v b="$sum" \
		'BEGIN { d = a - b; exit !(a != "" && d < 1e-4 && d > -1e-4) }'
done
# every column holds 1000 + its number: each variable must come from its own column
for file in emploi-pop-active diplomes-formation evol-struct-pop; do
	head -n 1 data/base-cc/base-cc-$file-2017.csv > numbered.csv
	head -n 1 numbered.csv | awk -F';' '{ printf "25388"; for (i = 2; i <= NF; i++) printf ";%d", 1000 + i; print "" }' >> numbered.csv
	bassin import -q --levels com --force -o numbered-panel.csv numbered.csv
	awk -F'[;,]' -v file="$file" '
		FNR == 1 && NR > 1 { second = 1 }
		!second && FNR == 1 { for (i = 2; i <= NF; i++) column[1000 + i] = $i }
		second && FNR == 1 { for (i = 5; i <= NF; i++) name[i] = $i }
		second && FNR > 1 { for (i = 5; i <= NF; i++) if ($i != "" && name[i] !~ /__/)
			print $4, name[i], ($i in column) ? column[$i] : "sum " $i }' numbered.csv numbered-panel.csv
	rm -f numbered*
done
