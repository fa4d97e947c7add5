run bassin list territories montbeliard
run bassin list territories MONTBÉLIARD --level epci,ze
run bassin list territories l isle d abeau
run bassin list territories --level reg --format csv
run bassin list territories doubs --level dep -o doubs.csv
cat doubs.csv
run bassin list territories doubs --level dep --csv-style fr --format csv
run bassin list territories mayotte
check "all territories of a level" sh -c '[ "$(bassin list territories --level epci --format csv | wc -l)" -eq "$(($(grep -c ^epci, datasets/geography/geography-2022.csv) + 1))" ]'
check "people of a commune as in the table" sh -c 'bassin list territories dannemarie-sur-crete --format csv | grep -q "^com,25195,Dannemarie-sur-Crète,$(grep ^com,25195, datasets/geography/geography-2022.csv | cut -d, -f4),1,"'
# what is refused
run bassin list territories
run bassin list territories montbelliard
run bassin list territories --level région x
run bassin list territories zzzzzz
run bassin list territory
run bassin list metrics all
# codes that are none
run bassin indicators --level epci --territory montbeliard
run bassin indicators --level epci --territory montbelliard
run bassin indicators --level epci --territory saint
run bassin indicators --level epci --territory 25388
run bassin indicators --level epci --territory zzzzzz
