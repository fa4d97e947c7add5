# Posteriors and prior predictive p-values of counts, by base R.
# Rscript tests/reference/calibration.R > tests/reference/calibration.csv
# Beta: qbeta of the updated shapes; the predictive law by enumeration of all n + 1 counts.
# Other families: the same by integrate() over the prior's own density, the quantiles by
# uniroot() of the integrated posterior. Twice the smaller tail, at most 1.
# Dirichlet: each class is Beta against the others.
options(digits = 17)
out <- function(family, value, n, sd, min, max, k, of, mean, low, high, p)
  cat(sprintf("%s,%s,%s,%s,%s,%s,%d,%d,%.12g,%.12g,%.12g,%.12g", family, value, n, sd, min, max, k, of,
              mean, low, high, p), sep = "\n")
cat("family,value,n,sd,min,max,count,of,mean,low,high,p\n")
two_sided <- function(pmf, k) min(1, 2 * min(sum(pmf[1:(k + 1)]), sum(pmf[(k + 1):length(pmf)])))
for (prior in list(c(0.8, 40), c(0.8, 20), c(0.92, 60), c(0.5, 2), c(0.02, 5), c(0.894, 3594)))
  for (seen in list(c(0, 1), c(1, 1), c(17, 20), c(20, 20), c(31, 60), c(400, 480), c(4800, 5000))) {
    a <- prior[1] * prior[2]; b <- prior[2] - a; k <- seen[1]; n <- seen[2]; x <- 0:n
    pmf <- exp(lchoose(n, x) + lbeta(a + x, b + n - x) - lbeta(a, b))
    stopifnot(abs(sum(pmf) - 1) < 1e-8)
    q <- qbeta(c(0.05, 0.95), a + k, b + n - k)
    out("beta", prior[1], prior[2], "", "", "", k, n, (a + k) / (a + b + n), q[1], q[2], two_sided(pmf, k))
  }
for (k in list(c(3, 10), c(9, 10), c(50, 100), c(30, 100)))
  out("fixed", 0.5, "", "", "", "", k[1], k[2], 0.5, 0.5, 0.5, two_sided(dbinom(0:k[2], k[2], 0.5), k[1]))
densities <- list(
  list("pert", 0.7, "", 0.6, 0.8, function(x) dbeta((x - 0.6) / 0.2, 3, 3) / 0.2),
  list("pert", 0.32, "", 0.25, 0.39, function(x) dbeta((x - 0.25) / 0.14, 3, 3) / 0.14),
  list("uniform", "", "", 0.2, 0.9, function(x) dunif(x, 0.2, 0.9)),
  list("triangular", 0.5, "", 0.1, 0.8, function(x)
    ifelse(x < 0.5, 2 * (x - 0.1) / (0.7 * 0.4), 2 * (0.8 - x) / (0.7 * 0.3))),
  list("logitnormal", 0.65, 0.3, 0, 1, function(x) dnorm(qlogis(x), qlogis(0.65), 0.3) / (x * (1 - x))))
for (d in densities) for (seen in list(c(7, 10), c(30, 60), c(66, 100))) {
  k <- seen[1]; n <- seen[2]; f <- d[[6]]; low <- d[[4]]; high <- d[[5]]
  area <- function(g, from = low, to = high) {
    cut <- seq(from, to, length.out = 41)
    if (from < 0.5 && to > 0.5) cut <- sort(c(cut, 0.5))   # the corner of the triangle
    sum(mapply(function(u, v) integrate(g, u, v, rel.tol = 1e-11, abs.tol = 0)$value, cut[-41 - (length(cut) > 41)], cut[-1]))
  }
  like <- function(x) f(x) * dbinom(k, n, x)
  total <- area(like)
  mean <- area(function(x) x * like(x)) / total
  q <- sapply(c(0.05, 0.95), function(p)
    uniroot(function(t) area(like, low, t) / total - p, c(low + 1e-6, high - 1e-6), tol = 1e-11)$root)
  tail <- function(g) area(function(x) f(x) * g(x))
  p <- min(1, 2 * min(tail(function(x) pbinom(k, n, x)), tail(function(x) pbinom(k - 1, n, x, FALSE))))
  out(d[[1]], d[[2]], "", d[[3]], if (d[[1]] == "logitnormal") "" else low, if (d[[1]] == "logitnormal") "" else high,
      k, n, mean, q[1], q[2], p)
}
alpha <- c(2, 14, 80, 3, 1); counts <- c(0, 5, 20, 5, 0)
for (i in 1:5) {
  a <- alpha[i]; b <- sum(alpha) - a; k <- counts[i]; n <- sum(counts); x <- 0:n
  pmf <- exp(lchoose(n, x) + lbeta(a + x, b + n - x) - lbeta(a, b))
  q <- qbeta(c(0.05, 0.95), a + k, b + n - k)
  out("dirichlet", sum(alpha), a, "", "", "", k, n, (a + k) / (a + b + n), q[1], q[2], two_sided(pmf, k))
}
