# What the communes of one year are in another, from a list of yearly passages
# (annee_de;annee_a;cod_de;cod_a;...): awk -F';' -v from=2012 -v to=2022 -f passages.awk CODES PASSAGES
# CODES: the codes of the year `from`, or, with -v known=to, of the year `to`, from which those of `from`
# are worked out. Prints CODE;TARGETS, the targets sorted and joined by a space. A commune that joined another
# one and was split off again has what it had before, and the others nothing of it.
function step(year, code, out,   n) {
	n = split(is_back ? before[year, code] : after[year, code], out, " ")
	if (n == 0)
		out[n = 1] = code
	return n
}
function trace(code, year,   next_codes, n, i, home) {
	if (year == to) {
		reached[code] = 1
		return
	}
	n = step(is_back ? year - 1 : year, code, next_codes)
	home = n > 1 && !is_back && has[start] && contains(next_codes, n, start) && start != code
	for (i = 1; i <= n; i++) {
		if (n > 1 && !is_back && (home ? next_codes[i] != start : next_codes[i] != code && has[next_codes[i]]))
			continue
		trace(next_codes[i], is_back ? year - 1 : year + 1)
	}
}
function contains(codes, n, code,   i) {
	for (i = 1; i <= n; i++)
		if (codes[i] == code)
			return 1
	return 0
}
FNR == NR { if ($1 != "") has[$1] = 1; next }
/^[0-9]/ && !(($1, $3, $4) in seen) {
	seen[$1, $3, $4] = 1
	after[$1, $3] = after[$1, $3] " " $4
	before[$2 - 1, $4] = before[$2 - 1, $4] " " $3
	rows[$1] = rows[$1] " " $3 ":" $4
}
END {
	is_back = from > to
	for (year = to - 1; known == "to" && year >= from; year--) {
		n = split(rows[year], pairs, " ")
		for (i = 1; i <= n; i++) { split(pairs[i], pair, ":"); delete has[pair[2]] }
		for (i = 1; i <= n; i++) { split(pairs[i], pair, ":"); has[pair[1]] = 1 }
	}
	for (code in has)
		communes[code] = 1
	for (code in communes) {
		split("", reached)
		trace(start = code, from)
		text = ""
		while (1) {
			least = ""
			for (c in reached)
				if (least == "" || c < least)
					least = c
			if (least == "")
				break
			text = text (text == "" ? "" : " ") least
			delete reached[least]
		}
		print code ";" text
	}
}
