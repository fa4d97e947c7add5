run bassin calibrate cnam-montbeliard --scenario announced --observed data/calibrate/observed.csv
run bassin calibrate cnam-montbeliard --scenario announced --observed data/calibrate/observed.csv -o new --quiet
files new
run bassin scenario check new
check "the new rows, and only they, are new" sh -c '
	bassin scenario show cnam-montbeliard | sort >before
	bassin scenario show new | sort >after
	comm -13 before after | grep -v ",observed,\"\?observed: observed.csv, line" | wc -l | grep -qx 0
	[ "$(comm -13 before after | wc -l)" -eq "$(comm -23 before after | wc -l)" ]'
check "the scenario without a branch is as it was" sh -c '
	bassin scenario show cnam-montbeliard -s none >before
	bassin scenario show new -s none | cmp - before'
check "the other tables are the same bytes" sh -c '
	for table in scenarios measures targets calendar correlations; do
		cmp new/$table.csv datasets/scenarios/cnam-montbeliard/$table.csv || exit 1
	done'
# Beta(0.92 60 + 37, 0.08 60 + 9)
check "completion of job seekers is 92.2 of 106" sh -c '
	grep "^announced,audience:jobseekers,completion," new/assumptions.csv |
		awk -F, "{ exit !(\$5 == \"beta\" && \$7 == 106 && (\$6 - 92.2 / 106) ^ 2 < 1e-24) }"'
check "levels of job seekers have gained 46 people" sh -c '
	grep "^announced,audience:jobseekers,entry_level" new/assumptions.csv | cut -d, -f7 | tr "\n" " " |
		grep -qx "50 45 36 11 4 "'
for pack in cnam-montbeliard new; do
	bassin project $pack -s announced -n 4000 --scopes audience --metrics completed_total -o out-$pack --quiet
	grep "^announced,audience:.*,2030," out-$pack/projection.csv | cut -d, -f2,7,10,12,18 >$pack.2030
done
cut -d, -f1,2 new.2030
# columns: audience, mean, sd due to parameters, q05, q95
check "what was counted is less uncertain, what was not is the same" sh -c '
	paste -d, cnam-montbeliard.2030 new.2030 | awk -F, "
		/jobseekers/ { good += \$8 < \$3 && \$7 < \$2 }
		/apprentices/ { good += \$8 < \$3 && \$10 - \$9 < \$5 - \$4 }
		/employees/ { good += \$8 == \$3 && \$7 == \$2 && \$9 == \$4 && \$10 == \$5 }
		END { exit good != 3 }"'
run bassin calibrate new --scenario announced --observed data/calibrate/one-year.csv -o newer
check "one year after the other is both at once" sh -c '
	grep "^announced,audience:jobseekers,completion," newer/assumptions.csv |
		awk -F, "{ exit !(\$7 == 116 && (\$6 - 101.2 / 116) ^ 2 < 1e-24) }"'
printf '%s\n' 'scope,parameter,year,count,of,source' 'audience:jobseekers,completion,2022,30,30,synthetic' \
	'audience:jobseekers,completion,2023,20,30,synthetic' 'audience:jobseekers,completion,2024,25,40,synthetic' >uneven.csv
run bassin calibrate cnam-montbeliard -s announced --observed uneven.csv
# A French spreadsheet: semicolons, a byte order mark, CRLF.
sed 's/,/;/g; s/$/\r/' uneven.csv | sed '1s/^/\xef\xbb\xbf/' >french.csv
check "counts from a French spreadsheet are the same" sh -c '
	bassin calibrate cnam-montbeliard -s announced --observed uneven.csv --quiet >a
	bassin calibrate cnam-montbeliard -s announced --observed french.csv --quiet | cmp - a'
for pack in uttopia-forbach template one-centre reference-w1; do
	run bassin calibrate $pack --observed data/calibrate/one-year.csv --quiet
done
