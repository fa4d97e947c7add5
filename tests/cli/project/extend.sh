# A run that goes on from its sums has the bytes of one from the beginning. The cuts
# fall inside and between blocks of 64 draws.
p=data/packs/causal
for points in random sobol; do
	for draws in 1 100 640 1000; do
		bassin project $p --points $points --draws $draws --seed 3 --keep -q -o $points-$draws
		bassin project $p --points $points --draws 1000 --seed 3 --extend $points-$draws --keep -q -o $points-$draws-more
		rm $points-$draws-more/run.json
	done
	bassin project $p --points $points --seed 3 --extend $points-640-more --draws 2000 -q -o $points-twice
	bassin project $p --points $points --seed 3 --draws 2000 -q -o $points-2000
	rm $points-1000/run.json $points-2000/run.json $points-twice/run.json
	check "$points: all files from 1 draw on" diff -r $points-1000 $points-1-more
	check "$points: all files from 100 draws on" diff -r $points-1000 $points-100-more
	check "$points: all files from 640 draws on" diff -r $points-1000 $points-640-more
	check "$points: all files when nothing is left to do" diff -r $points-1000 $points-1000-more
	check "$points: all files of a run extended twice" diff -r $points-2000 $points-twice
done
files random-1000
bassin project cnam-montbeliard --draws 200 --keep -q -o cnam
bassin project cnam-montbeliard --draws 300 --extend cnam -q -o cnam-more
bassin project cnam-montbeliard --draws 300 -q -o cnam-new
rm cnam-more/run.json cnam-new/run.json
check "a shipped pack" diff -r cnam-new cnam-more
run grep -a -E '^(bassin|model|scenarios|scopes|metrics|seed|points|first_draw|draws)' random-100/accumulators.bin
bassin project $p --seed 3 --extend random-100 --draws 300 -q -o noted
run grep -E '"draws' noted/run.json
# together with the stop rule
bassin project $p --seed 3 --extend random-100 --until 'se(certified_total,large) < 2' -o until 2>&1 | grep 'after'
# refused, with the reason
run bassin project $p --extend random-100 --draws 1000 -q -o bad
run bassin project $p --seed 3 --points sobol --extend random-100 --draws 1000 -q -o bad
run bassin project $p --seed 3 --first-draw 50 --extend random-100 --draws 1000 -q -o bad
run bassin project $p --seed 3 --metrics enrolled --extend random-100 --draws 1000 -q -o bad
run bassin project $p --seed 3 --scenario small --extend random-100 --draws 1000 -q -o bad
run bassin project $p --seed 3 --extend random-100 --draws 50 -q -o bad
run bassin project $p --seed 3 --extend random-100 --draws 1000 --save-draws -q -o bad
run bassin project $p --seed 3 --extend noted --draws 1000 -q -o bad
cp -r data/packs/causal changed
chmod -R u+w changed
cp changed/assumptions.csv before.csv
sed '2s/0\.[0-9]/0.3/' before.csv > changed/assumptions.csv
bassin project changed --seed 3 --extend random-100 --draws 1000 -q -o bad 2>&1 | sed 's/([0-9a-f]*; this run has [0-9a-f]*)/(...)/'
mkdir damaged
head -c 5000 random-100/accumulators.bin > damaged/accumulators.bin
run bassin project $p --seed 3 --extend damaged --draws 1000 -q -o bad
sed 's/^model [0-9]*/model 0/' random-100/accumulators.bin > damaged/accumulators.bin
run bassin project $p --seed 3 --extend damaged --draws 1000 -q -o bad
sed 's/^draws 100/draws 99/' random-100/accumulators.bin > damaged/accumulators.bin
run bassin project $p --seed 3 --extend damaged --draws 1000 -q -o bad
echo nothing > damaged/accumulators.bin
run bassin project $p --seed 3 --extend damaged --draws 1000 -q -o bad
: > damaged/accumulators.bin
run bassin project $p --seed 3 --extend damaged --draws 1000 -q -o bad
check "nothing was written" sh -c '[ -z "$(ls -A bad)" ]'
