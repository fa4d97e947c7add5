# Without a catalogue, or with a damaged one, the program speaks English and works.
export BASSIN_DATASETS="$PWD/datasets"
mkdir -p alone/bin
cp "$(command -v bassin)" alone/bin/bassin
run env LC_ALL=fr_FR.UTF-8 alone/bin/bassin inspect absent.csv

beside=$(dirname "$(command -v bassin)")
found=
for folder in "$beside/locale" "$beside/../locale"; do
	[ ! -e "$folder/fr/LC_MESSAGES/bassin.mo" ] || found=$folder/fr/LC_MESSAGES/bassin.mo
done
check "the catalogue is built beside the program" test -n "$found"
mkdir -p alone/share/locale/fr/LC_MESSAGES
cp "$found" whole.mo
for bytes in 0 10 28 1000 100000; do
	head -c "$bytes" whole.mo >alone/share/locale/fr/LC_MESSAGES/bassin.mo
	run env LC_ALL=fr_FR.UTF-8 alone/bin/bassin inspect absent.csv
done
cp whole.mo alone/share/locale/fr/LC_MESSAGES/bassin.mo
echo "installed below share/"
run env LC_ALL=fr_FR.UTF-8 alone/bin/bassin inspect absent.csv
