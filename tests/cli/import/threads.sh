# A table of many pieces: threads change nothing, and neither does the reading record by record that
# a footer asks for.
awk -F, -v OFS=';' 'NR == 1 { print "CODGEO", "LIB", "P18_POP", "P18_POP1564", "P18_ACT1564", "P18_CHOM1564", "P18_EMPLT"; next }
	$1 == "com" { n++; v = (n * 7919 % 100003) / 7
		print $2, n % 1000 ? "x" : "\"a;b\"", sprintf("%.12g", v), n % 20 ? sprintf("%.6g", v / 2) : "", n % 30 ? v / 3 : "s", n % 97, 1 }' \
	datasets/geography/geography-2022.csv >plain.csv
cat >mine.csv <<'END'
family,role,column,variable,when,vintages,level,year,kind,exploitation,unit,scale,missing,aggregate,universe_fr,universe_en,label_fr,label_en,source,options
mine,code,CODGEO,,,,com,,,,,,,,,,,,,
mine,value,P{yy}_POP,p_pop,,,,,count,P,persons,,s=secret,sum,u,u,l,l,mine,
mine,value,P{yy}_POP1564,p_adults,,,,,count,P,persons,,s=secret,sum,u,u,l,l,mine,
mine,value,P{yy}_ACT1564,p_active,,,,,count,C,persons,,s=secret,sum,u,u,l,l,mine,
mine,value,P{yy}_EMPLT,p_plants,LIB=x|y,,,,count,P,persons,,s=secret,sum,u,u,l,l,mine,
END
import() { # file, output, options...
	file=$1 out=$2
	shift 2
	bassin import -d mine.csv -l com,epci,dep,fr --force -o "$out.csv" "$@" "$file" >"$out.out" 2>&1
	echo "status $?" >>"$out.out"
}
same() { # what, file, options...
	label=$1 file=$2
	shift 2
	rm -f ./[123].*
	import "$file" 1 -j 1 "$@"
	import "$file" 2 -j 3 "$@"
	cp "$file" kept
	echo "note below the table" >>"$file"
	import "$file" 3 -j 3 --footer 1 "$@"
	mv kept "$file"
	check "$label: one thread" cmp 1.out 2.out
	check "$label: record by record" cmp 1.out 3.out
	[ ! -e 1.csv ] || check "$label: panel" sh -c 'cmp 1.csv 2.csv && cmp 1.csv 3.csv'
	cat 2.out
}
same plain plain.csv
grep '^fr' 2.csv
tr . , <plain.csv >comma.csv
same "decimal comma" comma.csv
check "the same panel" sh -c 'bassin import -q -d mine.csv -l com,epci,dep,fr -o point.csv plain.csv && cmp 2.csv point.csv'
sed '20000s/;[0-9.]*;/;1,5;/' plain.csv >mixed.csv
same "another mark" mixed.csv
sed -e '9000s/^[^;]*;/;/' -e '20000s/;[0-9.]*;/;many;/' -e '21000s/;1$/;1;2/' -e '34000s/;[0-9]*;1$/;3;-1/' plain.csv >bad.csv
same "problems far apart" bad.csv
sed -e '30000s/;x;/;"x;/' plain.csv >quote.csv
same "an open quote" quote.csv
sed -e '15000p' plain.csv >twice.csv
same "a commune twice" twice.csv
sed -e '12000s/^[^;]*;/99999;/' -e '12000s/;x;[^;]*;/;x;1,234;/' plain.csv >unknown.csv
same "an unknown code" unknown.csv --allow-unmatched 99999
