# Files that are not the parts of one run: all that is wrong, at once.
run bassin merge
run bassin merge nowhere --draws few
p=data/packs/causal
part() { # name, pack, options
	name=$1
	shift
	bassin project "$@" --metrics enrolled_total --scopes all --part "$name.part" -q
}
for i in 0 1 2 3; do
	part "p$i" $p --first-draw "${i}00" --draws 100
done
part seed $p --first-draw 400 --draws 100 --seed 2
part small $p --first-draw 500 --draws 50 --scenario small
part sobol $p --first-draw 550 --draws 50 --points sobol
bassin project $p --first-draw 600 --draws 5 --metrics cost --scopes audience --part other.part -q
part pack one-centre --first-draw 700 --draws 50
part late $p --first-draw 350 --draws 100
run bassin merge $p p0.part pack.part seed.part p3.part small.part sobol.part other.part late.part p1.part -o bad
run bassin merge $p p0.part p1.part p3.part -o bad
run bassin merge $p p1.part p2.part -o bad
run bassin merge $p p1.part p2.part --first-draw 150 -o bad
run bassin merge $p p0.part p1.part --draws 400 -o bad
run bassin merge $p p0.part p1.part --draws 150 -o bad
run bassin merge $p p0.part p1.part p1.part -o bad
run bassin merge $p pack.part -o bad --first-draw 700
# damaged
head -c 900 p1.part > cut.part
(head -c 900 p2.part && printf X && tail -c +902 p2.part) > changed.part
sed '1s/2$/1/' p3.part > format.part
echo hello > text.part
: > empty.part
run bassin merge $p p0.part cut.part changed.part format.part text.part empty.part none.part . -o bad
# the pack has changed since
cp -RL $p changed
sed -i '2s/0\.[0-9]/0.3/' changed/assumptions.csv
run bassin merge changed p0.part -o bad
# the command line
run bassin merge p0.part p1.part -o bad
run bassin merge $p -o bad
run bassin merge $p p0.part
run bassin merge nowhere p0.part -o bad
run bassin merge $p p0.part --part sum.part --xlsx --means twin
run bassin merge $p p0.part --part p1.part
run bassin project $p --part p9.part -o bad --means twin --drivers --until 'se(placed_total) < 1'
run bassin project $p --part p0.part --draws 100
check "nothing was written" sh -c '[ ! -e bad ] && [ ! -e sum.part ] && [ ! -e p9.part ]'
# a full disk, a limit that stands for one, Ctrl-C
run bassin project $p --draws 100 --part /dev/full --force
mkdir limited
(ulimit -f 4; trap '' XFSZ; bassin project $p --draws 100 --part limited/p.part -q 2>&1; echo "= $?")
(ulimit -f 4; trap '' XFSZ; bassin merge $p p0.part p1.part -q -o limited 2>&1; echo "= $?")
timeout -s INT --preserve-status 1 bassin project $p --draws 500000000 -q --part limited/p.part
echo "= $?"
check "nothing was written" sh -c '[ -z "$(ls -A limited)" ]'
