run bassin list levels
run bassin list levels --lang fr
run bassin list flags
run bassin list distributions
run bassin list audiences --lang fr
run bassin list figures
run bassin list parameters --long
run bassin list metrics --lang fr
run bassin list indicators
check "the long list of tables has their columns" sh -c 'bassin list tables --long | grep -q "^      effect\|^      certified\|^      steps_per_year"'
check "the long list of indicators gives formulas" sh -c 'bassin list indicators --long --lang fr | grep -c "^      formule" | grep -qx "$(bassin list indicators | grep -c "^  ")"'
