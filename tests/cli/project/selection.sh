run bassin project data/packs/causal --draws 100 --metrics certified_total,cost --scopes all -q -o few
run cat few/projection.csv
run cut -d, -f1-6 few/costs.csv
first=$(sed -n 2p datasets/scenarios/cnam-montbeliard/scenarios.csv | cut -d, -f1)
run bassin project cnam-montbeliard --scenario "$first" --draws 50 --metrics enrolled --scopes all -q -o one
run cat one/projection.csv
run bassin project cnam-montbeliard --scenario doubled --draws 50 --metrics enrolled --scopes all -q -o two
check "the reference comes along" grep -q '^none,' two/projection.csv
