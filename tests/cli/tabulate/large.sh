# A file of many pieces, quoted line breaks among them: the sums are those of awk in the order of
# the file, to the last of the digits written, whatever the number of threads.
awk 'BEGIN {
	print "code;label;n;w"
	for (i = 0; i < 120000; i++) {
		s = (s * 1103515245 + 12345) % 2147483648
		printf "%05d;%s;%d;%.15g\n", s % 4001, i % 97 == 0 ? "\"a;\"\"b\"\"\nc\"" : "plain " i % 7, i % 13, 1 + s / 987654321.0
	}
}' >large.csv
bassin tabulate --by code,label -w w --sum n -j 1 -q large.csv >one.csv
for threads in 2 3 7; do
	bassin tabulate --by code,label -w w --sum n -j $threads -q large.csv >many.csv
	check "the same with $threads threads" cmp one.csv many.csv
done
gzip -1 -c large.csv >large.csv.gz
bassin tabulate --by code,label -w w --sum n -j 2 -q large.csv.gz >zipped.csv
check "the same from gzip" cmp one.csv zipped.csv
check "the same order as sort" sh -c 'bassin tabulate --by code -q large.csv | cut -d, -f1 | tail -n +2 >codes; sort -c codes && [ "$(wc -l <codes)" -gt 2000 ]'
check "the sums are those of awk" sh -c '
grep -v "^c\"" large.csv | awk -F";" "NR > 1 { if (\$2 ~ /^\"/) next; k = \$1 \",\" \$2; r[k]++; w[k] += \$4; n[k] += \$4 * \$3 }
END { for (k in r) printf \"%s,%d,%.12g,%.12g,0\n\", k, r[k], w[k], n[k] }" | sort >expected
bassin tabulate --by code,label -w w --sum n --where "label!=a;\"b\"
c" -q large.csv | tail -n +2 | sort >found
[ "$(wc -l <expected)" -gt 20000 ] && cmp expected found'
# what is wrong far into the file has its line
{ sed -n 1,90000p large.csv; echo "1;x;many;1"; sed -n '90001,$p' large.csv; echo "1;y;3"; } >wrong.csv
for threads in 1 4; do
	bassin tabulate --by code -w w --sum n -j $threads wrong.csv 2>problems.$threads
done
run cat problems.1
check "the same problems with 4 threads" cmp problems.1 problems.4
