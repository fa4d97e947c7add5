run bassin indicators --level ze --territory 2714,4408 --indicator location_quotient --parents none
run bassin indicators --level epci --territory 200065647 --indicator unemployment_census --year all --parents none
run bassin indicators --level epci --territory 200065647 --indicator unemployment_census --census-rule nested --parents none
run bassin indicators --level epci --territory 200065647 --indicator unemployment_census --confidence 0.9 --parents none
run bassin indicators --level ze --territory 2714 --indicator industry_share_posts --superpopulation --parents none
run bassin indicators --level epci --territory 200065647 --indicator unemployment_census --year 1999
run bassin indicators --level epci --territory 200065647 -o out.csv
run bassin indicators --level epci --territory 200065647 -o out.csv
run bassin indicators --level epci --territory 200065647 -o /dev/full
check "all intercommunalities at once" sh -c '[ "$(bassin indicators -q --level epci --territory all --parents none --indicator unemployment_census | wc -l)" -gt 1200 ]'
run bassin indicators --level ze --territory 2714 --indicator location_quotient:cl --parents none --quotient-interval fieller
run bassin indicators --level ze --territory 2714 --indicator location_quotient:cl --quotient-interval exact
