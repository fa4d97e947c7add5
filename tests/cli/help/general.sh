run bassin
run bassin --help
run bassin indicatours
run bassin project --help
check "every command has help that fits a terminal" sh -c '
for c in $(bassin --help | sed -n "s/^  \([a-z]*\) .*/\1/p"); do
	bassin "$c" --help > help.txt || exit 1
	grep -q "^Options:" help.txt || { echo "$c has no options"; exit 1; }
	awk -v c="$c" "length > 100 { print c \": \" \$0; bad = 1 } END { exit bad }" help.txt || exit 1
done'
check "the version names the program" sh -c 'bassin --version | grep -q "^bassin [0-9]"'
check "help goes to standard output" sh -c '[ -z "$(bassin --help 2>&1 >/dev/null)" ]'
check "the manual names all commands, and each has a page without faults" sh -c '
bassin --manual > bassin.1
for c in $(bassin --help | sed -n "s/^  \([a-z]*\) .*/\1/p"); do
	grep -q "^\.B bassin $c$" bassin.1 || { echo "$c is missing"; exit 1; }
	bassin --manual "$c" > "bassin-$c.1" || exit 1
	grep -q "^\.SH SYNOPSIS" "bassin-$c.1" || exit 1
done
! mandoc -Tlint -Wwarning *.1 | grep -v "missing date"'
run bassin --manual proyect
run bassin --completion
run bassin --completion bahs
