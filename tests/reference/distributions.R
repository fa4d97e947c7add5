# Quantiles of the families of parameters and of the standard normal, by base R.
# Rscript tests/reference/distributions.R > tests/reference/distributions.csv
# The families without a q-function in R are written out from their definitions:
# PERT = beta on [min, max] with lambda 4 (Malcolm et al. 1959), triangular by its
# closed form.
options(digits = 17)
p <- c(1e-6, 0.001, 0.025, 0.1, 0.5, 0.9, 0.975, 0.999, 1 - 1e-6)
out <- function(family, value, n, sd, min, max, q)
  cat(sprintf("%s,%s,%s,%s,%s,%s,%.17g,%.17g\n", family, value, n, sd, min, max, p, q), sep = "")
cat("family,value,n,sd,min,max,p,quantile\n")
for (m in c(0.02, 0.2, 0.5, 0.85, 0.99)) for (n in c(5, 50, 400, 20000, 3e5, 2e7))
  out("beta", m, n, "", "", "", qbeta(p, m * n, (1 - m) * n))
for (x in list(c(0, 0.3, 1), c(2, 2.5, 9), c(10, 40, 41))) {
  a <- x[1]; m <- x[2]; b <- x[3]
  s1 <- 1 + 4 * (m - a) / (b - a); s2 <- 1 + 4 * (b - m) / (b - a)
  out("pert", m, "", "", a, b, a + (b - a) * qbeta(p, s1, s2))
  f <- (m - a) / (b - a)
  out("triangular", m, "", "", a, b,
      ifelse(p < f, a + sqrt(p * (b - a) * (m - a)), b - sqrt((1 - p) * (b - a) * (b - m))))
  out("uniform", "", "", "", a, b, qunif(p, a, b))
}
for (x in list(c(0.5, 0.2), c(3, 3), c(100, 10))) {
  out("gamma", x[1], "", x[2], "", "", qgamma(p, shape = (x[1] / x[2])^2, scale = x[2]^2 / x[1]))
  out("normal", x[1], "", x[2], "", "", qnorm(p, x[1], x[2]))
  out("lognormal", x[1], "", x[2] / 10, "", "", qlnorm(p, log(x[1]), x[2] / 10))
}
for (x in list(c(0.65, 0.3), c(0.05, 1))) out("logitnormal", x[1], "", x[2], "", "", plogis(qnorm(p, qlogis(x[1]), x[2])))
