# Quantiles of gamma and beta distributions from tiny to very large parameters, by base R.
# Rscript tests/reference/inverse.R > tests/reference/inverse.csv
out <- function(law, tail, p, a, b, q) cat(sprintf("%s,%s,%.17g,%.17g,%s,%.17g\n", law, tail, p, a, b, q), sep = "")
cat("law,tail,p,a,b,quantile\n")
for (p in c(1e-6, 0.005, 0.025, 0.5, 0.9)) for (upper in c(FALSE, TRUE)) {
  tail <- if (upper) "upper" else "lower"
  for (a in c(0.05, 0.7, 3, 20.5, 150, 1731.93, 2686.9, 10295.2, 45469.5, 99999, 1e6, 3.5e8))
    out("gamma", tail, p, a, "", qgamma(p, a, lower.tail = !upper))
  for (a in c(0.5, 4, 81, 2500, 1e5, 3e6)) for (b in c(0.5, 21, 183, 9000, 4e6))
    out("beta", tail, p, a, sprintf("%.17g", b), qbeta(p, a, b, lower.tail = !upper))
}
