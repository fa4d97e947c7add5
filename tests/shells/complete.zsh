# usage: zsh complete.zsh SCRIPT LINE EXPECTED: types the line in a zsh of its own, presses Tab
zmodload zsh/zpty
mkdir -p functions && cp $1 functions/_bassin
zpty typed "TERM=dumb zsh -f -i"
zpty -w typed "PROMPT='> '; fpath=($PWD/functions \$fpath); autoload -Uz compinit; compinit -D -u; LISTMAX=1000"
zpty -w typed "print -r -- READY\$((40 + 2))"
zpty -r -m typed seen '*READY42*' || exit 1
zpty -n -w typed "$2"$'\t\t'
zpty -r -m typed seen "*$3*"
found=$?
print -r -- "$seen"
zpty -d typed
exit $found
