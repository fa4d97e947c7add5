# Expected values of tests/unit/stats/test_maps.c: classes by classInt (Debian: r-cran-classint),
# projections by PROJ (cs2cs, Debian: proj-bin). usage: Rscript maps.R
suppressMessages(library(classInt))
options(digits = 15)
i <- 1:60
x <- round(10 + 5 * sin(i * 0.7) + cos(i * i * 0.3) + (i %% 7 == 0) * 8, 3)
for (style in c("quantile", "equal", "fisher"))
  for (k in c(3, 5)) cat(style, k, classIntervals(x, k, style)$brks, "\n")
cat("least sum of squares of 5 classes:",
    sum(tapply(x, findCols(classIntervals(x, 5, "fisher")), function(v) sum((v - mean(v))^2))), "\n")
project <- function(from, to, lines) cat(system2("cs2cs", c("-f", "%.4f", from, to), input = lines, stdout = TRUE), sep = "\n")
project("EPSG:4258", "EPSG:2154", c("46.5 3", "46.5 5", "48.4 -4.5", "42.70 9.45", "48.5734 7.7521"))
project(c("+proj=longlat", "+ellps=GRS80"), c("+to", "+proj=merc", "+ellps=GRS80", "+lat_ts=-21.15", "+lon_0=55.5"),
        c("55.2 -20.9", "55.8 -21.4", "55.5 -21.15"))
