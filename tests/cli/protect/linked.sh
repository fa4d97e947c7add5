# Jobs of the same territories by sector and by size of the employer: their totals are shared.
cat > sectors.csv <<'T'
zone,sector,jobs
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
cat > sizes.csv <<'T'
zone,size,jobs
A,small,2
A,large,261
B,small,130
B,large,140
C,small,60
C,large,80
T
run bassin protect --rows zone --columns sector,size --value jobs sectors.csv sizes.csv -o a.csv -o b.csv --audit audit.csv
run cat a.csv
run cat b.csv
run cat audit.csv
# other territories by the same sectors: the totals of the sectors are shared
cat > towns.csv <<'T'
town,sector,jobs
X,steel,2
X,glass,100
X,wood,150
Y,steel,151
Y,glass,90
Y,wood,180
T
run bassin protect --rows zone,town --columns sector --value jobs sectors.csv towns.csv -o c.csv -o d.csv
run cat d.csv
rm c.csv d.csv
sed 's/A,small,2/A,small,9/' sizes.csv > differ.csv
run bassin protect --rows zone --columns sector,size --value jobs sectors.csv differ.csv -o c.csv -o d.csv
run bassin protect --rows zone --columns sector,size --value jobs sectors.csv sizes.csv -o c.csv
run bassin protect --rows zone --columns sector,size,age --value jobs sectors.csv sizes.csv -o c.csv -o d.csv
check "nothing was written" sh -c '[ ! -e c.csv ] && [ ! -e d.csv ]'
# the stricter figure holds where the tables count the contributors of a shared total differently
cat > firms-a.csv <<'T'
zone,sector,jobs,firms
A,steel,40,2
A,glass,60,2
B,steel,80,9
B,glass,90,9
C,steel,70,9
C,glass,45,9
T
cat > firms-b.csv <<'T'
zone,size,jobs,firms
A,small,30,1
A,large,70,1
B,small,80,9
B,large,90,9
C,small,70,9
C,large,45,9
T
run bassin protect --rows zone --columns sector,size --value jobs --contributors firms --threshold 3 firms-a.csv firms-b.csv -o e.csv -o f.csv --audit firms-audit.csv
run grep "A,total" firms-audit.csv
