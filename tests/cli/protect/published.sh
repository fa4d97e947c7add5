# What can be worked out of a table that somebody else has protected.
cat > published.csv <<'T'
zone;region;sector;jobs
A;N;steel;*
A;N;glass;60
A;N;wood;200
B;N;steel;80
B;N;glass;90
B;N;wood;s
C;S;steel;*
C;S;glass;ns
C;S;wood;30,5
D;S;steel;
D;S;glass;nd
D;S;wood;10
total;;steel;173
total;;glass;205
total;;wood;343,5
region:N;;steel;84
A;N;total;264
C;S;total;85,5
T
run bassin protect --audit-only --rows zone --row-parents region --columns sector --value jobs published.csv
run bassin protect --audit-only --rows zone --row-parents region --columns sector --value jobs --marked-range 1,4 published.csv
# the same without totals
grep -v "total\|region:" published.csv > cells.csv
run bassin protect --audit-only --rows zone --columns sector --value jobs --marked-range 1,4 cells.csv
# what is no figure and no marker
sed 's/;ns$/;n.c./; s/;60$/;-60/' published.csv > wrong.csv
run bassin protect --audit-only --rows zone --columns sector --value jobs wrong.csv
run bassin protect --audit-only --rows zone --row-parents region --columns sector --value jobs --markers '*,s,nd,n.c.' wrong.csv
run bassin protect --audit-only --rows zone --columns sector --value jobs --marked-range 4 published.csv
# what the program protects cannot be worked out
cat > jobs.csv <<'T'
epci,sector,jobs
A,steel,3
A,glass,60
A,wood,200
B,steel,80
B,glass,90
B,wood,100
C,steel,70
C,glass,40
C,wood,30
T
bassin protect -q --rows epci --columns sector --value jobs jobs.csv -o out.csv
run bassin protect --audit-only --rows epci --columns sector --value jobs out.csv
