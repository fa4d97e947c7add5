cat > jobs.csv <<'T'
epci,sector,jobs,note
200065647,industry,15600,x
200065647,farming,3,x
200065647,services,42000,x
245700372,industry,2500,x
245700372,farming,12,x
245700372,services,15000,x
243300316,industry,33000,x
243300316,farming,900,x
243300316,services,390000,x
T
run bassin protect --rows epci --columns sector --value jobs jobs.csv --audit audit.csv
run cat audit.csv
cat > firms.csv <<'T'
zone;sector;turnover;firms;first
A;steel;1000,5;8;950
A;glass;700;6;200
A;wood;300;9;80
B;steel;400;7;100
B;glass;600;2;500
B;wood;800;12;90
C;steel;500;9;70
C;glass;450;8;60
C;wood;620;7;110
T
run bassin protect --rows zone --columns sector --value turnover --contributors firms --largest first --threshold 3 firms.csv
run bassin protect --rows zone --columns sector --value turnover firms.csv -o same.csv
bassin protect --rows zone --columns sector --value turnover firms.csv -q -o again.csv
check "the same cells" cmp same.csv again.csv
printf 'a,b,n\nx,p,3\nx,q,0\n' > alone.csv
run bassin protect --rows a --columns b --value n --keep-totals alone.csv -o alone-out.csv
run bassin protect --rows a --columns b --value n alone.csv
printf 'a,b,n\nx,p,3\nx,p,4\ny,q,-2\nz,,5\n' > wrong.csv
run bassin protect --rows a --columns b --value n wrong.csv
run bassin protect --rows a --columns sector --value n wrong.csv
run bassin protect --rows a --columns b wrong.csv
run bassin protect --rows a --columns a --value n wrong.csv
run bassin protect --rows a --columns b --value n absent.csv
check "nothing was written" sh -c '[ ! -e alone-out.csv ]'
