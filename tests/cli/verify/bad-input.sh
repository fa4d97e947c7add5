echo '{"program": "bassin", ' > torn.json
run bassin verify torn.json
echo '{"program": "other"}' > other.json
run bassin verify other.json
run bassin verify absent.json
run bassin verify
bassin project one-centre --draws 20 -q -o out
sed 's/"project"/"plot"/' out/run.json > out/plot.json
run bassin verify out/plot.json
sed 's/"--draws"/"--drawz"/' out/run.json > out/option.json
run bassin verify out/option.json
sed 's,"projection.csv","../projection.csv",' out/run.json > out/outside.json
run bassin verify out/outside.json
check "nothing stays behind" sh -c 'mkdir t && TMPDIR=$PWD/t bassin verify out/run.json -q >/dev/null && [ -z "$(ls -A t)" ]'
