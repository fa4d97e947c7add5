run bassin scenario new mine
files mine
run bassin scenario check mine
run bassin scenario new mine
run bassin scenario new --from one-centre mine --force
run bassin scenario check one-centre
run bassin scenario show one-centre
run bassin scenario diff datasets/scenarios/cnam-montbeliard announced doubled
run bassin scenario diff cnam-montbeliard announced tripled
run bassin scenario show no-such-pack
for pack in cnam-montbeliard uttopia-forbach reference-w1 one-centre template; do
	run bassin scenario check $pack
done
