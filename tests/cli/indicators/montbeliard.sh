run bassin indicators --level epci --territory 200065647 --parents ti,fr
run bassin indicators --level epci --territory 200065647 --lang fr --parents none --csv-style fr --indicator unemployment_census,below_bac_2000,stay_rate
run bassin indicators --level epci --territory 200065647 --claims datasets/scenarios/cnam-montbeliard/claims.csv
