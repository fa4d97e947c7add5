# Two objectives for the same year: the figure shows the one that more scenarios have, no other
# scenario's chance beside it, the likeliest first in the headline; a long name is whole.
mkdir pack
cp data/packs/causal/*.csv pack
cat > pack/targets.csv <<'T'
scenario,metric,year,operator,value,probability,label_fr,label_en
large,certified_total,2026,>=,999,0.5,999 certifiés,999 certified
small,certified_total,2026,<=,520,0.5,520 certifiés au plus,520 certified at most
T
bassin project pack --draws 400 -q -o out
cut -d, -f1,3,4,6,7,9 out/targets.csv
bassin plot scenarios out/projection.csv out/targets.csv -m certified_total -q -o one.svg
cut -d, -f1,4,7 one.svg.csv
head -1 one.svg.alt.txt
sed -i 's/Small/A small branch whose name says at great length all that it is meant to do/' out/scenarios.csv
bassin plot scenarios out/projection.csv out/targets.csv -m certified_total -q -o long.svg
check "the long name has two lines" grep -q "<text>A small branch whose name says at</text>" long.svg
