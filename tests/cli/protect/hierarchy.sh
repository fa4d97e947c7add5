# EPCI in départements in régions, sectors in A5: every subtotal is published and protected.
cat > jobs.csv <<'T'
epci,a38,a5,jobs,dep,reg
200065647,CA,BE,420,25,27
200065647,CL,BE,15600,25,27
200065647,FZ,FZ,3,25,27
200065647,GZ,GU,9000,25,27
242500361,CA,BE,310,25,27
242500361,CL,BE,90,25,27
242500361,FZ,FZ,700,25,27
242500361,GZ,GU,12000,25,27
200069052,CA,BE,4,90,27
200069052,CL,BE,2500,90,27
200069052,FZ,FZ,350,90,27
200069052,GZ,GU,5100,90,27
200039865,CA,BE,800,57,44
200039865,CL,BE,1900,57,44
200039865,FZ,FZ,2100,57,44
200039865,GZ,GU,14000,57,44
245700372,CA,BE,60,57,44
245700372,CL,BE,2,57,44
245700372,FZ,FZ,240,57,44
245700372,GZ,GU,2600,57,44
T
run bassin protect --rows epci --row-parents dep,reg --columns a38 --column-parents a5 --value jobs jobs.csv --audit audit.csv
run cat audit.csv
run bassin protect --rows epci --row-levels epci,dep,reg,fr --columns a38 --value jobs jobs.csv -o levels.csv
run sort levels.csv
run bassin protect --rows epci --row-levels epci,dep,reg,fr --columns a38 --value jobs --keep-totals jobs.csv -o kept.csv
check "nothing was written" sh -c '[ ! -e kept.csv ]'
# totals in the file are checked
cp jobs.csv sums.csv
echo 'dep:57,CA,,860,,' >> sums.csv
echo 'dep:57,CL,,1900,,' >> sums.csv
run bassin protect --rows epci --row-parents dep,reg --columns a38 --value jobs sums.csv
sed '$d' sums.csv > good.csv
run bassin protect --rows epci --row-parents dep,reg --columns a38 --value jobs good.csv -o good-out.csv
# what does not nest, what is no territory
sed 's/245700372,GZ,GU,2600,57,44/245700372,GZ,GU,2600,67,27/; s/^200039865,CA,BE,800,57/200039865,CA,BE,800,/' jobs.csv > wrong.csv
run bassin protect --rows epci --row-parents dep,reg --columns a38 --value jobs wrong.csv
sed 's/245700372/24570037/' jobs.csv > unknown.csv
run bassin protect --rows epci --row-levels epci,dep --columns a38 --value jobs unknown.csv
run bassin protect --rows epci --row-levels dep,epci --columns a38 --value jobs jobs.csv
run bassin protect --rows epci --row-levels epci,dep --row-parents dep --columns a38 --value jobs jobs.csv
