bassin project data/packs/causal --draws 200 -q -o out
run bassin plot fan out/projection.csv -m certifed -o x.svg
run bassin plot fan out/projection.csv -s tiny -o x.svg
run bassin plot fan out/projection.csv --scope measure:nowhere -o x.svg
run bassin plot scenarios out/projection.csv -m certified -y 1999 -o x.svg
run bassin plot fan out/targets.csv -o x.svg
run bassin plot territory out/projection.csv -o x.svg
printf 'scenario,scope,year,metric,unit\n' > empty.csv
run bassin plot fan empty.csv -o x.svg
run bassin plot fan out/projection.csv -m industry_stock --script script -q -o fan.svg
files script
check "the script makes the figure by itself" sh -c 'cd script && gnuplot -d plot.gp && ls | grep -q "svg$"'
mkdir limited
(ulimit -f 1; trap '' XFSZ; bassin plot fan out/projection.csv -m industry_stock -q -o limited/x.svg 2>/dev/null; echo "= $?")
check "a full disk leaves nothing" sh -c '[ -z "$(ls -A limited)" ]'
run bassin plot fan out/projection.csv -m industry_stock -q -o absent/x.svg
check "no figure was left" sh -c '[ ! -e x.svg ] && [ -z "$(ls -A | grep bassin-tmp)" ]'
# gnuplot that is missing, fails, hangs or complains
mkdir tools
ln -s "$(command -v bassin)" tools/bassin
run env PATH="$PWD/tools" bassin plot fan out/projection.csv -m industry_stock -q -o x.svg
printf '#!/bin/sh\ncat > /dev/null\necho "\\"plot.gp\\" line 3: undefined function: foo" >&2\nexit 1\n' > tools/gnuplot
chmod +x tools/gnuplot
check "a gnuplot that fails: status 5, no file" sh -c '
PATH="$PWD/tools:$PATH" bassin plot fan out/projection.csv -m industry_stock -q -o x.svg 2> message
[ $? -eq 5 ] && [ ! -e x.svg ] && grep -q gnuplot message'
