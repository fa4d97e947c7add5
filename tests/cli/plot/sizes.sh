# Sizes of every kind of figure: pixels of the PNG, centimetres of the PDF.
bassin project data/packs/causal --draws 200 -q -o out
bassin indicators --level epci --territory 200065647 -q -o diagnosis.csv
bassin indicators --level epci --territory 200065647 --profile diagnosis -q -o profile.csv
bassin indicators --level ze --territory 2714 -y all -i unemployment_localised -q -o years.csv
bassin indicators --level ze --territory all --parents none -i unemployment_localised,industry_share_posts -q -o ze.csv
bassin shiftshare --level ze --territory 2714 -q -o shift.csv
pixels() { od -An -j 16 -N 8 -t u1 "$1" | awk '{ print $1 * 16777216 + $2 * 65536 + $3 * 256 + $4 "x" $5 * 16777216 + $6 * 65536 + $7 * 256 + $8 }'; }
draw() { # kind, options
	for size in a4 slide web; do
		kind=$1
		shift
		bassin plot "$kind" "$@" --size $size --script "script-$kind-$size" -q -o "$kind-$size.png" || echo "status $?"
		echo "$kind $size $(pixels "$kind-$size.png")"
		set -- "$kind" "$@"
	done
}
draw fan out/projection.csv -m industry_stock
draw scenarios out/projection.csv out/targets.csv -m certified_total
draw territory diagnosis.csv
draw profile profile.csv
draw shiftshare shift.csv
draw map ze.csv -i unemployment_localised
draw trend years.csv
draw scatter ze.csv -x industry_share_posts -y unemployment_localised
for size in a4 slide web; do
	bassin plot map ze.csv -i unemployment_localised --size $size -q -o map-$size.pdf
	pdfinfo map-$size.pdf | grep 'Page size'
done
check "a slide shows six rows" sh -c '[ "$(cut -d, -f1 territory-slide.png.csv | sort -u | wc -l)" -eq 7 ]'
check "and those that are chosen" sh -c '
bassin plot territory diagnosis.csv --size slide -i unemployment_census,employment_rate,activity_rate,salaried_share,industry_share_salaried,industry_establishments,below_bac_2000 -q -o seven.svg
[ "$(cut -d, -f1 seven.svg.csv | sort -u | wc -l)" -gt 7 ]'
# WCAG 2.1, 1.4.3: texts have a contrast of 4.5 at least on white
cat script-*/plot.gp | grep -o "tc rgb '#[0-9A-F]*'" | sort -u >colours
check "there are colours of texts" [ -s colours ]
check "texts can be read" python3 -c '
def part(c):
    c = int(c, 16) / 255
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
for line in open("colours"):
    h = line.split("#")[1][:6]
    light = 0.2126 * part(h[:2]) + 0.7152 * part(h[2:4]) + 0.0722 * part(h[4:])
    assert 1.05 / (light + 0.05) >= 4.5, h'
