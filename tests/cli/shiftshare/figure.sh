# The figure: every format, language and method; what it holds; wrong files.
for lang in fr en; do
	bassin shiftshare --level ze --territory 2714 --lang $lang -q -o $lang.csv
	for format in png svg pdf; do
		run bassin plot shiftshare $lang.csv --lang $lang -q -o $lang.$format
	done
done
check "a PNG" sh -c "head -c 8 fr.png | od -An -tx1 | grep -q '89 50 4e 47 0d 0a 1a 0a'"
check "an SVG that is well-formed" xmllint --noout en.svg
check "a PDF of one page with its fonts" sh -c '
pdfinfo fr.pdf | grep -q "^Pages: *1$" && pdffonts fr.pdf | awk "NR > 2 && \$(NF-4) != \"yes\" { bad = 1 } END { exit bad || NR < 3 }"'
check "its text" sh -c 'pdftotext -layout fr.pdf - | grep -q "Matériels de transport"'
run cat fr.png.alt.txt
run cat en.svg.csv
check "parts of each row of the figure add up to its change" sh -c '
awk "
	NR > 1 { match(\$0, /^\"[^\"]*\",\"[^\"]*\"/); head = substr(\$0, 1, RLENGTH); split(substr(\$0, RLENGTH + 2), v, \",\")
		split(head, t, \"\\\",\\\"\"); if (t[2] == \"Change\\\"\") change[t[1]] = v[1]; else sum[t[1]] += v[1] }
	END { for (k in change) { n++; d = sum[k] - change[k]; if (d > 1e-6 || d < -1e-6) { print k, d; bad = 1 } } exit bad || n != 14 }" en.svg.csv'
for method in esteban arcelus dynamic; do
	bassin shiftshare --level ze --territory 2714 --method $method -q -o $method.csv
	run bassin plot shiftshare $method.csv -q -o $method.svg
	run sed -n 2p $method.svg.alt.txt
done
bassin shiftshare --level ze --territory 2714 -i shift_share_a5 --method all -q -o all.csv
run bassin plot shiftshare all.csv -q -o all.svg --title Montbéliard
run cat all.svg.alt.txt
run bassin plot shiftshare all.csv -q -o x.svg --territory 2715
run bassin plot shiftshare fr.png.csv -o x.svg
head -n 1 all.csv >empty.csv
run bassin plot shiftshare empty.csv -o x.svg
grep -v ',total,' all.csv >no-total.csv
run bassin plot shiftshare no-total.csv -o x.svg
run bassin plot shiftshare all.csv -o all.svg
check "no figure of wrong files" sh -c '[ ! -e x.svg ]'
