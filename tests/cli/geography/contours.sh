# Contours with fewer corners.
run bassin geography --contours data/contours/lattice.geojson --level dep -o squares.geojson
check "GeoJSON that jq reads" sh -c 'jq -e ".type == \"FeatureCollection\" and (.features | length) == 9" squares.geojson'
check "with codes and names" sh -c 'jq -r ".features[] | .properties.code + \" \" + .properties.name" squares.geojson | sort > names; head -n 3 names'
run cat names
check "rings are closed" sh -c 'jq -e "[.features[].geometry.coordinates[][] | .[0] == .[-1]] | all" squares.geojson'
check "a square is left of a square, and the hole" sh -c 'jq -c ".features[] | select(.properties.code == \"90\").geometry.coordinates" squares.geojson > belfort'
run cat belfort
bassin geography --contours data/contours/lattice.geojson --level dep -q -o again.geojson
check "the same bytes again" cmp squares.geojson again.geojson
check "fit for other commands" sh -c 'bassin spatial global --level dep -i unemployment_census --contours squares.geojson -q -o moran.csv'
# the contours shipped: every territory once; neighbours share corners
for level in epci ze dep reg; do
	echo "$level $(zcat datasets/contours/$level.geojson.gz | jq '.features | length') $(zcat datasets/contours/$level.geojson.gz | jq '[.features[].properties.code] | unique | length')"
done
run bassin spatial global --level ze -i unemployment_localised -y 2022 --permutations 99
# what is wrong
run bassin geography --contours data/contours/lattice.geojson
run bassin geography --contours data/contours/lattice.geojson --level epci
run bassin geography --contours absent.geojson --level dep
run bassin geography --contours data/contours/lattice.geojson --level dep --tolerance -1
