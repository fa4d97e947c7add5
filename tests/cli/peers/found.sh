run bassin peers --level epci --territory 200065647
run bassin peers --level ze --territory 2714 --distance mahalanobis -k 3 --replicates 200
# a published comparison puts Haute-Corse first, with Corse-du-Sud as here
check "the département most like Corse-du-Sud is Haute-Corse" sh -c '
bassin peers -q --level dep --territory 2A -k 5 | grep -q "^1,dep,2B,"'
run bassin peers --level ze --territory 2714 --indicator industry_share_posts,unemployment_localised -k 3
run bassin peers --level epci --territory 200065647 --indicator industry_share
run bassin peers --level epci --territory 200065647 --indicator jobs,population,jobs --distance mahalanobis
run bassin peers --level epci --territory 200065647 -k 5000
run bassin peers --level reg --territory 27 -k 500
run bassin peers --level epci
run bassin peers --level epci --territory 2714
