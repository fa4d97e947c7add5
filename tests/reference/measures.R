# Expected values of tests/unit/stats/test_measures.c that no paper prints, by base R.
# usage: Rscript measures.R
options(digits = 12)

# convergence: least squares, HC1 of White
s <- c(1, 2, 4, 8); e <- c(4, 6, 9, 14)
m <- lm(I(log(e / s) / 10) ~ log(s))
X <- model.matrix(m); r <- resid(m); b <- solve(crossprod(X))
print(summary(m)$coefficients[, 1:2])
cat("HC1", sqrt(diag(b %*% t(X) %*% diag(r^2) %*% X %*% b * 4 / 2)), "\n")
cat("sd of logarithms", sd(log(s)), "\n")

# exact Poisson intervals
print(poisson.test(10)$conf.int); print(poisson.test(0)$conf.int)

# Newcombe, method 10
wilson <- function(x, n, z = qnorm(.975)) {
  p <- x / n
  (p + z^2 / 2 / n + c(-1, 1) * z * sqrt(p * (1 - p) / n + z^2 / 4 / n^2)) / (1 + z^2 / n)
}
a <- wilson(56, 70); c <- wilson(48, 80); p <- 56 / 70; q <- 48 / 80
cat("Newcombe", p - q - sqrt((p - a[1])^2 + (c[2] - q)^2), p - q + sqrt((a[2] - p)^2 + (q - c[1])^2), "\n")

# Fay and Herriot on the milk data, the restricted likelihood maximised to the end
# (values printed elsewhere stop after four steps of scoring)
y <- c(1.099, 1.075, 1.105, .628, .753, .981, 1.257, 1.095, 1.405, 1.356, .615, 1.46, 1.338, .854, 1.176,
       1.111, 1.257, 1.43, 1.278, 1.292, 1.002, 1.183, 1.044, 1.267, 1.193, .791, .795, .759, .796, .565,
       .886, .952, .807, .582, .684, .787, .44, .759, .77, .8, .756, .865, .64)
sd <- c(.163, .08, .083, .109, .119, .141, .202, .127, .168, .178, .1, .201, .148, .143, .149, .145, .135,
        .172, .137, .163, .125, .247, .14, .171, .106, .121, .121, .259, .106, .089, .225, .205, .119, .067,
        .106, .126, .092, .132, .1, .113, .083, .121, .129)
X <- model.matrix(~ factor(rep(1:4, c(7, 7, 11, 18))))
psi <- sd^2
parts <- function(A) {
  V <- A + psi; Q <- solve(crossprod(X / V, X)); beta <- Q %*% crossprod(X / V, y)
  list(V = V, Q = Q, beta = beta, r = as.vector(y - X %*% beta))
}
score <- function(A) {
  p <- parts(A)
  P <- diag(1 / p$V) - (X / p$V) %*% p$Q %*% t(X / p$V)
  sum(p$r^2 / p$V^2) - sum(diag(P))
}
A <- uniroot(score, c(1e-6, 1), tol = 1e-15)$root
p <- parts(A); g <- psi / p$V
eblup <- X %*% p$beta + (1 - g) * p$r
mse <- (1 - g) * psi + g^2 * rowSums((X %*% p$Q) * X) + 2 * g^2 / p$V * 2 / sum(1 / p$V^2)
cat("REML A", A, "\nbeta", p$beta, "\nEBLUP", eblup[1:5], "\nMSE", mse[1:5], "\n")
A <- uniroot(function(A) { p <- parts(A); sum(p$r^2 / p$V^2) - sum(1 / p$V) }, c(1e-6, 1), tol = 1e-15)$root
cat("ML A", A, "\n")
A <- uniroot(function(A) { p <- parts(A); sum(p$r^2 / p$V) - 39 }, c(1e-6, 1), tol = 1e-15)$root
cat("moment A", A, "\n")

# Trend: Theil and Sen, Mann and Kendall (cor.test with continuity correction)
x <- c(2003:2009, 2011:2014)
v <- c(8.1, 8.4, 8.2, 8.2, 7.4, 7.9, 9.8, 9.6, 10.2, 10.6, 10.4)
pairs <- combn(length(x), 2)
slopes <- sort((v[pairs[2, ]] - v[pairs[1, ]]) / (x[pairs[2, ]] - x[pairs[1, ]]))
n <- length(v); ties <- table(v)
variance <- (n * (n - 1) * (2 * n + 5) - sum(ties * (ties - 1) * (2 * ties + 5))) / 18
reach <- qnorm(.975) * sqrt(variance); N <- length(slopes)
at <- function(rank) approx(seq_len(N), slopes, rank)$y  # Gilbert 1987, 16.4.2
cat("slope", median(slopes), "interval", at((N - reach) / 2), at((N + reach) / 2 + 1), "\n")
cat("S", sum(sign(v[pairs[2, ]] - v[pairs[1, ]])), "variance", variance, "\n")
cat("p", cor.test(x, v, method = "kendall", exact = FALSE, continuity = TRUE)$p.value, "\n")

# Peers: mean of squared differences of z-scores, and Mahalanobis
M <- matrix(c(1, 2, 3, 5, 8, 13, 10, 9, 7, 8, 3, 1, 4, 4, 5, 6, 5, 9), 6)
Z <- scale(M)
cat("Euclid", sqrt(colMeans((t(Z) - Z[2, ])^2)), "\n")
cat("Mahalanobis", sqrt(mahalanobis(M, M[2, ], cov(M)) / 3), "\n")

# Beta-binomial: likelihood by ln alpha and ln beta, optim and then Newton's steps
x <- c(5, 2, 40, 7, 0, 9); n <- c(200, 150, 400, 180, 90, 350)
loss <- function(t) -sum(lbeta(exp(t[1]) + x, exp(t[2]) + n - x) - lbeta(exp(t[1]), exp(t[2])))
slope <- function(t) {
  a <- exp(t[1]); b <- exp(t[2]); both <- digamma(a + b) - digamma(a + b + n)
  -c(a * sum(digamma(a + x) - digamma(a) + both), b * sum(digamma(b + n - x) - digamma(b) + both))
}
t <- optim(c(0, 3), loss, slope, method = "BFGS")$par
for (i in 1:20) {
  H <- sapply(1:2, function(j) { d <- c(0, 0); d[j] <- 1e-5; (slope(t + d) - slope(t - d)) / 2e-5 })
  t <- t - solve(H, slope(t))
}
a <- exp(t[1]) + x; b <- exp(t[2]) + n - x
cat("beta-binomial", exp(t), "\nmeans", a / (a + b), "\nsd", sqrt(a * b / ((a + b)^2 * (a + b + 1))),
    "\nfifth", qbeta(c(.025, .975), a[5], b[5]), "\n")

# Theil between two groups of three: all 20 groupings
v <- c(1, 2, 4, 8, 16, 3); w <- c(5, 3, 2, 1, 1, 4)
between <- function(first) sum(sapply(list(first, setdiff(1:6, first)), function(g) {
  s <- sum((v * w)[g]) / sum(v * w)
  s * log(s / (sum(w[g]) / sum(w)))
}))
cat("between", between(c(1, 2, 6)), "p", mean(combn(6, 3, between) >= between(c(1, 2, 6)) - 1e-12), "\n")

# Relatedness of the five sectors of EG5: proximity from conditional shares, density, and
# its moments over all placements of the other specialisations
M <- rbind(c(100,0,0,0,0), c(0,15,5,70,10), c(0,20,10,20,50), c(0,25,30,5,40), c(0,40,55,5,0))
X <- 1 * (prop.table(M, 1) / rep(colSums(M) / sum(M), each = 5) >= 1)
given <- function(i, j) sum(X[, i] & X[, j]) / sum(X[, j])
P <- outer(1:5, 1:5, Vectorize(function(i, j) if (i == j) 0 else min(given(i, j), given(j, i))))
D <- sapply(1:5, function(i) sapply(1:5, function(t) sum(X[t, -i] * P[i, -i]) / sum(P[i, -i])))
cat("specialised", t(X), "\nproximity", P[lower.tri(P)], "\ndensity\n"); print(D, digits = 12)
placed <- combn((1:5)[-2], sum(X[5, -2]), function(s) sum(P[2, s]) / sum(P[2, -2]))
cat("moments", mean(placed), sqrt(mean((placed - mean(placed))^2)), "\n")
