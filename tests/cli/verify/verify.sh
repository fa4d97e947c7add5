# The same bytes again; a file that was altered; an input that changed; a manifest that lies.
cp -RL data/packs/causal pack
bassin project pack --draws 300 --save-draws --keep -q -o out
run sh -c 'bassin verify out/run.json | cut -d, -f1-3'
check "with other threads too" bassin verify out/run.json -q -j 1
sed '3s/,0/,7/' out/costs.csv > c && cp c out/costs.csv
run sh -c 'bassin verify out/run.json 2>&1 >rows.csv; grep altered rows.csv | cut -d, -f1-3,7-10'
rm out/costs.csv
run bassin verify out/run.json -q -o rows.csv --force
run sh -c 'grep missing rows.csv | cut -d, -f1-3'
bassin project pack --draws 300 -q -o again
sed 's/"seed": 1/"seed": 1/; s/"--draws"/"--draws"/; s/"300"/"301"/' again/run.json > m && cp m again/run.json
run sh -c 'bassin verify again/run.json 2>&1 >rows.csv | sed "s/:[0-9]*:[0-9]*: .*/: differs/"; cut -d, -f1-3 rows.csv'
# the pack elsewhere, and one of those shipped
mv pack moved
run sh -c 'bassin verify out/run.json | cut -d, -f1-3'
check "--pack says where" bassin verify out/run.json -q --pack moved
echo >> moved/measures.csv
run sh -c 'bassin verify out/run.json --pack moved | cut -d, -f1-3'
bassin project one-centre --draws 50 -q -o shipped
sed 's,"[^"]*/scenarios/,"/elsewhere/scenarios/,' shipped/run.json > m && cp m shipped/run.json
check "a pack shipped with bassin is found again" bassin verify shipped/run.json -q
# a rule that is not reached leaves its results
bassin project one-centre --draws 16 --max-draws 32 --until "se(enrolled_total) < 1e-9" -q -o until 2>/dev/null
check "a run whose rule was not reached" bassin verify until/run.json -q
