# Expected values of tests/unit/stats/test_spatial.c on a lattice of 12 by 12, by spdep
# (Debian: r-cran-spdep). usage: Rscript spatial.R
suppressMessages(library(spdep))
options(digits = 13)
side <- 12; i <- 0:(side^2 - 1)
x <- sin(i * 0.37) + cos(i * i * 0.11) + (i %% side) * 0.1
rook <- cell2nb(side, side)                       # cells by column: the same map, turned
W <- nb2listw(rook, style = "W")
m <- moran.test(x, W); cat("Moran W", m$estimate, "\n")
m <- moran.test(x, W, randomisation = FALSE); cat("normality", m$estimate[3], "\n")
g <- geary.test(x, W); cat("Geary W", g$estimate, "\n")
g <- geary.test(x, W, randomisation = FALSE); cat("normality", g$estimate[3], "\n")
l <- localmoran(x, W); cat("local Moran", l[c(1, 2, 14, 144), "Ii"], "\n")
B <- nb2listw(rook, style = "B")
cat("local G", localG(x + 5, B)[c(1, 2, 14, 144)], "\n")
cat("local G*", localG(x + 5, nb2listw(include.self(rook), style = "B"))[c(1, 2, 14, 144)], "\n")
# weights that are not symmetric: the three nearest
xy <- cbind(i %% side + 0.01 * i, i %/% side + 0.003 * i^1.1)
K <- nb2listw(knn2nb(knearneigh(xy, 3)), style = "W")
m <- moran.test(x, K); cat("Moran nearest", m$estimate, "\n")
g <- geary.test(x, K); cat("Geary nearest", g$estimate, "\n")
