run bassin relatedness --level ze --territory 2714
check "densities are those that awk works out from the quotients" sh -c '
bassin relatedness -q --level ze --territory 2714 > own.csv
bassin indicators -q --level ze --territory all --indicator location_quotient 2> /dev/null > all.csv
awk -F, "
	NR == FNR { if (\$1 == \"ze\") { v = substr(\$6, 1, 1) == \"\\\"\" ? \$9 : \$8; s = \$5; sub(/.*:/, \"\", s)
		x[\$2, s] = v >= 1; n[s] += v >= 1; zone[\$2] = 1 } next }
	FNR > 1 {
		all = here = 0
		for (j in n) if (j != \$5) {
			both = 0
			for (z in zone) both += x[z, \$5] && x[z, j]
			larger = n[\$5] > n[j] ? n[\$5] : n[j]
			if (larger == 0) continue
			all += both / larger
			here += x[2714, j] * both / larger
		}
		d = here / all - \$8
		if (d > 1e-9 || d < -1e-9) { print \$5, here / all, \$8; bad = 1 }
		rows++
	}
	END { exit bad || rows < 36 }" all.csv own.csv'
run bassin relatedness --level ze --territory 2714 --indicator krugman
run bassin relatedness --level ze --territory 2714 --indicator location_quotient:cl
run bassin relatedness --level ze --territory 2714 --year 1999
run bassin relatedness --level ze --territory 200065647
run bassin relatedness --level ze
