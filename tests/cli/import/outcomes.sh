# Counts of a training provider: establishments at their commune, summed to every level.
printf 'level,territory,year,establishment,pupils,continuing,employed_6m,employed_12m,expected_6m\ncom,25388,2024,CFA A,30,20,3,4,5.5\ncom,25056,2024,CFA B,60,20,24,28,26\ncom,25056,2024,CFA C,50,15,21,,20\ncom,39300,2024,CFA D,80,30,36,38,34.5\n' > counts.csv
run bassin import -o panel.csv counts.csv
run cat panel.csv
# one establishment twice, more employed than pupils, a negative count
printf 'level,territory,year,establishment,pupils,continuing,employed_6m\ncom,25388,2024,CFA A,30,20,3\ncom,25388,2024,CFA A,30,20,3\ncom,25056,2024,CFA B,60,70,3\ncom,25056,2024,CFA C,50,-1,3\ncom,25056,2024,CFA D,,10,3\n' > wrong.csv
run bassin import -o wrong-panel.csv wrong.csv
# the same people as communes and as a département
printf 'level,territory,year,pupils,continuing,employed_6m\ncom,25388,2024,30,20,3\ndep,25,2024,300,100,120\n' > twice.csv
run bassin import -o twice-panel.csv twice.csv
run bassin import -q --levels com,dep -o levels.csv twice.csv
run cat levels.csv
