# A workbook and a data package beside the tables, read back with Python's own library.
cp -r datasets/scenarios/one-centre pack && chmod -R u+w pack
cp -r datasets/scenarios/template programme && chmod -R u+w programme
bassin project programme --draws 500 --drivers --save-draws --xlsx -q -o out
files out
python3 data/package/check.py out
for table in projection targets assumptions scenarios drivers; do
	echo "-- $table"
	python3 data/workbook/compare.py out/results.xlsx $table out/$table.csv
done
bassin project programme --draws 500 --drivers --save-draws --xlsx -q -o again --threads 3
check "the same bytes again" sh -c 'cmp out/results.xlsx again/results.xlsx && cmp out/datapackage.json again/datapackage.json'
check "the manifest has both files" sh -c 'jq -r ".outputs[].file" out/run.json | grep -qx results.xlsx && jq -r ".outputs[].file" out/run.json | grep -qx datapackage.json'
# for French spreadsheets
bassin project programme --draws 500 --csv-style fr --save-draws -q -o french
head -n 2 french/projection.csv
python3 data/package/check.py french
jq -c '.licenses, [.sources[].title | select(test("France"))]' french/datapackage.json
bassin project cnam-montbeliard --scenario announced --draws 64 --metrics enrolled_total --licence etalab-2.0 -q -o published
jq -c '.licenses' published/datapackage.json
jq -r '.sources[].title' published/datapackage.json | grep "census of 2018"
check "a judgement is no source" sh -c '! jq -r ".sources[].title" published/datapackage.json | grep -q "places are assumed"'
# an address in a source is its path
sed 's|to be replaced: survey of the leavers of a like course,judgement|survey (https://example.org/survey?year=2024), p. 3.,sourced|' programme/assumptions.csv > a.csv && mv a.csv programme/assumptions.csv
bassin project programme --draws 64 --metrics enrolled_total -q -o cited
jq -c '.sources[] | select(.path)' cited/datapackage.json
run bassin project pack --licence MIT -o refused
jq -c '.resources[0].dialect, .resources[0].schema.fields[6], .resources[0].schema.primaryKey' french/datapackage.json
bassin compare out french -q -o changes.csv
check "the same numbers" sh -c '[ "$(wc -l < changes.csv)" -eq 1 ]'
# a text that looks like a formula stays a text
sed 's/worked example/=1+1/' datasets/scenarios/one-centre/assumptions.csv > pack/assumptions.csv
bassin scenario show pack -o show.csv && bassin scenario show pack -o show.xlsx
grep -c "'=1+1" show.csv
python3 data/workbook/compare.py show.xlsx scenario show.csv
# tables of other commands
bassin list territories doubs -o doubs.csv && bassin list territories doubs -o doubs.xlsx
python3 data/workbook/compare.py doubs.xlsx territories doubs.csv
bassin tabulate --by DEPT,DIPL --weight IPONDI --precision -q -o t.csv data/tabulate/people.csv
bassin tabulate --by DEPT,DIPL --weight IPONDI --precision -q -o t.xlsx data/tabulate/people.csv
python3 data/workbook/compare.py t.xlsx tabulate t.csv
# what is refused
run bassin plot fan out/projection.csv -o fan.xlsx
run bassin list metrics -o metrics.xlsx
run bassin scenario check pack -o check.xlsx
run bassin import -o panel.xlsx x.csv
ln -s /dev/full full.xlsx
run bassin list territories doubs -o full.xlsx
run bassin list territories doubs -o doubs.xlsx
check "nothing is left over" sh -c '! ls -A | grep bassin-tmp'
