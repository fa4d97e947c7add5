# The ways of sim/README.md to run the parts: a loop, the task of a job array, processes of srun.
pack=one-centre
bassin project $pack --draws 100 -q -o one
rm one/run.json
whole() { # what
	bassin merge $pack parts/*.part --draws 100 -q -o results
	rm results/run.json
	check "$1" diff -r one results
	rm -r results parts
}
mkdir parts
for i in 0 1 2 3 4 5 6 7 8 9; do
	bassin project $pack --first-draw ${i}0 --draws 10 -q --part parts/$i.part
done
whole "a loop"
mkdir parts
cat >task <<'TASK'
#!/bin/sh
#SBATCH --array=0-3 --cpus-per-task=2
bassin project one-centre --first-draw $((SLURM_ARRAY_TASK_ID * 25)) --draws 25 \
	-j "$SLURM_CPUS_PER_TASK" --force -q --part "parts/$SLURM_ARRAY_TASK_ID.part"
TASK
for task in 2 0 3; do
	SLURM_ARRAY_TASK_ID=$task SLURM_CPUS_PER_TASK=2 sh task
done
run bassin merge $pack parts/*.part --draws 100 -q -o results
SLURM_ARRAY_TASK_ID=1 SLURM_CPUS_PER_TASK=2 sh task
SLURM_ARRAY_TASK_ID=2 SLURM_CPUS_PER_TASK=2 sh task
whole "a job array, of which one task failed"
mkdir parts
for process in 0 1 2 3; do
	SLURM_PROCID=$process sh -c 'bassin project one-centre --first-draw $((SLURM_PROCID * 25)) --draws 25 \
		-j 1 -q --part "parts/$SLURM_PROCID.part"' &
done
wait
whole "processes at the same time"
# the check sum that other programs see
bassin project $pack --draws 10 -q --part some.part
check "the last 65 bytes are the SHA-256 of those before" sh -c '
[ "$(head -c -65 some.part | sha256sum | cut -c1-64)" = "$(tail -c 65 some.part)" ]'
run sh -c 'head -n 20 some.part | grep -a -v -E "^(program|input|metrics)" | sed "/^\$/q"'
