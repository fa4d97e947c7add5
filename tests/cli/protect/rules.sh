# Rules by name, rules of concentration, options that go before a name.
run bassin list rules
cat > firms.csv <<'T'
zone,sector,turnover,firms,first,second
A,steel,1000,8,500,200
A,glass,700,2,400,300
A,wood,300,9,80,70
B,steel,400,7,350,20
B,glass,600,5,300,280
B,wood,800,12,90,80
C,steel,500,9,70,60
C,glass,450,8,60,50
C,wood,620,7,110,100
T
audit() {
	run bassin protect --rows zone --columns sector --value turnover --contributors firms --largest first --second second "$@" firms.csv -o out.csv --audit audit.csv --force
	run grep "by the rules" audit.csv
}
audit --rules insee-business
audit --rules insee-business --threshold 1
audit --threshold 1 --dominance 1 --dominance-two 0.9
audit --threshold 1 --dominance 1 --p-percent 10
audit --threshold 1 --dominance 1 --least-value 500
run bassin protect --rows zone --columns sector --value turnover --rules insee-business firms.csv -o out.csv --force
run bassin protect --rows zone --columns sector --value turnover --rules insee firms.csv -o out.csv --force
run bassin protect --rows zone --columns sector --value turnover --p-percent 10 --largest first firms.csv -o out.csv --force
# the inhabitants are the same in all cells of a row
cat > born.csv <<'T'
commune,country,people,inhabitants
A,France,3000,3400
A,Italy,400,3400
B,France,5100,5600
B,Italy,500,5600
C,France,6000,7000
C,Italy,1000,7000
T
run bassin protect --rows commune --columns country --value people --contributors inhabitants --rules census-sensitive born.csv
run bassin protect --rows commune --columns country --value people --rules census-sensitive born.csv
# who is alone in a cell can find the other one of its row, unless he is thought of
cat > lone.csv <<'T'
zone,sector,firms
A,steel,1
A,glass,2
A,wood,20
B,steel,30
B,glass,25
B,wood,40
C,steel,30
C,glass,45
C,wood,50
T
run bassin protect --rows zone --columns sector --value firms lone.csv -o out.csv --force
run grep secret out.csv
run bassin protect --rows zone --columns sector --value firms --lone-contributors lone.csv -o out.csv --force
run grep secret out.csv
