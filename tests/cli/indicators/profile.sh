run bassin indicators --level epci --territory 200065647 --profile diagnosis --lang fr
run bassin indicators --level ze --territory 2714,4408 --profile diagnosis -q -o ze.csv
check "two territories, one header" sh -c '[ "$(grep -c ^level ze.csv)" -eq 1 ] && [ "$(cut -d, -f2 ze.csv | sort -u | wc -l)" -eq 3 ]'
run bassin indicators --level epci --territory 200065647 --profile short
