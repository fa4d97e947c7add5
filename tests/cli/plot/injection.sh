# Texts that gnuplot or a shell would run, in every place where a text can stand.
# Each must appear as it is; none may create the file "canary".
cat > texts <<'T'
`touch canary`
"; system("touch canary"); "
'; !touch canary
$(touch canary)
@macro %s %d \n {/Symbol a} a_b^c & <b>
-e 'system("touch canary")'
| touch canary
T
number=0
while IFS= read -r text; do
	number=$((number + 1))
	cp -r data/packs/causal pack
	chmod -R u+w pack
	quoted=$(printf '%s' "$text" | sed 's/"/""/g')
	quoted=$quoted awk 'BEGIN { q = ENVIRON["quoted"] } NR == 1 { n = split($0, h, ",") ; for (i = 1; i <= n; i++) if (h[i] ~ /^label/) c[i] = 1 }
		{ if (NR == 1) { print; next } n = split($0, f, ","); line = ""; for (i = 1; i <= n; i++) line = line (i > 1 ? "," : "") (c[i] ? "\"" q "\"" : f[i]); print line }' \
		data/packs/causal/scenarios.csv > pack/scenarios.csv
	bassin project pack --draws 50 -q -o out --force
	bassin plot scenarios out/projection.csv out/targets.csv -m certified_total --title "$text" --subtitle "$text" --source "$text" -q --force -o "figure.svg"
	echo "text $number: status $?"
	check "the labels are in" grep -qF -- "$quoted" out/scenarios.csv
	check "well-formed" xmllint --noout figure.svg
	check "written as it is" sh -c 'xmllint --xpath "string(/)" figure.svg | tr -d " \n" | grep -qF -- "$(printf "%s" "$1" | tr -d " ")"' sh "$text"
	rm -rf pack
done < texts
check "nothing was run" [ ! -e canary ]
mkdir 'a b; touch canary'
bassin plot fan out/projection.csv -m industry_stock -q -o 'a b; touch canary/$(touch canary).svg'
echo "status $?"
check "nothing was run by a file name" sh -c '[ -z "$(find . -name canary)" ]'
