# The tutorials say what the program prints ('make tutorial' writes them anew), and so do
# their figures.
sim=$(readlink -f datasets)/../sim
for page in TUTORIAL TUTORIEL; do
	PYTHONDONTWRITEBYTECODE=1 python3 "$sim/../scripts/tutorial" "$(command -v bassin)" "$sim/$page.md" figures >$page.md
	check "$page.md is what its commands print" diff $page.md "$sim/$page.md"
done
titles() { (cd "$1" && grep -oE '<(title|desc)>[^<]*' ./*.svg); }
titles figures >drawn
titles "$sim/tutorial" >shown
PYTHONDONTWRITEBYTECODE=1 python3 "$sim/../scripts/tutorial" "$(command -v bassin)" datasets/README.md >README.md
check "so is datasets/README.md" diff README.md datasets/README.md
PYTHONDONTWRITEBYTECODE=1 python3 "$sim/../scripts/tutorial" "$(command -v bassin)" "$sim/../README.md" >README.md
check "so is README.md" diff README.md "$sim/../README.md"
check "the figures shown have the titles and descriptions of those drawn" diff drawn shown
run grep -c title shown
