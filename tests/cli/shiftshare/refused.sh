# What is not compared, and why; what is left out, and said.
run bassin shiftshare --level ze
run bassin shiftshare --level zone --territory 2714
run bassin shiftshare --level ze --territory 9999
run bassin shiftshare --level ze --territory 2714 --method dun
run bassin shiftshare --level ze --territory 2714 --from 2023 --to 2022
run bassin shiftshare --level ze --territory 2714 --from 2018
run bassin shiftshare --level ze --territory 2714 --confidence 95
run bassin shiftshare --level ze --territory 2714 --reference reg
run bassin shiftshare --level ze --territory 2714 --reference ze
run bassin shiftshare --level ze --territory 2714 --reference ze:2714
run bassin shiftshare --level ze --territory 2714 --reference country
run bassin shiftshare --level ze --territory 2714 --reference reg:99
run bassin shiftshare --level fr --territory FR
run bassin shiftshare --level epci --territory 200065647
run bassin shiftshare --level ze --territory 2714 --indicator krugman
run bassin shiftshare --level ze --territory 2714 --indicator shift_share:regional
run bassin shiftshare --level ze --territory 2714 --indicator shift_share --prefix flores38_
run bassin shiftshare --level ze --territory 2714 --total flores
run bassin shiftshare --level ze --territory 2714 --prefix ''
run bassin shiftshare --level ze --territory 2714 --prefix nothing_
run bassin shiftshare --level ze --territory 2714 --prefix flores38_ --total floress
# a total among the sectors
run bassin shiftshare --level ze --territory 2714 --prefix flores --total flores
# shares are not jobs
run bassin shiftshare --level dep --territory 25 --prefix neet --reference dep:90 --from 2007 --to 2018
# own panels: a file of jobs, its variables, what is asked
mkdir own
variables() { # exploitation, universe of x_a
	echo variable,kind,exploitation,unit,aggregate,universe_fr,universe_en,label_fr,label_en,source >own/x.variables.csv
	for v in x x_a x_b x_c; do
		echo "$v,count,$1,jobs,sum,emplois,jobs,emplois : $v,jobs: $v,mine" >>own/x.variables.csv
	done
}
jobs() { # rows: level,code,name,year,x,x_a,x_b,x_c
	{
		echo level,code,name,year,x,x_a,x_b,x_c
		cat
	} >own/x.csv
}
shift_x() {
	run bassin shiftshare --data own --level reg --territory 27 --prefix x_ --total x "$@"
}
variables C
jobs <<-END
reg,27,R,2012,100,40,30,30
reg,27,R,2016,110,50,30,30
reg,27,R,2018,120,60,30,30
fr,FR,F,2012,1000,400,300,300
fr,FR,F,2016,1050,420,310,320
fr,FR,F,2018,1100,430,320,350
END
shift_x --from 2016
shift_x --from 2012 --to 2016
shift_x --method dynamic
shift_x --method all -o census.csv
run head -n 2 census.csv
variables P
shift_x -q -o main.csv
run sed -n 2p main.csv
# a gap between the years of a register
variables register
shift_x --method dynamic
# one sector of three has no figure at one date: too much
jobs <<-END
reg,27,R,2012,100,40,30,30
reg,27,R,2018,120,60,,30
fr,FR,F,2012,1000,400,300,300
fr,FR,F,2018,1100,430,320,350
END
shift_x
# a small one: left out and said; a sector that was not there; one that is zero since the others add up
jobs <<-END
reg,27,R,2012,1000,900,,80
reg,27,R,2018,1020,900,20,100
fr,FR,F,2012,10000,9000,200,800
fr,FR,F,2018,11000,9300,300,1400
END
shift_x
jobs <<-END
reg,27,R,2012,900,900,0,
reg,27,R,2018,950,920,30,
fr,FR,F,2012,10000,9000,200,800
fr,FR,F,2018,11000,9300,300,1400
END
shift_x --method esteban
# parts larger than their whole, negative jobs, nothing
jobs <<-END
reg,27,R,2012,100,40,30,30
reg,27,R,2018,120,60,30,30
fr,FR,F,2012,1000,400,300,300
fr,FR,F,2018,1000,30,570,400
END
shift_x
jobs <<-END
reg,27,R,2012,100,40,30,30
reg,27,R,2018,100,90,-20,30
fr,FR,F,2012,1000,400,300,300
fr,FR,F,2018,1000,300,300,400
END
shift_x
jobs <<-END
reg,27,R,2012,0,0,0,0
reg,27,R,2018,100,50,20,30
fr,FR,F,2012,1000,400,300,300
fr,FR,F,2018,1000,300,300,400
END
shift_x
# a commune that only one date has
sed -e '1s/,x,/,x,x__missing,/' -e '2,$s/^\([a-z]*,[A-Z0-9]*,[A-Z],[0-9]*,[0-9]*\),/\1,,/' own/x.csv >x.csv
sed -e '/^reg,27,R,2018/s/,100,,/,100,2,/' -e '/^reg,27,R,2012/s/,0,,0,0,0/,90,,40,20,30/' x.csv >own/x.csv
shift_x
# two panels that count otherwise
jobs <<-END
reg,27,R,2012,100,40,30,30
fr,FR,F,2012,1000,400,300,300
END
sed -e 's/,2012,/,2018,/' own/x.csv >own/y.csv
sed -e 's/emplois,jobs,/postes,posts,/' own/x.variables.csv >own/y.variables.csv
shift_x
# and two that call a sector otherwise
sed -e 's/jobs: x_b/jobs: something else/' own/x.variables.csv >own/y.variables.csv
shift_x -o renamed.csv
# Urssaf counts apprentices since 2023
jobs <<-END
reg,27,R,2020,100,40,30,30
reg,27,R,2023,120,60,30,30
fr,FR,F,2020,1000,400,300,300
fr,FR,F,2023,1100,430,320,350
END
rm own/y.csv own/y.variables.csv
sed -i 's/,mine$/,urssaf/' own/x.variables.csv
shift_x -o break.csv
check "the break is flagged" sh -c '! grep -v "^level" break.csv | grep -qv "break:2023"'
