# From gross to net by the shares of an evaluation guide: (1 - 0.4) (1 - 0.25) (1 - 0.1) 1.2 = 0.486
# of the industrial jobs of oracle 22; a deadweight beside a counterfactual would count twice.
mkdir net causal
cp datasets/scenarios/one-centre/*.csv net
cp data/packs/causal/*.csv causal
cat >> net/assumptions.csv <<'T'
one-centre,all,deadweight,fixed,0.4,share,worked example,judgement
one-centre,all,displacement,fixed,25,%,worked example,judgement
one-centre,all,substitution,fixed,0.1,share,worked example,judgement
one-centre,all,multiplier,fixed,1.2,ratio,worked example,judgement
T
run bassin project net --draws 20000 -q -o out
check "industry_net is 0.486 of the stock of oracle 22" awk -F, '
	BEGIN { split("0 1.859 4.3376 7.3924 10.9492 13.4237 16.3047 18.3090 20.6426", stock, " ") }
	$2 == "all" && $4 == "industry_net" {
		d = $7 - 0.486 * stock[$3 - 1999]; rows++
		if (d * d > 16 * $8 * $8 + 1e-6) { print; bad = 1 } }
	END { exit bad || rows != 9 }' out/projection.csv
# beside a counterfactual: of the additional jobs
echo 'small,all,displacement,,fixed,0.25,,,,,share,worked example,judgement' >>causal/assumptions.csv
run bassin project causal --draws 500 -q -o out-causal
check "three quarters of the additional jobs, draw by draw" awk -F, '
	$4 == "industry_additional" { additional[$1 $2 $3] = $7 }
	$4 == "industry_net" { rows++; d = $7 - 0.75 * additional[$1 $2 $3]; if (d * d > 1e-6) { print; bad = 1 } }
	END { exit bad || rows == 0 }' out-causal/projection.csv
check "no net where nothing is given" sh -c '! grep -q "^nothing.*industry_net" out-causal/projection.csv'
echo 'small,all,deadweight,,fixed,0.25,,,,,share,worked example,judgement' >>causal/assumptions.csv
run bassin scenario check causal
