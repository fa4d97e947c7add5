# Training outcomes with their publication threshold, needs of labour, graduates, population.
# Oracle of the threshold: 30 pupils, 20 continue, 3 employed (questions on InserJeunes).
printf 'level,territory,year,establishment,pupils,continuing,employed_6m,employed_12m,expected_6m\ncom,25388,2024,CFA A,30,20,3,4,5.5\ncom,25056,2024,CFA B,60,20,24,28,26\ncom,25056,2024,CFA C,50,15,21,,20\ncom,39300,2024,CFA D,80,30,36,38,34.5\ncom,25388,2022,CFA A,40,10,,20,\n' > counts.csv
mkdir own
run bassin import -q -o own/counts.csv counts.csv
run bassin indicators --data own --level epci --territory 200065647 --parents dep,reg -i outcome_continuation,outcome_favourable,outcome_employment_6m,outcome_employment_12m,outcome_value_added_6m
run bassin indicators --data own --level dep --territory 25 --parents reg --superpopulation -i outcome_employment_6m
run bassin smooth --data own --level epci -i outcome_employment_6m --method marshall
run bassin disparities --data own --level epci -i outcome_employment_6m --permutations 99
bassin indicators --data datasets/panels --data own --level epci --territory 200065647 --profile diagnosis -q -o profile.csv
run grep outcome_ profile.csv
bassin plot profile profile.csv -q -o profile.svg
check "a figure leaves the suppressed line out" sh -c '[ -s profile.svg ] && grep -q "Continuation of studies" profile.svg && ! grep -q "employed after 6" profile.svg'
run bassin indicators --level dep --territory 25 --parents reg,fr -i recruitment_difficult:i,recruitment_seasonal:all,recruitment_projects:i
run bassin indicators --level reg --territory 27 --parents fr -i graduates_employed_30m:master,graduates_kept:master,graduates_kept:lp_lla,apprentices_value_added_6m,apprentices_expected_6m
run bassin indicators --level epci --territory 200065647 --parents dep,reg -i natural_change_rate,apparent_migration_rate
