run bassin project --drawz 10 x -o out
run bassin project
run bassin project datasets/scenarios/one-centre
run bassin project datasets/scenarios/one-centre -o out --draws 0
run bassin project datasets/scenarios/one-centre -o out --draws 1e4
run bassin project datasets/scenarios/one-centre -o out --seed -3
run bassin project datasets/scenarios/one-centre -o out --metrics certifed
run bassin project datasets/scenarios/one-centre -o out --scopes everyone
run bassin project datasets/scenarios/one-centre -o out --scenario two-centres
run bassin indicators --level epci
run bassin indicators --level agglo --territory 200065647
run bassin indicators --level epci --territory 20006564
run bassin indicators --level epci --territory 200065648
run bassin indicators --level epci --territory 200065647 --indicator industry
run bassin indicators --level epci --territory 200065647 --confidence 95
run bassin plot pie x.csv -o x.png
run bassin plot fan x.csv -o x.jpg
run bassin plot fan x.csv -o x.png
run bassin scenario frobnicate
run bassin scenario diff one-centre
run bassin list things
run bassin import
check "nothing was written" sh -c '[ "$(ls -A | grep -v -e "^data" -e "^\." | wc -l)" -eq 0 ]'
# names that are nearly right
run bassin project one-center -o out
run bassin project one-centre -o out --scenario one-center
run bassin project one-centre -o out --points soboll
run bassin project one-centre -o out --scopes audiences
run bassin indicators --level commune --territory 25388
run bassin indicators --level com --territory 25388 --parents region
run bassin plot fans x.csv -o x.png
run bassin scenario chek one-centre
run bassin scenario diff cnam-montbeliard announced double
run bassin spatial globl
run bassin protect x.csv --rows a --columns b --value c --rules insee-busineses
run bassin concentration --level ze --measure ginni
run bassin import --levels epci,zones x.csv
