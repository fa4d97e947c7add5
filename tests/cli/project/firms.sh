# A scenario that counts firms: units, labels, and nothing of jobs.
pack=datasets/scenarios/industrie-du-futur
bassin project $pack --draws 100 -q -o results
run sh -c 'cut -d, -f1,4,5 results/targets.csv | sort -u'
run sh -c "grep -hE '^(none|pace|load|short|target)' results/projection.csv results/costs.csv | cut -d, -f4,5 | sort -u"
check "the one that counts people has them" grep -q '^training,all,2017,placed_total,persons,' results/projection.csv
for lang in fr en; do
	bassin plot fan results/projection.csv -m enrolled_total -s pace-rising --lang $lang -q -o fan-$lang.svg
	bassin plot scenarios results/projection.csv results/targets.csv -m enrolled_total --lang $lang -q -o bars-$lang.svg
	run sh -c "grep -ohE '^<(title|desc)>[^<]*' fan-$lang.svg bars-$lang.svg"
	bassin report results --lang $lang -q -o $lang.html
	run sh -c "sed -n '/<ul class=\"findings\">/,/<.ul>/p' $lang.html | head -n 2"
	check "$lang: nothing of people in the first lines" sh -c 'sed -n "/id=\"findings\"/,/<\/section>/p" "$0" | { ! grep -iE "personnes|people"; }' $lang.html
done
cp -r $pack own
sed -i 's/,firms,/,companies,/' own/scenarios.csv
run bassin scenario check own
