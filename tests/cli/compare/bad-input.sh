printf 'code,v\n1,5\n1,6\n' > twice.csv
printf 'code,v\n1,5\n' > once.csv
printf 'code,v\n1,5,7\n' > torn.csv
mkdir folder
run bassin compare twice.csv once.csv --key code
run bassin compare once.csv torn.csv --key code
run bassin compare once.csv once.csv --key nowhere
run bassin compare once.csv absent.csv
run bassin compare once.csv folder
run bassin compare folder folder
run bassin compare once.csv
run bassin compare once.csv once.csv --key code --rel -1
check "a full disk is said" sh -c 'bassin compare once.csv once.csv --key code -o /dev/full 2>/dev/null; [ $? -eq 4 ]'
