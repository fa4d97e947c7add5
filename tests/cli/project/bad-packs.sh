# Each case changes one thing in a good pack: what is wrong, where, what to do.
copy() {
	rm -rf pack
	mkdir pack
	cp datasets/scenarios/template/*.csv pack/
	chmod u+w pack/*
}
bad() { # title, table, sed script
	copy
	sed -i "$3" "pack/$2.csv"
	echo "--- $1"
	run bassin scenario check pack
}
add() { # title, table, line
	copy
	echo "$3" >> "pack/$2.csv"
	echo "--- $1"
	run bassin scenario check pack
}
bad "column missing" scenarios 's/,last_year//'
bad "column misspelt" assumptions '1s/distribution/distributon/'
bad "unknown parent" scenarios 's/^larger,programme/larger,programm/'
bad "circle of parents" scenarios 's/^programme,none/programme,larger/'
bad "unknown reference" scenarios 's/^programme,none,none/programme,none,nothing/'
bad "years the wrong way round" scenarios 's/2026,2036/2036,2026/'
bad "too many years" scenarios 's/2026,2036/1901,2199/'
bad "steps that do not divide a year" scenarios 's/,4,causal/,5,causal/'
bad "unknown additionality" scenarios 's/causal/magic/'
bad "two scenarios of one name" scenarios 's/^larger/programme/'
bad "a name with a slash" scenarios 's/^larger/lar\/ger/'
bad "no scenario at all" scenarios '2,$d'
bad "negative places" measures 's/2027.67,24/2027.67,-24/'
bad "half a place" measures 's/2027.67,24/2027.67,24.5/'
bad "unknown audience" measures 's/apprentices/apprentis/'
bad "unknown territory level" measures 's/epci:/agglo:/'
bad "territory code of the wrong form" measures 's/epci:200065647/epci:2000/'
bad "level out of range" measures 's/200065647,5/200065647,9/'
bad "opening after the end" measures 's/2027.67/2050/'
bad "grant years the wrong way round" measures 's/2026,2027,/2027,2026,/'
bad "public share over 1" measures 's/,0.8,2026/,80,2026/'
bad "measure of an unknown scenario" measures 's/^larger/largest/'
bad "no source" measures 's/to be replaced: twice the places//'
bad "unknown status" measures 's/judgement/guess/'
bad "a measure twice" measures '3p'
bad "unknown parameter" assumptions 's/employment_6m/employement_6m/'
bad "unknown distribution" assumptions 's/pert,20/perth,20/'
bad "share over 1" assumptions 's/beta,0.56/beta,56/'
bad "per cent over 100" assumptions 's/pert,20,,,12,28/pert,20,,,12,280/'
bad "wrong unit" assumptions 's/kEUR\/year/persons/'
bad "minimum above the mode" assumptions 's/pert,20,,,12,28/pert,20,,,22,28/'
bad "argument missing" assumptions 's/beta,0.56,25/beta,0.56,/'
bad "argument too many" assumptions 's/beta,0.56,25,,/beta,0.56,25,0.1,/'
bad "not a number" assumptions 's/pert,20/pert,twenty/'
bad "decimal comma" assumptions 's/beta,0.56/beta,"0,56"/'
bad "infinite" assumptions 's/beta,0.56/beta,inf/'
bad "unknown scope" assumptions 's/measure:centre,site/place:centre,site/'
bad "scope of an unknown measure" assumptions 's/measure:centre,site/measure:center,site/'
bad "scope of an unknown audience" assumptions 's/measure:centre\/jobseekers/measure:centre\/job seekers/'
bad "scenario of no one" assumptions 's/^larger/largest/'
add "the same value twice" assumptions 'programme,measure:centre,site_cost,,fixed,1,,,,,EUR/year,again,judgement'
add "a parameter of the run for one measure" assumptions 'programme,measure:centre,discount_rate,,fixed,0.04,,,,,share,x,judgement'
add "a change in a year for what may not change" assumptions 'programme,measure:centre,opening_delay,2030,fixed,1,,,,,years,x,judgement'
bad "effect in a gross scenario" scenarios 's/causal/gross/'
bad "unknown metric" targets 's/certified_total/certifed_total/'
bad "unknown operator" targets 's/>=/=>/'
bad "year outside" targets 's/2034/2050/'
bad "probability over 1" targets 's/0.8/80/'
bad "month 13" calendar 's/,9/,13/'
bad "short line" targets '2s/,to be.*//'
bad "open quote" targets '2s/,150 personnes/,"150 personnes/'
copy; rm pack/measures.csv; echo "--- table missing"; run bassin scenario check pack
copy; : > pack/targets.csv; echo "--- empty table"; run bassin scenario check pack
copy; printf 'scope_1,parameter_1,scope_2,parameter_2,spearman,source,status\nall,industry_without,measure:centre,site_cost,1.5,x,judgement\nall,industry_without,all,no_such,0.5,x,judgement\n' > pack/correlations.csv; echo "--- correlations"; run bassin scenario check pack
copy; printf 'scope_1,parameter_1,scope_2,parameter_2,spearman,source,status\naudience:apprentices,employment_6m,audience:apprentices,employment_12m,0.9,x,judgement\naudience:apprentices,employment_12m,audience:apprentices,employment_18m,0.9,x,judgement\naudience:apprentices,employment_6m,audience:apprentices,employment_18m,-0.9,x,judgement\n' > pack/correlations.csv; echo "--- correlations that contradict each other"; run bassin scenario check pack
copy; printf 'scenario,measure,funder,item,share,cap_eur,from_year,to_year,source,status\nprogramme,centre,region,all,0.6,,,,x,judgement\nprogramme,centre,state,all,0.6,,,,x,judgement\nprogramme,center,state,all,0.1,,,,x,judgement\n' > pack/funding.csv; echo "--- funding"; run bassin scenario check pack
echo "--- several at once"
copy; sed -i 's/apprentices/apprentis/' pack/measures.csv; sed -i 's/beta,0.56/beta,56/' pack/assumptions.csv; sed -i 's/>=/=>/' pack/targets.csv
run bassin project pack -o out
check "and no result" sh -c '[ ! -e out ]'
