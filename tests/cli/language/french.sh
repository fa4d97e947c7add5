# What people read, in French, on machines that have no French locale.
run env LC_ALL=fr_FR.UTF-8 bassin --help
run env LC_ALL=fr_FR.UTF-8 bassin compare --help
run env LC_ALL=fr_FR.UTF-8 bassin project --drws 3
run bassin projct --lang fr
run bassin list flags --lang fr
run env LC_ALL=fr_FR.UTF-8 bassin list metrics
run env LC_ALL=fr_FR.UTF-8 bassin list territories mombeliard
run env LC_ALL=fr_FR.UTF-8 bassin indicators --level epci --territory montbeliard
run env LC_ALL=fr_FR.UTF-8 bassin indicators --level communes --territory 25388
run env LC_ALL=fr_FR.UTF-8 bassin plot mapp results.csv -o map.png
run env LC_ALL=fr_FR.UTF-8 bassin scenario new started
check "every command has help that fits a terminal" sh -c '
export LC_ALL=fr_FR.UTF-8
for c in $(bassin --help | sed -n "s/^  \([a-z]*\) .*/\1/p"); do
	bassin "$c" --help > help.txt || exit 1
	LC_ALL=C sed "s/[\x80-\xBF]//g" help.txt |
		awk -v c="$c" "length > 100 { print c \": \" \$0; bad = 1 } END { exit bad }" || exit 1
done'
check "the pages of the manual have no faults" sh -c '
export LC_ALL=fr_FR.UTF-8
bassin --manual > bassin.1
for c in $(bassin --help | sed -n "s/^  \([a-z]*\) .*/\1/p"); do
	bassin --manual "$c" > "bassin-$c.1" || exit 1
	grep -q "^\.SH CODE DE RETOUR" "bassin-$c.1" || exit 1
done
! mandoc -Tlint -Wwarning *.1 | grep -v "missing date"'

cp -R datasets/scenarios/template pack
sed -i '2s/,apprentices,/,apprentis,/' pack/measures.csv
sed -i '2s/>=/=>/' pack/targets.csv
run bassin scenario check pack
run env LC_ALL=fr_FR.UTF-8 bassin scenario check pack
printf 'code,jobs\n01001,12\n01002\n' >short.csv
run bassin inspect short.csv
run env LC_ALL=fr_FR.UTF-8 bassin inspect short.csv
run env LC_ALL=fr_FR.UTF-8 bassin inspect absent.csv
run env LC_ALL=fr_FR.UTF-8 sh -c 'bassin list levels >/dev/full'
