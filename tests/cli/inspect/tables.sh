printf 'code;name;jobs;share\r\n01001;"Ain; nord";12,5;0,1\r\n2A004;Ajaccio;1 234;\r\n' > semicolon.csv
run bassin inspect semicolon.csv
run bassin inspect semicolon.csv --format json
run bassin inspect semicolon.csv --format dictionary --family my-file
printf 'code\tname\n1\tB\351ziers\n2\tN\356mes\n' > cp1252.csv
run bassin inspect cp1252.csv
printf '\357\273\277a,b\n1,2\n' > bom.csv
run bassin inspect bom.csv
printf 'a,b\n1,2\n3\n4,5,6\n"7,8\n' > broken.csv
run bassin inspect broken.csv
: > empty.csv
run bassin inspect empty.csv
printf 'a,b\n1,\000\n' > nul.csv
run bassin inspect nul.csv
printf '\377\376a\000,\000b\000\n\000' > utf16.csv
run bassin inspect utf16.csv
printf 'PK\003\004rest of an archive' > archive.csv
run bassin inspect archive.csv
printf '%%PDF-1.4\n' > file.csv
run bassin inspect file.csv
printf 'a,b\n1,2\n' | gzip -c > table.csv.gz
run bassin inspect table.csv.gz
head -c 15 table.csv.gz > cut.csv.gz
run bassin inspect cut.csv.gz
printf 'a,b\n1,2\n' | run_stdin bassin inspect -
run bassin inspect absent.csv
run bassin inspect .
printf 'a,a\n1,2\n' > twice.csv
run bassin inspect twice.csv
i=0; while [ $i -lt 300 ]; do printf 'xxxxxxxxxx'; i=$((i + 1)); done > wide.csv
run bassin inspect --max-field 1000 wide.csv
