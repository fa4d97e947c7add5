# A user's own panel beside the shipped ones, and wrong ones.
mkdir own
printf 'level,code,name,year,c_emplt,c_emplt__se,c_emplt_indus,c_emplt_indus__se\nepci,200065647,PMA,2020,57000,300,15600,200\n' > own/jobs.csv
printf 'variable,kind,exploitation,unit,aggregate,universe_fr,universe_en,label_fr,label_en,source\nc_emplt,count,C,jobs,sum,u,u,emplois,jobs,mine\nc_emplt_indus,count,C,jobs,sum,u,u,industrie,industry,mine\n' > own/jobs.variables.csv
run bassin indicators --data own --level epci --territory 200065647 --parents none
printf 'level,code,name,year,c_emplt\nepci,200065647,PMA,2020,many\nepci,200065647,PMA,20,5\nagglo,1,X,2020,5\n' > own/jobs.csv
run bassin indicators --data own --level epci --territory 200065647 --parents none
rm own/jobs.variables.csv
run bassin indicators --data own --level epci --territory 200065647 --parents none
run bassin indicators --data absent --level epci --territory 200065647
