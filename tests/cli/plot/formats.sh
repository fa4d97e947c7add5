# Every kind, format and language; what the files hold.
bassin project data/packs/causal --draws 300 -q -o out
bassin indicators --level epci --territory 200065647 --lang fr -q -o fr.csv
bassin indicators --level epci --territory 200065647 --lang en -q -o en.csv
for lang in fr en; do
	for format in png svg pdf; do
		run bassin plot fan out/projection.csv -m industry_stock --lang $lang -q -o fan-$lang.$format
		run bassin plot scenarios out/projection.csv out/targets.csv -m certified_total --lang $lang -q -o scenarios-$lang.$format
		run bassin plot territory $lang.csv --lang $lang -q -o territory-$lang.$format
	done
done
for file in fan-fr scenarios-en territory-fr; do
	check "$file.png is a PNG" sh -c "head -c 8 $file.png | od -An -tx1 | grep -q '89 50 4e 47 0d 0a 1a 0a'"
	check "$file.svg is well-formed" xmllint --noout $file.svg
	check "$file.pdf is a PDF of one page" sh -c "pdfinfo $file.pdf | grep -q '^Pages: *1$'"
	check "$file.pdf has its fonts" sh -c "pdffonts $file.pdf | awk 'NR > 2 && \$(NF-4) != \"yes\" { bad = 1 } END { exit bad || NR < 3 }'"
done
bassin indicators --level epci --territory 200065647 --profile diagnosis --lang fr -q -o profile.csv
run bassin plot profile profile.csv --lang fr -q -o profile.svg
check "the profile is well-formed" xmllint --noout profile.svg
run head -n 3 profile.svg.alt.txt
run bassin plot profile fr.csv -o wrong.png
run bassin plot profile profile.csv --territory 243300316 -o wrong.png
check "the French labels" sh -c 'pdftotext -layout territory-fr.pdf - | grep -q "Montbéliard"'
check "text in the figure, not outlines" sh -c 'pdftotext scenarios-en.pdf - | grep -qi "certified"'
run cat fan-fr.png.alt.txt
run cat scenarios-en.svg.alt.txt
run head -n 4 fan-fr.png.csv
run head -n 4 territory-en.pdf.csv
check "the same figure again is the same file" sh -c '
bassin plot fan out/projection.csv -m industry_stock --lang fr -q -o again.svg && cmp again.svg fan-fr.svg'
run bassin plot fan out/projection.csv -m industry_stock -o fan-fr.png
