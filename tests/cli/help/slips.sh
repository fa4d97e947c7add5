# First steps gone wrong: all that lacks is told at once, with the way out.
run bassin plot map nope.csv
run bassin plot mapp
run bassin project nope
run bassin report nope --level epci
run bassin indicators
run bassin calibrate nope --observed counts.csv
run bassin score nope
run bassin indicators --level epci --territory cherbourg
run bassin indicators --lang fr --level epci --territory cherbourg
run bassin indicators --level epci --territory 200067205 -i unemploymet
run bassin indicators --level epci --territory 200067205 -i unemployment_census --year 2040
run bassin project one-centre --draws 10k -o results
run bassin project one-centre --until 'mean<1,5' -o results
# Options of all commands may come first.
run bassin --lang fr nope
run bassin --lang=fr -q plot map nope.csv
check "help of a command" sh -c 'bassin --help peers | cmp - "$(bassin peers --help >help.txt; echo help.txt)"'
check "options alone are no command" sh -c 'bassin --lang fr 2>&1 | grep -q "une commande est attendue"'
# What is no table says so once.
printf '\211PNG\r\n\032\n' >picture.csv
printf '<!DOCTYPE html>\n<html lang="fr">\n' >page.csv
run bassin inspect picture.csv
run bassin import page.csv -o panel.csv
# Accents take one column.
printf 'Libellé géographique,Numéro,Part\nSète,1,0.5\nBéziers,2,\n' >accents.csv
run bassin inspect accents.csv
run bassin inspect --lang fr accents.csv
for words in "--help peers" "help peers" help "--manual peers" --manual "--completion zsh" --version; do
	# shellcheck disable=SC2086  # words
	bassin $words --lang fr >after.txt 2>&1
	# shellcheck disable=SC2086
	bassin --lang fr $words >before.txt 2>&1
	check "--lang first: $words" cmp before.txt after.txt
done
