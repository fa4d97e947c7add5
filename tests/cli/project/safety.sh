# Existing results, full disks, interruption: all or nothing.
run bassin project one-centre --draws 100 -q -o out
cp out/projection.csv before.csv
run bassin project one-centre --draws 200 -q -o out
check "the old results are untouched" cmp before.csv out/projection.csv
run bassin project one-centre --draws 200 -q --force -o out
check "the new ones replace them" sh -c '! cmp -s before.csv out/projection.csv'
: > file
run bassin project one-centre --draws 100 -q -o file
run bassin project one-centre --draws 100 -q -o file/below
# a file-size limit stands for a full disk
mkdir limited
(ulimit -f 4; trap '' XFSZ; bassin project data/packs/causal --draws 100 -q -o limited 2>&1; echo "= $?")
check "nothing was written" sh -c '[ -z "$(ls -A limited)" ]'
(ulimit -f 4; trap '' XFSZ; bassin project data/packs/causal --draws 100 -q -o new/deep 2>&1; echo "= $?")
check "no empty folder is left" test ! -e new
# Ctrl-C
timeout -s INT --preserve-status 1 bassin project cnam-montbeliard --draws 50000000 -q -o stopped
echo "= $?"
check "nothing was written, no folder either" test ! -e stopped
timeout -s TERM --preserve-status 1 bassin project cnam-montbeliard --draws 50000000 -q -o ended
echo "= $?"
check "nothing was written, no folder either" test ! -e ended
check "two signals at once are one" sh -c '
for i in 1 2 3 4 5; do
	bassin project cnam-montbeliard --draws 50000000 -q -o twice &
	sleep 0.3
	kill -TERM $!; kill -TERM $!
	sleep 0.001; kill -TERM $!
	wait $!; [ $? -eq 143 ] || exit 1
	[ ! -e twice ] || exit 1
done'
