cat > com.csv <<'T'
CODGEO;LIBGEO;DEP;REG;EPCI;ARR;CV;ZE2020
25388;Montbéliard;25;27;200065647;252;2515;2714
25031;Audincourt;25;27;200065647;252;2502;2714
2A004;Ajaccio;2A;94;242010056;2A1;2A01;9401
T
cat > zones.csv <<'T'
NIVGEO;CODGEO;LIBGEO;NB_COM
DEP;25;Doubs;2
DEP;2A;Corse-du-Sud;1
REG;27;Bourgogne-Franche-Comté;2
REG;94;Corse;1
EPCI;200065647;CA Pays de Montbéliard Agglomération;2
EPCI;242010056;CA du Pays Ajaccien;1
ZE2020;2714;Montbéliard;2
ZE2020;9401;Ajaccio;1
T
run bassin geography --communes com.csv --zones zones.csv --vintage 2022-01-01
run bassin geography --communes com.csv --zones zones.csv
run bassin geography --communes com.csv --zones zones.csv --vintage 2022
sed -i '/^ZE2020;9401/d; /^EPCI;242/d' zones.csv
run bassin geography --communes com.csv --zones zones.csv --vintage 2022-01-01
echo '2A004;Ajaccio;2A;94;242010056;2A1;2A01;9401' >> com.csv
run bassin geography --communes com.csv --zones zones.csv --vintage 2022-01-01
