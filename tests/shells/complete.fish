# usage: fish complete.fish SCRIPT LINE EXPECTED
source $argv[1]
set -l offered (complete -C $argv[2])
printf '%s\n' $offered
printf '%s\n' $offered | cut -f 1 | string replace -r '^--[a-z-]+=' '' | string match -qr -- '^(a.* )?'$argv[3]'/?$'
