# Trends of a user's own series: breaks, vintages, too few values; shift-share of census counts.
mkdir own
panel() { # name, header of the variables' columns; rows on standard input
	{
		echo "level,code,name,year,$2"
		cat
	} >"own/$1.csv"
}
describe() { # name; rows on standard input
	{
		echo variable,kind,exploitation,unit,aggregate,universe_fr,universe_en,label_fr,label_en,source
		cat
	} >"own/$1.variables.csv"
}
show() {
	bassin indicators --data own --parents none -q "$@" >rows.csv
	awk '{ gsub(/"[^"]*"/, "x") } { split($0, v, ","); print v[4], v[5], v[8], v[9], v[10], v[13], v[15] }' rows.csv
}
# Urssaf counts apprentices since 2023: a series that spans that year is flagged
for year in 2017 2018 2019 2020 2021 2022 2023; do echo "ze,2714,M,$year,$((1000 - 10 * (year - 2017))),$((300 - 5 * (year - 2017)))"; done |
	panel jobs urssaf_a5,urssaf_be
describe jobs <<-END
urssaf_a5,count,register,jobs,sum,emplois,jobs,emplois,jobs,urssaf
urssaf_be,count,register,jobs,sum,emplois,jobs,industrie,industry,urssaf
END
show --level ze --territory 2714 --indicator industry_private_trend --year all
# census vintages: only those five years apart count, from the last back
for year in 2006 2007 2008 2009 2010 2011 2012 2013 2014 2015 2016 2017 2018 2019 2020 2021 2022; do
	echo "ze,2714,M,$year,0.$((100 + year - 2006 + (year % 5 == 2 ? 0 : 50)))"
done | panel rates chomage_localise
describe rates <<-END
chomage_localise,rate,P,share,none,actifs,active people,chômage,unemployment,insee-rp
END
show --level ze --territory 2714 --indicator unemployment_trend
show --level ze --territory 2714 --indicator unemployment_localised,unemployment_trend --year 2016
# shift-share of census counts: five years apart, never year by year, with the errors of both
panel sectors c_emplt,c_emplt_agri,c_emplt_agri__se,c_emplt_indus,c_emplt_indus__se,c_emplt_const,c_emplt_const__se,c_emplt_cts,c_emplt_cts__se,c_emplt_apesas,c_emplt_apesas__se <<-END
ze,2714,M,2012,10000,200,10,4000,50,800,20,3000,40,2000,30
ze,2714,M,2016,9900,200,10,3900,50,800,20,3000,40,2000,30
ze,2714,M,2017,9800,200,10,3700,50,800,20,3000,40,2100,30
fr,FR,F,2012,1000000,30000,100,130000,200,70000,200,450000,300,320000,300
fr,FR,F,2016,1010000,30000,100,130000,200,70000,200,455000,300,325000,300
fr,FR,F,2017,1020000,29000,100,127000,200,71000,200,463000,300,330000,300
END
describe sectors <<-END
c_emplt,count,C,jobs,sum,emplois,jobs,emplois,jobs,insee-rp
c_emplt_agri,count,C,jobs,sum,emplois,jobs,emplois : agriculture,jobs: agriculture,insee-rp
c_emplt_indus,count,C,jobs,sum,emplois,jobs,emplois : industrie,jobs: industry,insee-rp
c_emplt_const,count,C,jobs,sum,emplois,jobs,emplois : construction,jobs: construction,insee-rp
c_emplt_cts,count,C,jobs,sum,emplois,jobs,emplois : commerce,jobs: trade,insee-rp
c_emplt_apesas,count,C,jobs,sum,emplois,jobs,emplois : administration,jobs: public services,insee-rp
END
show --level ze --territory 2714 --indicator industry_share,shift_share_a5 --year 2016 | head -n 3
show --level ze --territory 2714 --indicator shift_share_a5 --year 2017
check "the growth and what it is made of" sh -c '
awk "{ print }" rows.csv | awk -F, "
	\$5 == \"shift_share_a5:change\" { change = \$8 }
	\$5 == \"shift_share_a5:national\" || \$5 == \"shift_share_a5:structural\" || \$5 == \"shift_share_a5:regional\" { sum += \$8 }
	END { d = change - sum; exit !(change > -0.0200001 && change < -0.0199999 && d < 1e-9 && d > -1e-9) }"'
# two dates that count otherwise, and sectors that only one date has
sed -e '/2017/d' own/sectors.csv >own/a.csv
cp own/sectors.variables.csv own/a.variables.csv
sed -e '/201[26]/d' own/sectors.csv >own/b.csv
sed -e 's/,jobs,sum,emplois,jobs,/,jobs,sum,emplois salariés,salaried jobs,/' own/a.variables.csv >own/b.variables.csv
rm own/sectors.csv own/sectors.variables.csv
show --level ze --territory 2714 --indicator industry_share,shift_share_a5 --year 2017 | sed -n 2,3p
cp own/a.variables.csv own/b.variables.csv
cut -d, -f 1-5,8- own/b.csv >b.csv
mv b.csv own/b.csv
sed -i '/^c_emplt_agri,/d' own/b.variables.csv
sed -i 's/^\(ze.*\|fr.*\),2016/&/; s/,200,10,/,2000,10,/; s/,30000,100,/,100000,100,/; s/,10000,/,11800,/; s/,1000000,/,1070000,/' own/a.csv
show --level ze --territory 2714 --indicator industry_share,shift_share_a5 --year 2017 | sed -n 2,3p
# tests/reference/shiftshare.R
check "the interval of a real series is that of R" sh -c '
bassin indicators -q --level ze --territory 2714 --parents none --indicator jobs_salaried_growth |
	awk "{ gsub(/\"[^\"]*\"/, \"x\") } NR > 1 { split(\$0, v, \",\")
		d = v[8] + 0.010668542671; l = v[9] + 0.018817398365; h = v[10] + 0.002452009617
		exit !(d^2 + l^2 + h^2 < 1e-20) }"'
