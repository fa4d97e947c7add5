# E[logistic(logit(.65) + sigma Z)] by quadrature. Rscript tests/reference/logistic_normal.R   (R 4.2.2)
options(digits = 12)
for (s in c(.3, .5, 1)) {
  m <- integrate(function(z) plogis(qlogis(.65) + s * z) * dnorm(z), -Inf, Inf, rel.tol = 1e-12)$value
  q <- integrate(function(z) plogis(qlogis(.65) + s * z)^2 * dnorm(z), -Inf, Inf, rel.tol = 1e-12)$value
  print(c(s, m, sqrt(q - m^2)))
}
