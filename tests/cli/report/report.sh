# One page from a territory, a pack, results; its structure; the same bytes; hostile texts.
pack=datasets/scenarios/cnam-montbeliard
bassin project $pack --draws 300 -q -o results
for lang in fr en; do
	run bassin report --level epci --territory 200065647 results --lang $lang -o $lang.html
	check "$lang: well-formed" xmllint --noout $lang.html
	check "$lang: links lead somewhere" sh -c '
grep -o "href=\"#[a-z]*\"" "$0" | sed "s/.*#\(.*\)\"/\1/" | while read -r id; do grep -q "<section id=\"$id\">" "$0" || echo "$id"; done | { ! grep .; }' $lang.html
	check "$lang: nothing is fetched or run" sh -c '! grep -qiE "<script|<link|<img|<iframe|@import|(src|href)=\"?(https?:)?//" "$0"' $lang.html
	check "$lang: figures twice, for desktop and phone" sh -c '
[ "$(grep -c "<svg .*class=\"wide\"" "$0")" -eq 8 ] && [ "$(grep -c "<svg .*class=\"narrow\"" "$0")" -eq 8 ]' $lang.html
	check "$lang: every id once" sh -c '! grep -oE " id=[\"'"'"'][^\"'"'"']*" "$0" | sort | uniq -d | grep .' $lang.html
	check "$lang: no path, host or time" sh -c '! grep -qE "/tmp/|$(hostname)|20[0-9]{2}-[0-9]{2}-[0-9]{2}T" "$0"' $lang.html
	run sh -c "xmllint --xpath '//*[local-name()=\"h1\" or local-name()=\"h2\" or local-name()=\"h3\" or local-name()=\"caption\"]/text()' $lang.html"
done
check "again, the same bytes" sh -c 'bassin report --level epci --territory 200065647 results --lang fr -q -o again.html && cmp fr.html again.html'
check "from the pack, the same but for the command" sh -c '
bassin report --level epci --territory 200065647 "$0" --draws 300 --lang fr -q -o pack.html &&
sed "s/<pre>bassin project --draws 300 cnam-montbeliard -o results/<pre>/" fr.html | tr -d "\n" | sed "s/<pre>bassin report.*<\/pre>//" > a &&
tr -d "\n" < pack.html | sed "s/<pre>bassin report.*<\/pre>//" > b && cmp a b' $pack
run sh -c 'sed -n "/<pre>bassin/,/<.pre>/p" fr.html pack.html'
# every number is one of the tables
check "the probability of the table" sh -c '
p=$(awk -F, "\$1 == \"announced\" && \$4 == \"certified_total\" { printf \"%.0f\", 100 * \$9 }" results/targets.csv) && grep -q "300 people certified by 2030: $p% chance, " en.html'
check "the chances of an objective side by side" sh -c '
awk -F, "\$4 == \"industry_additional\" { c[\$1] = sprintf(\"%.0f\", 100 * \$9) }
	END { printf \"<b>%d%%</b>.*<b>%d%%</b>.*<b>%d%%</b>.*<b>%d%%</b>\", c[\"announced\"], c[\"doubled\"], c[\"openings\"], c[\"doubled-openings\"] }" results/targets.csv > cells &&
grep "<tr><th scope=\"row\">30 additional industrial jobs in 2030<" en.html | grep -q "$(cat cells)"'
check "the median and interval of the table" sh -c '
awk -F, "\$1 == \"announced\" && \$2 == \"all\" && \$3 == 2032 && \$4 == \"certified_total\" { printf \"<b>%d</b><span>%d to %d</span>\", \$15 + 0.5, \$12 + 0.5, \$18 + 0.5 }" results/projection.csv > cell && [ -s cell ] && grep -q "People certified, in all<.*$(cat cell)" en.html'
check "the diagnosis of the table" sh -c '
v=$(awk -F, "\$4 == \"unemployment_census\"" profile.csv | grep -o "share,2018,[^,]*,[^,]*,[^,]*" | awk -F, "{ printf \"<b>%.1f%%</b><span>%.1f%% to %.1f%%\", 100 * \$3, 100 * \$4, 100 * \$5 }") && grep -q "$v" en.html'
check "every assumption has its source" sh -c '
[ "$(sed -n "/<section id=\"assumptions\">/,/<\/section>/p" en.html | grep -c "<th scope=\"row\">")" -gt 80 ]'
check "the French page has French words for parameters, statuses and sources" sh -c '
! grep -qE "share of the enrolled|judgement|derived from|real discount rate|as with the programme|building works|yearly probability" fr.html'
check "every parameter has its French" sh -c '
bassin list parameters | sed -n "s/^  [a-z0-9_]*  *[^ ]*  *//p" | while read -r meaning; do sed -n "/<section id=\"assumptions\">/,/<\/section>/p" fr.html | grep -qF ">$meaning<" && echo "$meaning"; done | { ! grep .; }'
# the figure of what drives the first objective, where the results have it; no net, no waterfall
bassin project data/packs/causal --draws 300 --drivers -q -o driven
bassin report driven -q -o driven.html
check "drivers are drawn" sh -c 'xmllint --noout driven.html && [ "$(grep -o "what weighs most is" driven.html | wc -l)" -ge 1 ] && grep -q "From gross to net" driven.html'
bassin report one-centre --draws 50 -q -o plain.html
check "what is not in the results is not drawn" sh -c '! grep -qE "what weighs most is|From gross to net" plain.html && grep -q "enrolled, " plain.html'
# a territory alone, a pack alone, without claims, notes or objectives
run bassin report --level ze --territory 2714 -q -o ze.html
run sh -c "xmllint --xpath '//*[local-name()=\"h1\" or local-name()=\"h2\"]/text()' ze.html"
run bassin report one-centre --draws 50 --title "A <title> & more" --date "1 March" -q -o one.html
run sh -c "xmllint --xpath '//*[local-name()=\"h1\" or local-name()=\"h2\"]/text()' one.html"
check "the title is escaped, the date is there" sh -c 'grep -q "<h1>A &lt;title&gt; &amp; more</h1>" one.html && grep -q "1 March" one.html'
# the pack has changed since the run: what it says is left out
cp -RL $pack mine
bassin project mine --draws 50 -q -o stale
echo >> mine/measures.csv
run bassin report stale -o stale.html
check "no measure of another pack" sh -c '! grep -q "Stage 1" stale.html'
# texts that a browser would take for markup
cp -RL data/packs/causal hostile
sed -i '2,$s/,[^,]*,[^,]*$/,"<script>x<\/script>","""><img src=x onerror=y> \& `z`"/' hostile/scenarios.csv
bassin report hostile --draws 50 -q -o hostile.html
check "hostile labels are text" sh -c 'xmllint --noout hostile.html && grep -q "&lt;img src=x onerror=y&gt;" hostile.html && ! grep -qE "<script>|<img" hostile.html'
