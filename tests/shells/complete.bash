# usage: bash complete.bash SCRIPT LINE EXPECTED: whether EXPECTED is offered when Tab is pressed
. "$1"
IFS=' ' read -ra COMP_WORDS <<<"${2//=/ = }"
[[ $2 == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
[[ $(complete -p bassin) == *_bassin* ]] || exit 1
_bassin 2>/dev/null
printf '%s\n' "${COMPREPLY[@]}"
printf '%s\n' "${COMPREPLY[@]}" | grep -qE -- "^(a )?$3\$"
