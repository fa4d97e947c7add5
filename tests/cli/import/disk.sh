small="--dictionary data/small/dictionary.csv --geography data/small/geography.csv --events none --levels fr"
printf 'CODGEO;P18_EMPLT\n25002;4000\n' > jobs.csv
run bassin import $small -o /dev/full jobs.csv
run bassin import $small -o absent/panel.csv jobs.csv
mkdir closed && chmod a-w closed
if [ "$(id -u)" -ne 0 ]; then
	bassin import $small -o closed/panel.csv jobs.csv 2>&1 && echo "written"
fi >/dev/null
printf 'old\n' > panel.csv
run bassin import $small -o panel.csv jobs.csv
check "the old file is untouched" grep -qx old panel.csv
check "nothing is left behind" sh -c '[ -z "$(ls -A | grep bassin-tmp)" ]'
