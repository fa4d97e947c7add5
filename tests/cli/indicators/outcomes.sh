# Training outcomes with their publication threshold, needs of labour, graduates, population.
# Oracle of the threshold: 30 pupils, 20 continue, 3 employed (questions on InserJeunes).
printf 'level,territory,year,establishment,pupils,continuing,employed_6m,employed_12m,expected_6m\ncom,25388,2024,CFA A,30,20,3,4,5.5\ncom,25056,2024,CFA B,60,20,24,28,26\ncom,25056,2024,CFA C,50,15,21,,20\ncom,39300,2024,CFA D,80,30,36,38,34.5\ncom,25388,2022,CFA A,40,10,,20,\n' > counts.csv
mkdir own
run bassin import -q -o own/counts.csv counts.csv
run bassin indicators --data own --level epci --territory 200065647 --parents dep,reg -i outcome_continuation,outcome_favourable,outcome_employment_6m,outcome_employment_12m,outcome_value_added_6m
run bassin indicators --data own --level dep --territory 25 --parents reg --superpopulation -i outcome_employment_6m
# Marshall's estimates of these rates by R: 0.02867791153 0.02054233829 0.09481206805 0.04024442337
# 0.01475022491 0.02790928450; the 10 leavers of Montbéliard must not weigh
printf 'level,territory,year,pupils,continuing,employed_6m\ncom,25056,2024,200,0,5\ncom,39300,2024,150,0,2\ncom,39198,2024,400,0,40\ncom,70550,2024,180,0,7\ncom,90010,2024,90,0,0\ncom,21231,2024,350,0,9\ncom,25388,2024,30,20,10\n' > rates.csv
mkdir rates
run bassin import -q --levels epci -o rates/rates.csv rates.csv
run bassin smooth --data rates --level epci -i outcome_employment_6m --method marshall -o smooth.csv
check "the estimates are those of R, without the suppressed one" awk -F, '
	BEGIN { want["242500361"] = 0.02867791153; want["200071116"] = 0.02054233829; want["200010650"] = 0.09481206805
		want["247000011"] = 0.04024442337; want["200069052"] = 0.01475022491; want["242100410"] = 0.02790928450 }
	NR > 1 { d = $8 - want[$2]; bad += !($2 in want) || d > 6e-12 || d < -6e-12; n++ }
	END { exit bad || n != 6 }' smooth.csv
run bassin disparities --data own --level epci -i outcome_employment_6m --permutations 99
bassin indicators --data datasets/panels --data own --level epci --territory 200065647 --profile diagnosis -q -o profile.csv
run grep outcome_ profile.csv
bassin plot profile profile.csv -q -o profile.svg
check "a figure leaves the suppressed line out" sh -c '[ -s profile.svg ] && grep -q "Continuation of studies" profile.svg && ! grep -q "employed after 6" profile.svg'
printf 'claim,label_fr,label_en,announced,rounding,indicator,level,code,year,note_fr,note_en,announced_by\nemployed,en emploi,employed,0.3,0.01,outcome_employment_6m,epci,200065647,2024,,,a centre\n' > claims.csv
run bassin indicators --data own --level epci --territory 200065647 --claims claims.csv
run bassin indicators --level dep --territory 25 --parents reg,fr -i recruitment_difficult:i,recruitment_seasonal:all,recruitment_projects:i
run bassin indicators --level reg --territory 27 --parents fr -i graduates_employed_30m:master,graduates_kept:master,graduates_kept:lp_lla,apprentices_value_added_6m,apprentices_expected_6m
run bassin indicators --level epci --territory 200065647 --parents dep,reg -i natural_change_rate,apparent_migration_rate
# value added, shrunk by its standard error (tests/reference/outcomes.R)
printf 'level,territory,year,pupils,continuing,employed_6m,expected_6m\ncom,25056,2024,200,0,150,120\ncom,39300,2024,150,0,60,75\ncom,39198,2024,400,0,260,250\ncom,70550,2024,180,0,100,120\ncom,90010,2024,90,0,45,40\ncom,21231,2024,350,0,280,240\n' > added.csv
mkdir added
run bassin import -q --levels epci -o added/added.csv added.csv
run bassin smooth --data added --level epci -i outcome_value_added_6m -o added.txt
run grep -v "no direct value" added.txt
run bassin smooth --data added --level epci -i outcome_value_added_6m --method marshall
run bassin smooth --data added --level epci -i outcome_value_added_6m --benchmark
# a suppressed territory weighs as one without data, in maps, inequality and peers
n=0
printf 'level,territory,year,pupils,continuing,employed_6m\n' > shown.csv
for d in 70 90 25 39 21 71 01 38 73 74; do
	n=$((n + 1))
	printf 'dep,%s,2024,%d,10,%d\n' $d $((60 + 7 * n)) $((20 + n * n % 31)) >> shown.csv
done
cp shown.csv suppressed.csv
printf 'dep,69,2024,25,10,14\n' >> suppressed.csv
for file in shown suppressed; do
	mkdir $file
	bassin import -q --levels dep -o $file/outcomes.csv $file.csv
	{
		bassin spatial global --data $file --level dep -i outcome_employment_6m --contours data/contours/lattice.geojson
		bassin disparities --data $file --level dep -i outcome_employment_6m
		bassin disparities --data $file --level dep -i outcome_employment_6m --weights equal
		bassin peers -q -k 5 --data $file --data datasets/panels --level dep --territory 25 -i outcome_employment_6m,unemployment_census
	} > $file.txt 2>&1
done
check "the same results without the suppressed territory" sh -c 'cmp shown.txt suppressed.txt && ! grep error shown.txt && [ "$(wc -l < shown.txt)" -ge 30 ]'
run bassin peers --data suppressed --data datasets/panels --level dep --territory 69 -i outcome_employment_6m,unemployment_census
run sh -c "bassin list indicators --long | grep -A9 'outcome_value_added_6m\|recruitment_difficult \|graduates_kept '"
