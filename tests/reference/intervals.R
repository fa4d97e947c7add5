# Intervals and quantiles by R. Rscript tests/reference/intervals.R
# R version 4.2.2; values are copied into tests/unit/stats/test_interval.c and
# tests/unit/sim/test_histogram.c
options(digits = 12)
wilson <- function(x, n, conf = 0.95) prop.test(x, n, conf.level = conf, correct = FALSE)$conf.int
print(wilson(81, 263)); print(wilson(0, 20)); print(wilson(1, 29)); print(wilson(81, 263, 0.9))
# effective n: 0.32 of 250 answers with a design effect of 1.8
z <- qnorm(0.975); p <- 0.32; n <- 250 / 1.8
print((p + z^2 / (2 * n) + c(-1, 1) * z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))) / (1 + z^2 / n))
print(t.test(c(48, 65, 78, 71, 59))$conf.int); print(mean(c(48, 65, 78, 71, 59))); print(sd(c(48, 65, 78, 71, 59)))
# location quotient 1714 of 79006 against 879213 of 15593224, the territory inside
a <- 1714; A <- 79006; b <- 879213; B <- 15593224
pi <- a / A; P <- b / B; w <- A / B
v <- (1 - pi) / (A * pi) + (1 - P) / (B * P) - 2 * w * (pi * (1 - pi) / A) / (pi * P)
print(c(pi / P, sqrt(v), exp(log(pi / P) + c(-1, 1) * z * sqrt(v))))
x <- c(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5)
print(quantile(x, c(0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1), type = 7))
