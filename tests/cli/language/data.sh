# Data, codes and exit statuses do not follow the language, nor do threads.
same() { # command, files...
	command=$1
	shift
	for file in "$@"; do
		check "$command: $(basename "$file") has the same bytes" cmp "en/$file" "fr/$file"
	done
}
mkdir en fr
french() {
	env LC_ALL=fr_FR.UTF-8 LANGUAGE=fr "$@"
}
indicators="indicators --level epci --territory 200065647 --year all"
bassin $indicators -o en/indicators.csv
french bassin $indicators -o fr/indicators.csv
same indicators indicators.csv

project="project data/packs/causal --draws 500 -q"
bassin $project -j 1 -o en/out
french bassin $project -j 3 -o fr/out
same project out/projection.csv out/differences.csv out/targets.csv out/costs.csv out/assumptions.csv \
	out/scenarios.csv out/twin.csv

import="import --dictionary data/small/dictionary.csv --geography data/small/geography.csv --levels com,epci,fr -q"
printf 'CODGEO;P18_EMPLT\n25002;4000\n' >jobs.csv
bassin $import -o en/panel.csv jobs.csv 2>en/said
echo $? >en/status
french bassin $import -o fr/panel.csv jobs.csv 2>fr/said
echo $? >fr/status
same import status panel.csv panel.variables.csv

cat >assertions.csv <<'END'
metric,scenario,scope,year,statistic,operator,value,tolerance,objective,table,label
enrolled_total,small,all,,mean,>=,1,,,,more than nobody
enrolled_total,small,all,,mean,<=,1,,,,"fewer, <than> one"
END
bassin check en/out assertions.csv -o en/checks.csv --junit en/checks.xml --annotations github 2>en/notes
echo $? >en/status
french bassin check en/out assertions.csv -o fr/checks.csv --junit fr/checks.xml --annotations github 2>fr/notes
echo $? >fr/status
same check checks.csv checks.xml status
grep '^::' en/notes >en/annotations
grep '^::' fr/notes >fr/annotations
same check annotations

bassin list territories montb -o en/territories.csv
french bassin list territories montb -o fr/territories.csv
same "list territories" territories.csv
bassin indicators --level dep --territory all --parents none --indicator unemployment_census -q -o departements.csv
bassin plot map departements.csv -q -o en/map.svg
french bassin plot map departements.csv -q -o fr/map.svg
same "plot map" map.svg map.svg.csv map.svg.alt.txt
# bash has no descriptions; those of zsh and fish are for people, what they complete is not.
bassin --completion bash >en/completion
french bassin --completion bash >fr/completion
same "--completion bash" completion
bassin --completion fish | sed "s/ -d '[^']*'$//" >en/completion
french bassin --completion fish | sed "s/ -d '[^']*'$//" >fr/completion
same "--completion fish without descriptions" completion
check "descriptions are in French" sh -c 'LC_ALL=C.UTF-8 LANGUAGE=fr bassin --completion zsh | grep -q "\[afficher cette aide\]"'

bassin list indicators >en/list
french bassin list indicators --lang en >fr/list
same list list
for words in "nothing" "inspect absent.csv" "indicators --level nowhere" "scenario check data/packs/absent"; do
	bassin $words >/dev/null 2>&1
	status=$?
	french bassin $words >/dev/null 2>&1
	check "bassin $words: status $status in both languages" test $? -eq $status
done
