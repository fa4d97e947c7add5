# Programmes that count firms: the unit says so.
bassin project industrie-du-futur --scenario pace-rising,training --draws 1000 --metrics enrolled_total,certified_total --save-draws -q -o results
printf 'metric,year,value,source\nenrolled_total,2016,900,minutes of the committee\ncertified_total,2016,250,minutes of the committee\n' > observed.csv
run bassin score results --observed observed.csv --scenario pace-rising
run bassin score results --observed observed.csv --scenario training -q
bassin condition results --observed observed.csv --scenario pace-rising --keep 200 -q | cut -d, -f1-6
# results that are older than the column
sed 's/,firms,/,,/' results/scenarios.csv > s.csv && mv s.csv results/scenarios.csv
bassin score results --observed observed.csv --scenario pace-rising -q | cut -d, -f1-4
rm results/scenarios.csv
bassin score results --observed observed.csv --scenario pace-rising -q | cut -d, -f1-4
echo "not,a,table" > results/scenarios.csv
run bassin score results --observed observed.csv --scenario pace-rising -q
