# The work of the pack reference-w1 with R: the same law, the same summary.
# usage: Rscript w1.R DRAWS [total|centre]: places added up first, or one binomial a centre
arguments <- commandArgs(trailingOnly = TRUE)
n <- as.integer(arguments[1])
by_centre <- length(arguments) > 1 && arguments[2] == "centre"
set.seed(1)
fill <- rbeta(n, 18, 4); complete <- rbeta(n, 40, 12); certify <- rbeta(n, 60, 10)
place <- rbeta(n, 30, 12); industry <- rbeta(n, 20, 15); remain <- rbeta(n, 10, 20)
stay <- rbeta(n, 45, 5)
opening <- 0:7 %/% 2
steps <- c(12, 24, 36, 48, 60)
stock <- integer(n); cost <- numeric(n); total <- integer(n)
out <- list()
for (year in 0:11) {
  age <- year - opening
  capacities <- steps[pmin(age[age >= 0], 4) + 1]
  if (!by_centre) capacities <- sum(capacities)
  stock <- rbinom(n, stock, stay)
  e <- c <- d <- p <- i <- integer(n)
  for (places in capacities) {
    x <- rbinom(n, places, fill); e <- e + x
    x <- rbinom(n, x, complete); c <- c + x
    x <- rbinom(n, x, certify); d <- d + x
    x <- rbinom(n, x, place); p <- p + x
    x <- rbinom(n, x, industry); i <- i + x
    stock <- stock + rbinom(n, x, remain)
  }
  total <- total + c
  cost <- cost + 150000 * sum(age >= 0) + 400000 * sum(age == 0) + 4500 * e
  out <- c(out, list(e, c, d, p, i, stock, cost))
}
for (x in out) cat(mean(x), sd(x), quantile(x, c(.05, .25, .5, .75, .95)), "\n")
cat(mean(total >= 2500), "\n")
