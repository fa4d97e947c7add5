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
