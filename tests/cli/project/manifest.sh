run bassin project data/packs/causal --draws 100 --seed 3 --threads 2 -q -o out
check "the manifest is JSON" jq -e .outputs out/run.json
check "it has the hashes of the results" sh -c '
for f in projection differences targets costs assumptions scenarios twin; do
	grep -q "$(sha256sum out/$f.csv | cut -d" " -f1)" out/run.json || { echo $f; exit 1; }
done'
check "and of the inputs" sh -c '
for f in scenarios measures assumptions targets correlations; do
	grep -q "$(sha256sum data/packs/causal/$f.csv | cut -d" " -f1)" out/run.json || { echo $f; exit 1; }
done'
check "results hold nothing volatile" sh -c '! grep -l "$(date +%Y-%m-%d)" out/*.csv'
