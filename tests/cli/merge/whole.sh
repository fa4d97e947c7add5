# Three unequal parts, with other threads and instruction sets, give the bytes of one run. The
# cuts fall inside blocks of 64 draws.
part() { # name, pack, options
	name=$1
	shift
	bassin project "$@" --part "$name.part" -q
}
parts() { # pack, options
	BASSIN_PROCESSOR=baseline part a "$@" --first-draw 0 --draws 37 -j 1
	BASSIN_PROCESSOR=avx2 part b "$@" --first-draw 37 --draws 163 -j 3
	part c "$@" --first-draw 200 --draws 100 -j 2
}
same() { # what
	check "$1" diff -r --exclude=run.json one merged
	rm -rf one merged ./*.part
}
parts cnam-montbeliard
bassin project cnam-montbeliard --draws 300 --drivers --drivers-of industry_additional --keep --xlsx -q -o one
bassin merge cnam-montbeliard c.part a.part b.part --drivers --drivers-of industry_additional --keep --xlsx -q -o merged
files merged
same "cnam-montbeliard: all files"
parts data/packs/limits --points sobol
bassin project data/packs/limits --points sobol --draws 300 -q -o one
bassin merge data/packs/limits c.part b.part a.part -q -o merged
same "limits, Sobol' points: all files"
parts one-centre --seed 7 --scopes all,measure-audience --metrics placed_total,cost
bassin project one-centre --seed 7 --scopes all,measure-audience --metrics placed_total,cost --draws 300 --means twin --csv-style fr -q -o one
bassin merge one-centre ./*.part --means twin --csv-style fr -j 1 -q -o merged
# shellcheck disable=SC2046  # words
bassin project $(sed -n 's/.*"as_one_run": "\(.*\)",*/\1/p' merged/run.json) -q -o again one-centre
run grep as_one_run merged/run.json
check "the options of one run that run.json names" diff -r --exclude=run.json again merged
bassin report merged -q -o report.html
run grep -o '<pre>bassin project.*' report.html
same "one-centre, a choice of scopes and metrics, means of the twin, French tables"
parts data/packs/causal --scenario small
bassin project data/packs/causal --scenario small --draws 300 --keep -q -o one
bassin merge data/packs/causal a.part b.part --part ab.part -q
run bassin merge data/packs/causal ab.part c.part --draws 300 --keep -o merged
run grep -E '"(parts_merged|as_one_run|draws|first_draw|seed|pack|file)"' merged/run.json
check "the merged run is verified" bassin verify merged/run.json -q
run sh -c 'bassin verify merged/run.json -q | grep part | cut -d, -f1-3'
check "one that was kept is a part" cmp one/accumulators.bin merged/accumulators.bin
bassin project data/packs/causal --scenario small --draws 400 -q -o longer
bassin project data/packs/causal --scenario small --first-draw 300 --draws 100 --part d.part -q
bassin merge data/packs/causal d.part one/accumulators.bin -q -o both
rm longer/run.json both/run.json
check "accumulators.bin and a part" diff -r longer both
bassin merge data/packs/causal b.part c.part --first-draw 37 -q -o rest
bassin project data/packs/causal --scenario small --first-draw 37 --draws 263 -q -o same
rm rest/run.json same/run.json
check "a run that does not begin with draw 0" diff -r rest same
# the pack elsewhere, and a part that is gone
cp -RL data/packs/causal pack
bassin merge pack ab.part c.part -q -o moved
mv pack elsewhere
check "--pack says where" bassin verify moved/run.json -q --pack elsewhere
rm c.part
run sh -c 'bassin verify moved/run.json --pack elsewhere | grep part | cut -d, -f1-3'
same "a scenario and its reference"
