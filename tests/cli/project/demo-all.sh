# The tables of the READMEs of the packs are those of the runs that they name.
root=$(dirname "$(dirname "$(readlink -f data)")")
"$root/scripts/demo-all" bassin out >said.txt
mkdir readmes
for readme in datasets/scenarios/README.md datasets/scenarios/*/README.md; do
	copy=readmes/${readme#datasets/scenarios/}
	mkdir -p "$(dirname "$copy")"
	# without what was put in: it must all come from the runs
	sed '/^<!-- made/,/^<!-- end/{/^|/d;/^$/d}' "$readme" >"$copy"
done
"$root/scripts/pack-tables" out readmes readmes
for readme in datasets/scenarios/README.md datasets/scenarios/*/README.md; do
	check "${readme#datasets/scenarios/}" cmp "$readme" "readmes/${readme#datasets/scenarios/}"
done
check "ten of them have a table" sh -c '[ "$(grep -l "^|---" readmes/README.md readmes/*/README.md | wc -l)" -eq 10 ]'
rows() { grep -c '^| `' "$1"; }
check "one row a scenario, in both languages" [ "$(rows out/comparison-en.md)" -eq "$(($(wc -l <out/comparison.csv) - 1))" ]
check "in French too" [ "$(rows out/comparison-fr.md)" -eq "$(rows out/comparison-en.md)" ]
check "all scenarios of the packs but the references" [ "$(rows out/comparison-en.md)" -eq \
	"$(cat out/*/scenarios.csv | grep -vc -e '^scenario,' -e '^none,')" ]
# One cell by hand, from the files of the run.
awk -F, '$1 == "announced" && $2 == "all" && $3 == 2030 && $4 == "certified_total" { printf "certified: %.0f (%.0f to %.0f)\n", $7, $12, $18 }' \
	out/ecoles-de-production/projection.csv
run grep -E '^ecoles-de-production,announced,' out/comparison.csv
run grep -E '39 (schools|écoles) by 2023|39 écoles d’ici à 2023' out/comparison-en.md
run grep '39 écoles d’ici à 2023' out/comparison-fr.md
# What the README of the branch in Montbéliard says of openings.
awk -F, '$2 == "all" && $3 == 2032 && ($4 == "industry_hires_net_total" || $1 == "openings" && $4 ~ /^(refused|displaced)_total/) {
	printf "%s %s: %.0f (%.0f to %.0f), median %g\n", $1, $4, $7, $12, $18, $15 }' out/cnam-montbeliard/projection.csv
# Firms of industrie-du-futur, expected numbers month by month: of 2 000 places a
# share f of the free ones is taken up; after 12 months, or on giving up (0.9 reach
# the end), a place is free again.
awk -F, -v f2015=0.0275 '
function firms(f2016, step, k, free, total) {
	split("", training)
	for (step = 4; step < 24; step++) {
		free = 2000
		for (k = 1; k <= 12; k++) free -= training[k]
		total += training[1] = (step < 12 ? f2015 : f2016) * free
		for (k = 12; k > 1; k--) training[k] = training[k - 1] * exp(log(0.9) / 12)
		training[1] = 0
	}
	return total
}
BEGIN { expected["pace-seen"] = firms(f2015); expected["pace-needed"] = firms(0.145) }
$2 == "all" && $3 == 2016 && $4 == "enrolled_total" && $1 in expected {
	gap = $7 - expected[$1]
	printf "%s: %.1f by recursion, simulated %s 4 standard errors of it\n", $1, expected[$1], gap * gap < 16 * $8 * $8 ? "within" : "NOT within"
}' out/industrie-du-futur/projection.csv
