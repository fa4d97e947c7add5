small="--level ze -g data/concentration/geography.csv --data data/concentration/panel --prefix five_ --total jobs"
lists=data/concentration

echo "--- the ten plants of Ellison and Glaeser: gamma 0.05990628412"
run bassin concentration $small --plants $lists/ten.csv --sizes heads
echo "--- the same with x of the plants listed: the sign turns"
run bassin concentration $small --plants $lists/ten.csv --sizes heads --reference plants
echo "--- zones instead of communes, no draws; D is a single plant"
run bassin concentration $small --plants $lists/three.csv --sizes heads --plants-level ze --draws 0
run bassin concentration $small --plants $lists/three.csv --sizes heads --plants-level ze --pairs
run bassin concentration $small --plants $lists/three.csv --sizes heads --plants-level ze --group A,B,C
echo "--- size bands"
run bassin concentration $small --plants $lists/sizes.csv --sizes bands
run bassin concentration $small --plants $lists/sizes.csv --sizes bands --group one,two
check "threads change nothing" sh -c '
bassin concentration -q '"$small"' --plants data/concentration/sizes.csv --sizes bands --threads 1 > one.csv
bassin concentration -q '"$small"' --plants data/concentration/sizes.csv --sizes bands --threads 3 > three.csv
cmp one.csv three.csv'

echo "--- as in the register, and older communes"
# 25098 and 25099 have merged into 25002
sed 's/territory,sector,size/commune,naf,tranche/' data/concentration/bands.csv > register.csv
run bassin concentration --level dep -g data/small/geography.csv --events data/small/events.csv \
	--plants register.csv --sizes bands \
	--columns commune,naf,tranche --sector-length 2 --reference plants
run bassin concentration --level ze --plants register.csv --sizes bands --columns commune,naf,tranche \
	--sector-length 2 --draws 100

echo "--- refused"
run bassin concentration $small --plants $lists/wrong.csv --sizes bands
run bassin concentration $small --plants $lists/wrong.csv --sizes heads
run bassin concentration $small --plants $lists/wrong.csv --sizes heads --allow-unmatched 1001,25999
run bassin concentration --level dep -g data/small/geography.csv --plants register.csv --sizes bands \
	--columns commune,naf,tranche
run bassin concentration $small --plants $lists/ten.csv
run bassin concentration $small --plants $lists/ten.csv --sizes exact
run bassin concentration $small --plants $lists/ten.csv --sizes bands
run bassin concentration $small --plants $lists/ten.csv --sizes heads --columns a,b
run bassin concentration $small --plants $lists/ten.csv --sizes heads --columns commune,sector,size
run bassin concentration $small --plants $lists/ten.csv --sizes heads --plants-level dep
run bassin concentration $small --plants $lists/ten.csv --sizes heads --dart 10
run bassin concentration $small --plants $lists/ten.csv --sizes heads --group one,two
run bassin concentration $small --plants $lists/absent.csv --sizes heads
run bassin concentration --level reg --plants $lists/ten.csv --sizes heads
