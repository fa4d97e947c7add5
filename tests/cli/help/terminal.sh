TERM=xterm
export TERM
unset NO_COLOR CI
seen() {
	echo "\$ $*"
	python3 data/terminal/seen.py "$@"
}
# colour
seen bassin projet
cp -r datasets/scenarios/one-centre pack && chmod -R u+w pack
sed 's/,enrolment,/,enrollment,/; s/,completion,/,copletion,/' datasets/scenarios/one-centre/assumptions.csv > pack/assumptions.csv
seen bassin scenario check pack
seen bassin scenario check pack --no-color
(NO_COLOR=1 && export NO_COLOR && seen bassin projet)
(NO_COLOR='' && export NO_COLOR && seen bassin projet)
(TERM=dumb && seen bassin projet)
run bassin projet
# progress: on a terminal alone, and taken away when the run is stopped
seen --summary --interrupt 2.5 bassin project reference-w1 --draws 100000000 -o out
seen --summary --interrupt 2.5 bassin project reference-w1 --draws 100000000 -o out -q
check "nothing is left of the runs" sh -c '[ -z "$(ls -A out)" ]'
check "nothing is said of progress elsewhere" sh -c '
timeout 2.5 bassin project reference-w1 --draws 100000000 -o out 2> said.txt
! grep . said.txt'
