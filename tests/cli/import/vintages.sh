# Files older and newer than the table of territories (2022-01-01), on a fictional country: Alpha became
# Alpha and Beta at the end of 2019, in two intercommunalités; Delta joined Gamma in 2023, in one.
vintages="--dictionary data/small/dictionary.csv --geography data/vintages/geography.csv --events data/vintages/events.csv"
value() { # panel level code column
	awk -F, -v l="$2" -v c="$3" -v v="$4" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == v) k = i; next }
		$1 == l && $2 == c { print $k }' "$1"
}
is_near() { # value expected
	awk -v a="$1" -v b="$2" 'BEGIN { d = a - b; t = 1e-5 * (b < 0 ? -b : b); exit !(a != "" && d <= t && d >= -t) }'
}
printf 'CODGEO;P18_EMPLT;C18_EMPLT\n14001;1000;400\n14011;30;20\n14010;60;45\n14031;70;50\n14032;5;6\n' > older.csv
run bassin import $vintages --levels com,epci,ze,fr --coverage older-audit.csv -o older.panel.csv older.csv
run cat older.panel.csv
run cat older-audit.csv
check "a tenth of the count is Beta's, a tenth of the people live there" is_near "$(value older.panel.csv com 14002 p_emplt)" 100
# 1000 x 0.9 x 0.1 x (1 + 999 x 0.2), tests/reference/dirichlet_multinomial.py
check "the error of sharing" is_near "$(value older.panel.csv epci 200000002 p_emplt__se)" "$(awk 'BEGIN { print sqrt(18072) }')"
check "none where both parts are" is_near "$(value older.panel.csv ze 2801 p_emplt__se)" 0
check "the zone has the whole" is_near "$(value older.panel.csv ze 2801 p_emplt)" 1165
check "nothing is lost" is_near "$(value older.panel.csv fr FR p_emplt)" 1165
# newer: communes that merged after the date of the table, one split off, one renamed
printf 'CODGEO;P18_EMPLT\n14010;80\n14020;5\n14021;6\n55001;7\n55002;8\n55011;9\n' > newer.csv
run bassin import $vintages --levels com,epci -q --coverage newer-audit.csv -o newer.panel.csv newer.csv
run cat newer.panel.csv
grep -v ,territory, newer-audit.csv
# rates are neither shared nor summed; made again from counts they are right
printf 'CODE;PRIVES;TAUX\n14001;1000;5\n14031;7;6\n14032;70;4\n14010;9;8\n' > rates.csv
run bassin import $vintages --levels com -o rates.panel.csv rates.csv
run cat rates.panel.csv
# codes of several dates; a code that nothing leads anywhere still gets its audit
printf 'CODGEO;P18_EMPLT\n14030;2\n14031;1\n14042;3\n14002;4\n55138;5\n55002;6\n55011;7\n' > mixed.csv
run bassin import $vintages --levels fr -o mixed.panel.csv mixed.csv
printf 'CODGEO;P18_EMPLT\n14001;1\n14999;2\n' > unknown.csv
run bassin import $vintages --levels fr --coverage unknown-audit.csv -o unknown.panel.csv unknown.csv
grep unmatched unknown-audit.csv
# the real table: Corbon (66 inhabitants) joined Notre-Dame-d'Estrées (171) in 2015, 237 in the COG of 2017;
# L'Oudon had two codes, 14697 then 14472, and is in Saint-Pierre-en-Auge (14654) since 2017
printf 'CODGEO;P13_POP\n14178;66\n14474;171\n14697;30\n14654;2000\n2A004;40\n75056;9\n69123;8\n13055;7\n' > real.csv
run bassin import -f rp-population --levels com -o real.panel.csv real.csv
run cut -d, -f1-5 real.panel.csv
run bassin import $vintages --coverage same.csv -o same.csv older.csv
printf 'date,kind,from,to\n2016,merge,25099,25098\n' > bad-events.csv
run bassin import --dictionary data/small/dictionary.csv --geography data/vintages/geography.csv --events bad-events.csv -o bad.csv older.csv
# a family that states the date 2021-01-01, and communes that were abolished before
{ printf 'CODGEO;P18_POP;P13_POP;P18_EMPLT;P18_POP1564;P18_CHOM1564;P18_ACT1564;ETTOT18;ETBE18;MED19;P13_EMPLT;P18_EMPLT_SAL\n'
	for code in 01059 01091 01097 01119 01001 14178; do echo "$code;100;90;10;50;5;40;9;3;;8;9"; done; } > stated.csv
run bassin import -f insee-comparateur --levels fr --allow-unmatched all -o stated.panel.csv stated.csv
