# Oracle: the centre followed by hand in datasets/scenarios/one-centre.
run bassin project one-centre --draws 2000 -o out
run grep -E '^one-centre,all,[0-9]+,(seats|enrolled|certified|industry_stock),' out/projection.csv
