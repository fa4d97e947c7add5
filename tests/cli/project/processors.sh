# The same bytes on every instruction set (a processor without one uses the next narrower).
for pack in data/packs/causal data/packs/w1-centres one-centre; do
	for processor in baseline avx2 avx512; do
		BASSIN_PROCESSOR=$processor bassin project "$pack" --draws 130 --points sobol -q -o $processor
	done
	for file in projection differences targets costs twin; do
		check "$pack: $file, avx2" cmp baseline/$file.csv avx2/$file.csv
		check "$pack: $file, avx512" cmp baseline/$file.csv avx512/$file.csv
	done
	rm -r baseline avx2 avx512
done
BASSIN_PROCESSOR=mmx run bassin --version

# Metrics that are not asked for are not simulated; the others stay the same numbers.
same_rows() { # pack, metric
	bassin project "$1" --draws 130 -q -m "$2" -o few
	bassin project "$1" --draws 130 -q -o all
	(head -n 1 all/projection.csv && grep ",$2," all/projection.csv) | cmp - few/projection.csv &&
		grep cost_per all/costs.csv >expected && grep cost_per few/costs.csv | cmp - expected &&
		cmp few/targets.csv all/targets.csv
	status=$?
	rm -r few all
	return $status
}
for metric in enrolled industry_stock employed_stock elsewhere_stock present_cost_total; do
	check "w1-centres: $metric alone" same_rows data/packs/w1-centres $metric
done
for metric in raised territory_additional industry_stock_always net_cost_total; do
	check "causal: $metric alone" same_rows data/packs/causal $metric
done
for metric in refused displaced openings_unfilled industry_stock; do
	check "vacancies: $metric alone" same_rows data/packs/vacancies $metric
done
