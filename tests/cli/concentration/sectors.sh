small="--level ze -g data/concentration/geography.csv --data data/concentration/panel"

echo "--- five sectors whose measures are known"
run bassin concentration $small --prefix five_ --draws 0
run bassin concentration $small --prefix five_ --measure hoover,gini --first 1
run bassin concentration $small --prefix five_ --measure hoover --dart 20 --first 0 --lang fr --csv-style fr

echo "--- a sector without a figure is not a sector without jobs; errors of the census count"
run bassin concentration $small --prefix holes_ --measure hoover --draws 0
run bassin concentration $small --prefix holes_ --total jobs --measure hoover --draws 0
run bassin concentration $small --prefix c_emp_ --measure hoover --first 0

echo "--- together"
run bassin concentration $small --prefix five_ --pairs
run bassin concentration $small --prefix five_ --group b,c,e
check "pairs of totals are the cross products of awk" sh -c '
bassin concentration -q '"$small"' --prefix five_ --pairs > pairs.csv
awk -F, "
	NR == FNR { if (FNR > 1) for (s = 6; s <= 10; s++) v[FNR, s] = \$s / 100; next }
	FNR > 1 {
		a = index(\"abcde\", substr(\$3, 1, 1)) + 5; b = index(\"abcde\", substr(\$3, 3, 1)) + 5; sum = 0
		for (r = 2; r <= 6; r++) sum += (v[r, a] - 0.2) * (v[r, b] - 0.2)
		d = sum / 0.8 - \$8
		if (d > 1e-9 || d < -1e-9) { print \$3, sum / 0.8, \$8; bad = 1 }
		rows++
	}
	END { exit bad || rows != 10 }" data/concentration/panel/sectors.csv pairs.csv'

echo "--- posts by sector in the employment zones of France"
run bassin concentration --level ze --indicator location_quotient_a5 --measure gini --draws 100
check "Hoover, G and Herfindahl are those that awk works out from the posts" sh -c '
bassin concentration -q --level ze --measure hoover,eg_g,hhi --draws 0 --year 2023 | sed "s/\"[^\"]*\"//" > own.csv
awk -F, "
	NR == FNR {
		if (FNR == 1) for (i = 1; i <= NF; i++) name[i] = \$i
		else if (\$1 == \"ze\" && \$4 == 2023) for (i = 5; i <= NF; i++) { v[name[i], \$2] = \$i; zone[\$2] = 1 }
		next
	}
	FNR > 1 {
		total = all = hoover = g = hhi = 0; k = \"flores38_\" \$3
		for (z in zone) { total += v[k, z]; all += v[\"flores\", z] }
		for (z in zone) {
			s = v[k, z] / total; d = s - v[\"flores\", z] / all
			hoover += (d < 0 ? -d : d) / 2; g += d * d; hhi += s * s
		}
		x = \$11 == \"hoover\" ? hoover : \$11 == \"hhi\" ? hhi : g
		if (x / \$12 > 1 + 1e-9 || x / \$12 < 1 - 1e-9) { print \$3, \$11, x, \$12; bad = 1 }
		rows++
	}
	END { exit bad || rows != 108 }" datasets/panels/flores.csv own.csv'
check "threads change nothing" sh -c '
bassin concentration -q --level ze -i location_quotient_a5 --draws 100 --threads 1 > one.csv
bassin concentration -q --level ze -i location_quotient_a5 --draws 100 --threads 3 > three.csv
cmp one.csv three.csv'

echo "--- refused"
run bassin concentration
run bassin concentration --level fr
run bassin concentration --level dep
run bassin concentration --level ze --year 1999
run bassin concentration --level ze --indicator krugman
run bassin concentration --level ze --indicator location_quotient --prefix flores_
run bassin concentration --level ze --measure hoover,herfindahl
run bassin concentration --level ze --group ck,c1
run bassin concentration --level ze --group ck,ck
run bassin concentration --level ze --group ck
run bassin concentration --level ze --pairs --group ck,cl
run bassin concentration --level ze --pairs --measure gini
run bassin concentration --level ze --sizes bands
run bassin concentration --level ze --draws 10
run bassin concentration --level ze --dart 0
run bassin concentration $small --prefix share_
run bassin concentration $small --prefix nothing_
run bassin concentration --level ze plants.csv
