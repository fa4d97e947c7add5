# The inputs of tests/reference/oracles-inputs.csv that R packages hold: crime in Columbus
# (data oldcol of spdep) and sudden deaths of infants in North Carolina 1974 (data nc.sids
# of spData; map sids2 of spdep, rates by thousand, counties that share an edge).
# usage: Rscript oracles.R
suppressMessages(library(spdep))
each <- function(name, x) cat(name, ",", paste(sapply(x, function(v) sprintf("%.15g", v)), collapse = " "), "\n", sep = "")
pairs <- function(name, nb) each(name, rbind(rep(seq_along(nb), card(nb)), unlist(nb[card(nb) > 0])))
data(oldcol); each("columbus", COL.OLD$CRIME); pairs("columbus_map", COL.nb)
data(nc.sids, package = "spData"); each("sids", nc.sids$SID74); each("births", nc.sids$BIR74)
unzip(system.file("etc/misc/sids2.zip", package = "spdep"), exdir = tempdir())
map <- sf::st_read(file.path(tempdir(), "sids2/sids2.shp"), quiet = TRUE)
each("sids_rates", map$SIDR74)
suppressWarnings(pairs("sids_map", poly2nb(map, queen = FALSE)))
