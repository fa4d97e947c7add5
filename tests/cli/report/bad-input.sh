run bassin report
run bassin report -o x.html
run bassin report one-centre
run bassin report --level epci -o x.html
run bassin report --level epci --territory 200065647,243300316 -o x.html
run bassin report --level epci --territory 999999999 -o x.html
run bassin report nowhere -o x.html
run bassin report one-centre --focus nobody --draws 20 -o x.html
bassin project one-centre --draws 20 -q -o results
run bassin report results --draws 50 -o x.html
run bassin report results --lang de -o x.html
cp -RL datasets/scenarios/one-centre pack
printf 'section,text_fr\nfoo,bar\n' > pack/notes.csv
run bassin report pack --draws 20 -o x.html
printf 'section,text_fr,text_en\nfoo,a,b\nlimit,,c\n' > pack/notes.csv
run bassin report pack --draws 20 -o x.html
rm pack/notes.csv
sed -i 's/,share,/,parts,/' pack/assumptions.csv
run sh -c 'bassin report pack --draws 20 -o x.html 2>&1 | tail -n 1'
rm results/scenarios.csv
run bassin report results -o x.html
check "no page was left" [ ! -e x.html ]
touch x.html
bassin project one-centre --draws 20 -q --force -o results
run bassin report results -o x.html
check "nothing stays behind" sh -c 'mkdir t && TMPDIR=$PWD/t bassin report one-centre --draws 20 -q -o y.html && [ -z "$(ls -A t)" ]'
mkdir tools && ln -s "$(command -v bassin)" tools/bassin
run env PATH="$PWD/tools" bassin report results -o z.html
check "without gnuplot no page" [ ! -e z.html ]
run bassin report results -q -o /dev/full
