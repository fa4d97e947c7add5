cat >bad.csv <<'T'
zone;sex;pay;w
A;1;100;1.5
A;2;none;2
B;1;;
B;2;200;-1
C;1;12,5;1
C;1;5
"D;1;5;1
E;1;7;1
T
run bassin tabulate --by zone --weight w --sum pay bad.csv
printf 'zone;sex;pay;w\nA;1;none;1\nB;1;4;1\n"C" x;2;5;1\nD;1;x;1' >more.csv
run bassin tabulate --by zone --weight w --sum pay more.csv
run bassin tabulate --by zone --weight w --sum pay --missing none,x more.csv
run bassin tabulate --by zon,Zone --weight poids more.csv
printf 'a;b\nx;1\n\351;2\n' >latin.csv
run bassin tabulate --by a latin.csv
run bassin tabulate --by b latin.csv
run bassin tabulate --by a --encoding cp1252 latin.csv
printf '\377\376a\000\n\000' >utf16.csv
run bassin tabulate --by a utf16.csv
printf 'a;b\n' >header.csv
: >empty.csv
run bassin tabulate --by a header.csv
run bassin tabulate --by a empty.csv
run bassin tabulate --by a absent.csv
run bassin tabulate --by x data/tabulate/several.zip
run bassin tabulate --by x data/tabulate/book.xlsx
run bassin tabulate --by x --member c.csv data/tabulate/several.zip
run bassin tabulate --by x --member b.csv data/tabulate/several.zip
head -c 3000 data/tabulate/people.zip >cut.zip
run bassin tabulate --by DEPT cut.zip
{ head -c 8000 data/tabulate/people64.zip; printf x; tail -c +8002 data/tabulate/people64.zip; } >flipped.zip
run bassin tabulate --by DEPT flipped.zip
cat data/tabulate/people.zip | run_stdin bassin tabulate --by DEPT -
gzip -c data/tabulate/people.csv | head -c 2000 >cut.csv.gz
run bassin tabulate --by DEPT cut.csv.gz
awk 'BEGIN { print "a;b"; for (i = 0; i < 5000; i++) printf "%s%d;1\n", i == 100 ? "\"" : "", i }' >open.csv
run bassin tabulate --by a --max-field 500 --max-line 500 open.csv
p=data/tabulate/people.csv
run bassin tabulate
run bassin tabulate --by DEPT,DEPT $p
run bassin tabulate --by DEPT --precision $p
run bassin tabulate --by DEPT --design-effect 2 $p
run bassin tabulate --by DEPT,SEXE --share-within SEXE $p
run bassin tabulate --by DEPT --where SEXE $p
run bassin tabulate --by DEPT --where 'AGED>=old' $p
head -n 4 $p >few.csv
run bassin tabulate --by DEPT --where 'DIPL>=2' few.csv
check "nothing is written after a problem" sh -c 'bassin tabulate --by zone -w w -o x.csv -q bad.csv 2>/dev/null; [ ! -e x.csv ]'
run bassin tabulate --by DEPT -o /dev/full $p
