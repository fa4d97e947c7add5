run bassin project cnam-montbeliard -s announced -n 400 --save-draws --metrics enrolled,certified,industry_stock,industry_job_years -o results --quiet
run bassin score results -s announced --observed data/calibrate/outcomes.csv
bassin score results -s announced --observed data/calibrate/outcomes.csv --quiet >scores.csv
# The definition, pair by pair; quantiles between order statistics; shares below and not above.
check "scores are those of their definitions" sh -c '
	while IFS=, read -r metric year value source; do
		[ "$metric" != metric ] || continue
		grep ",announced,all,$year,$metric," results/draws.csv | cut -d, -f6 | sort -n | tr "\n" " "
		grep "^announced,$metric,$year," scores.csv | cut -d, -f5- | tr , " "
	done <data/calibrate/outcomes.csv | awk "
		function far(a, b) { return (a - b) ^ 2 > 1e-12 * (1 + b * b) }
		function quantile(p,  h) { h = (m - 1) * p + 1; i = int(h); return x[i] + (h - i) * (x[i + (i < m)] - x[i]) }
		{
			m = NF - 11; for (i = 1; i <= m; i++) x[i] = \$i
			y = \$(m + 2); crps = \$(m + 8); pit = \$(m + 9)
			sum = pairs = below = at = 0
			for (i = 1; i <= m; i++) {
				sum += x[i] > y ? x[i] - y : y - x[i]; below += x[i] < y; at += x[i] <= y
				for (j = 1; j < i; j++) pairs += x[i] - x[j]
			}
			bad += m != 400 || m != \$(m + 1) || far(crps, sum / m - pairs / (m * (m - 1)))
			bad += pit < below / m || pit > at / m
			bad += far(\$(m + 4), quantile(0.05)) || far(\$(m + 5), quantile(0.25))
			bad += far(\$(m + 6), quantile(0.75)) || far(\$(m + 7), quantile(0.95))
			bad += \$(m + 10) != (\$(m + 5) <= y && y <= \$(m + 6))
			bad += \$(m + 11) != (\$(m + 4) <= y && y <= \$(m + 7))
		}
		END { exit NR != 6 || bad }"'
check "threads change nothing" sh -c '
	bassin project cnam-montbeliard -s announced -n 400 --threads 3 --save-draws --metrics enrolled,certified,industry_stock,industry_job_years -o again --quiet
	bassin score again -s announced --observed data/calibrate/outcomes.csv --quiet | cmp - scores.csv'
run bassin score results -s announced --observed data/calibrate/outcomes-wrong.csv
run bassin score results -s doubled --observed data/calibrate/outcomes.csv
run bassin score results --observed data/calibrate/outcomes.csv
run bassin score results -s announced
run bassin score nowhere -s announced --observed data/calibrate/outcomes.csv
mkdir other
echo 'draw,scenario,value' >other/draws.csv
run bassin score other -s announced --observed data/calibrate/outcomes.csv
head -3 results/draws.csv >other/draws.csv
echo '2,announced,all,2022,enrolled,many' >>other/draws.csv
run bassin score other -s announced --observed data/calibrate/outcomes.csv
check "the table has the columns of its schema" sh -c '
	sed -n "s/.*{\"name\": \"\([a-z0-9_]*\)\", \"type\".*/\1/p" datasets/schemas/scores.json | paste -sd, - >columns
	head -1 scores.csv | cmp - columns'
