# Shares in per cent, their differences from the reference in points, territories by their names.
run bassin project cnam-montbeliard -n 64 -s none,announced -q -o out
run bassin plot fan out/projection.csv -s none -m people_below_bac_share --scope territory:epci:200065647 -q -o share.svg
grep -o 'Share below[^<]*[0-9]% in[^<]*' share.svg | head -n 1
run bassin plot fan out/differences.csv -s announced -m people_below_bac_share --scope territory:epci:200065647 --lang fr -q -o points.svg
grep -o 'Part sans[^<]* points en 2032[^<]*' points.svg | head -n 1
grep -o '[^>]*écart avec le scénario[^<]*2032' points.svg | head -n 1
