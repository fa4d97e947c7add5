small="--level ze -g data/concentration/geography.csv --data data/concentration/panel --prefix five_ --total jobs"
lists=data/concentration

echo "--- the ten plants of Ellison and Glaeser: gamma 0.05990628412"
run bassin concentration $small --plants $lists/ten.csv --sizes heads
echo "--- the same with x of the plants listed: the sign turns"
run bassin concentration $small --plants $lists/ten.csv --sizes heads --reference plants
echo "--- zones instead of communes, no draws; D is a single plant"
run bassin concentration $small --plants $lists/three.csv --sizes heads --plants-level ze --draws 0
run bassin concentration $small --plants $lists/three.csv --sizes heads --plants-level ze --pairs
run bassin concentration $small --plants $lists/three.csv --sizes heads --plants-level ze --group A,B,C
check "gamma and gamma_c are those of the definition, by awk" sh -c '
bassin concentration -q '"$small"' --plants data/concentration/three.csv --sizes heads --plants-level ze > own.csv
bassin concentration -q '"$small"' --plants data/concentration/three.csv --sizes heads --plants-level ze \
	--group A,B,C > group.csv
awk -F, "
	function differ(a, b) { a -= b; return a > 1e-9 || a < -1e-9 }
	BEGIN { x[2701] = 0.5; x[2702] = 0.4; x[2703] = 0.1; x2 = 0.42 }
	FILENAME ~ /three/ && \$1 in x { t[\$2] += \$3; e[\$2, \$1] += \$3; sq[\$2] += \$3 * \$3; next }
	FILENAME ~ /own/ && FNR > 1 && \$8 != \"\" {
		i = \$3; g = 0; h[i] = sq[i] / t[i] ^ 2
		for (z in x) g += (e[i, z] / t[i] - x[z]) ^ 2
		gamma[i] = (g / (1 - x2) - h[i]) / (1 - h[i])
		if (differ(g, \$6) || differ(h[i], \$7) || differ(gamma[i], \$8)) { print i, g, h[i], gamma[i]; bad = 1 }
		rows++
	}
	FILENAME ~ /group/ && FNR == 2 {
		all = t[\"A\"] + t[\"B\"] + t[\"C\"]
		split(\"A B C\", names, \" \")
		for (z in x) s[z] = (e[\"A\", z] + e[\"B\", z] + e[\"C\", z]) / all
		for (z in x) whole += (s[z] - x[z]) ^ 2
		for (k in names) { i = names[k]; w = t[i] / all; w2 += w * w; H += w * w * h[i]; own += gamma[i] * w * w * (1 - h[i]) }
		c = (whole / (1 - x2) - H - own) / (1 - w2)
		if (differ(c, \$8)) { print c, \$8; bad = 1 }
		rows++
	}
	END { exit bad || rows != 4 }" data/concentration/three.csv own.csv group.csv'
echo "--- size bands"
run bassin concentration $small --plants $lists/sizes.csv --sizes bands
run bassin concentration $small --plants $lists/sizes.csv --sizes bands --group one,two
check "more draws go where those of R go (concentration.R: 20,000)" sh -c '
bassin concentration -q '"$small"' --plants data/concentration/sizes.csv --sizes bands --draws 50000 |
	awk -F, "
		function off(a, b, by) { a -= b; return a > by || a < -by }
		\$3 == \"one\" {
			rows++
			if (off(\$8, -0.37627, 0.0012) || off(\$7, 0.30552, 0.0012) || off(\$11, 0.0340, 0.0009) || off(\$15, -1.0362, 0.0014) || off(\$16, 0.9064, 0.0097)) { print; bad = 1 }
		}
		END { exit bad || rows != 1 }"'
check "threads change nothing" sh -c '
bassin concentration -q '"$small"' --plants data/concentration/sizes.csv --sizes bands --threads 1 > one.csv
bassin concentration -q '"$small"' --plants data/concentration/sizes.csv --sizes bands --threads 3 > three.csv
cmp one.csv three.csv'

echo "--- as in the register, and older communes"
# 25098 and 25099 have merged into 25002
sed 's/territory,sector,size/commune,naf,tranche/' data/concentration/bands.csv > register.csv
run bassin concentration --level dep -g data/small/geography.csv --events data/small/events.csv \
	--plants register.csv --sizes bands \
	--columns commune,naf,tranche --sector-length 2 --reference plants
run bassin concentration --level ze --plants register.csv --sizes bands --columns commune,naf,tranche \
	--sector-length 2 --draws 100

echo "--- refused"
run bassin concentration $small --plants $lists/wrong.csv --sizes bands
run bassin concentration $small --plants $lists/wrong.csv --sizes heads
run bassin concentration $small --plants $lists/wrong.csv --sizes heads --allow-unmatched 1001,25999
run bassin concentration --level dep -g data/small/geography.csv --plants register.csv --sizes bands \
	--columns commune,naf,tranche
run bassin concentration $small --plants $lists/ten.csv
run bassin concentration $small --plants $lists/ten.csv --sizes exact
run bassin concentration $small --plants $lists/ten.csv --sizes bands
run bassin concentration $small --plants $lists/ten.csv --sizes heads --columns a,b
run bassin concentration $small --plants $lists/ten.csv --sizes heads --columns commune,sector,size
run bassin concentration $small --plants $lists/ten.csv --sizes heads --plants-level dep
run bassin concentration $small --plants $lists/ten.csv --sizes heads --dart 10
run bassin concentration $small --plants $lists/ten.csv --sizes heads --group one,two
run bassin concentration $small --plants $lists/absent.csv --sizes heads
run bassin concentration --level reg --plants $lists/ten.csv --sizes heads
