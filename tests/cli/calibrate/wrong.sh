run bassin calibrate cnam-montbeliard -s announced --observed data/calibrate/wrong.csv -o new
run bassin calibrate cnam-montbeliard -s announced --observed data/calibrate/unfit.csv -o new
run bassin calibrate cnam-montbeliard -s announced --observed data/calibrate/excluded.csv -o new
run bassin calibrate cnam-montbeliard -s announced --observed data/calibrate/missing.csv -o new
run bassin calibrate cnam-montbeliard --observed data/calibrate/observed.csv -o new
run bassin calibrate cnam-montbeliard -s tripled --observed data/calibrate/observed.csv -o new
run bassin calibrate cnam-montbeliard -s announced -o new
run bassin calibrate --observed data/calibrate/observed.csv
echo 'scope,parameter,year,count,of,source' >empty.csv
run bassin calibrate cnam-montbeliard -s announced --observed empty.csv -o new
echo 'scope,parameter,count' >columns.csv
run bassin calibrate cnam-montbeliard -s announced --observed columns.csv -o new
printf '%s\n' 'scope,parameter,year,count,of,source' 'audience:apprentices,local,2025,6000000,10000000,synthetic' >many.csv
run bassin calibrate cnam-montbeliard -s announced --observed many.csv -o new
check "nothing was written" [ ! -e new ]
run bassin scenario new --from cnam-montbeliard mine --quiet
run bassin calibrate mine -s announced --observed data/calibrate/observed.csv -o mine --force --quiet
run bassin calibrate mine -s announced --observed data/calibrate/one-year.csv -o new --quiet
run bassin calibrate mine -s announced --observed data/calibrate/one-year.csv -o new --quiet
echo 'announced,all,completion,2026,beta,0.9,30,,,,share,a row of the pack,judgement' >>mine/assumptions.csv
run bassin calibrate mine -s announced --observed data/calibrate/one-year.csv -o newest
