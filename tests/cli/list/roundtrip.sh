# Every table that is written is what its schema says, read by other programs ('make
# check-roundtrip' has more of them).
root=$(readlink -f datasets)/..
PYTHONDONTWRITEBYTECODE=1 python3 "$root/tests/roundtrip/run" "$(command -v bassin)" --tools "python csv,base R" >log
grep 'python csv' log
check "base R reads the same, where it is installed" sh -c '! grep "base R" log | grep -v -e ^ok -e ^skipped'
