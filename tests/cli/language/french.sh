# What people read, in French, on machines that have no French locale.
run env LC_ALL=fr_FR.UTF-8 bassin --help
run env LC_ALL=fr_FR.UTF-8 bassin compare --help
run env LC_ALL=fr_FR.UTF-8 bassin project --drws 3
run bassin projct --lang fr
run bassin list flags --lang fr
run env LC_ALL=fr_FR.UTF-8 bassin list metrics

cp -R datasets/scenarios/template pack
sed -i '2s/,apprentices,/,apprentis,/' pack/measures.csv
sed -i '2s/>=/=>/' pack/targets.csv
run bassin scenario check pack
run env LC_ALL=fr_FR.UTF-8 bassin scenario check pack
printf 'code,jobs\n01001,12\n01002\n' >short.csv
run bassin inspect short.csv
run env LC_ALL=fr_FR.UTF-8 bassin inspect short.csv
run env LC_ALL=fr_FR.UTF-8 bassin inspect absent.csv
run env LC_ALL=fr_FR.UTF-8 sh -c 'bassin list levels >/dev/full'
