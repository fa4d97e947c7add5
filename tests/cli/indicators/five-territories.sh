# The worked example of stats/README.md is what the program says.
root=$(dirname "$(dirname "$(readlink -f data)")")
"$root/scripts/five-territories" bassin | grep '^|' > printed.txt
grep '^|' "$root/stats/README.md" | sed -n '/^| agglomeration/,$p' > readme.txt
check "the tables of stats/README.md" diff readme.txt printed.txt
check "and they are there" sh -c '[ "$(wc -l < printed.txt)" -eq 22 ]'
