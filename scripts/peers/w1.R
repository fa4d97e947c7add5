# The work of the pack reference-w1 with R: the same law, the same summary.
# usage: Rscript w1.R DRAWS
n <- as.integer(commandArgs(trailingOnly = TRUE)[1])
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
  places <- sum(steps[pmin(age[age >= 0], 4) + 1])
  e <- rbinom(n, places, fill)
  c <- rbinom(n, e, complete)
  d <- rbinom(n, c, certify)
  p <- rbinom(n, d, place)
  i <- rbinom(n, p, industry)
  stock <- rbinom(n, stock, stay) + rbinom(n, i, remain)
  total <- total + c
  cost <- cost + 150000 * sum(age >= 0) + 400000 * sum(age == 0) + 4500 * e
  out <- c(out, list(e, c, d, p, i, stock, cost))
}
for (x in out) cat(mean(x), sd(x), quantile(x, c(.05, .25, .5, .75, .95)), "\n")
cat(mean(total >= 2500), "\n")
