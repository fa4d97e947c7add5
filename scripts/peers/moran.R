# Local Moran with conditional permutations by spdep, on a lattice 187 wide.
# usage: Rscript moran.R POINTS
suppressMessages(library(spdep))
points <- read.csv(commandArgs(trailingOnly = TRUE)[1])
W <- nb2listw(dnearneigh(cbind(points$x, points$y), 0, 1.01), style = "W", zero.policy = TRUE)
invisible(localmoran_perm(points$v, W, nsim = 999, zero.policy = TRUE))
