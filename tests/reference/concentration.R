# Expected values of concentration, by base R from the definitions. Run in the root of the sources.
# usage: Rscript tests/reference/concentration.R
options(digits = 12)
set.seed(20)

hoover <- function(v, w) sum(abs(v / sum(v) - w / sum(w))) / 2
gini <- function(v, w) {  # area of trapezia under the Lorenz curve of v against w
  o <- order(v / w); X <- c(0, cumsum(w[o]) / sum(w)); Y <- c(0, cumsum(v[o]) / sum(v))
  1 - sum(diff(X) * (head(Y, -1) + Y[-1]))
}
theil <- function(v, w) { s <- v / sum(v); x <- w / sum(w); sum((s * log(s / x))[s > 0]) }
gap <- function(v, w) sum((v / sum(v) - w / sum(w))^2)
hhi <- function(v, w) sum((v / sum(v))^2)
measures <- function(v, w) sapply(list(hoover = hoover, gini = gini, theil = theil, eg_g = gap, hhi = hhi),
                                  function(f) f(v, w))

# EG5: sectors in columns, territories in rows
M <- rbind(c(100,0,0,0,0), c(0,15,5,70,10), c(0,20,10,20,50), c(0,25,30,5,40), c(0,40,55,5,0))
cat("EG5\n"); print(apply(M, 2, measures, w = rowSums(M)))

# Flores A38 by employment zone, 2023. Where the sectors known add up to all posts, the others have none.
d <- read.csv("datasets/panels/flores.csv", colClasses = c(code = "character"))
d <- d[d$level == "ze" & d$year == 2023, ]
S <- as.matrix(d[grep("^flores38_..$", names(d))])
full <- rowSums(S, na.rm = TRUE) >= d$flores - .5
S[full, ][is.na(S[full, ])] <- 0
stopifnot(!anyNA(S))
cat("Flores A38\n"); print(t(apply(S, 2, measures, w = d$flores)))

# What chance gives: closed forms where there are some, else 20,000 draws with their error
x <- d$flores / sum(d$flores)
chance <- function(n) {
  one <- function(p) { k <- 0:n; sum(dbinom(k, n, p) * abs(k / n - p)) }
  exact <- c(hoover = sum(sapply(x, one)) / 2, eg_g = (1 - sum(x^2)) / n, hhi = sum(x^2) + (1 - sum(x^2)) / n)
  D <- apply(rmultinom(20000, n, x), 2, function(v) c(gini = gini(v, x), theil = theil(v, x)))
  cat("chance n", n, "\n"); print(exact); print(rbind(mean = rowMeans(D), error = apply(D, 1, sd) / sqrt(20000)))
}
chance(sum(S[, "flores38_cd"]))
chance(500)

# Var(G): all 3^4 ways in which four plants can fall on three places, and that of EG 1997
z <- c(50, 30, 15, 5) / 100; x3 <- c(.5, .3, .2)
ways <- as.matrix(expand.grid(1:3, 1:3, 1:3, 1:3))
variance <- function(p, x = x3) {
  G <- apply(ways, 1, function(w) sum((tapply(z, factor(w, 1:3), sum, default = 0) - x)^2))
  P <- apply(ways, 1, function(w) prod(p[w])); m <- sum(P * G)
  c(mean = m, variance = sum(P * (G - m)^2))
}
S2 <- sum(x3^2); S3 <- sum(x3^3); H <- sum(z^2)
cat("Var(G), p = x", variance(x3), "by EG 1997",
    2 * (H^2 * (S2 - 2 * S3 + S2^2) - sum(z^4) * (S2 - 4 * S3 + 3 * S2^2)), "\n")
cat("Var(G), p = (.1, .6, .3)", variance(c(.1, .6, .3)), "and of the sum of squares", variance(c(.1, .6, .3), 0), "\n")

# Three industries by the definition of EG 1997, with their plants
jobs <- list(c(60, 30, 10, 5), c(20, 50, 80), c(7, 9)); at <- list(c(1, 2, 3, 1), c(1, 2, 3), c(2, 2))
share <- function(i) tapply(jobs[[i]], factor(at[[i]], 1:3), sum, default = 0) / sum(jobs[[i]])
coagglomeration <- function(set) {
  w <- sapply(set, function(i) sum(jobs[[i]])); w <- w / sum(w)
  s <- sapply(set, share)
  h <- sapply(set, function(i) sum((jobs[[i]] / sum(jobs[[i]]))^2))
  gamma <- sapply(seq_along(set), function(k) (sum((s[, k] - x3)^2) / (1 - S2) - h[k]) / (1 - h[k]))
  G <- sum((s %*% w - x3)^2)
  (G / (1 - S2) - sum(w^2 * h) - sum(gamma * w^2 * (1 - h))) / (1 - sum(w^2))
}
# its error, with matrices: what is linear in the errors of each industry, less their products;
# plants drawn again with p = s + H (x - s)
error <- function(set) {
  w <- sapply(set, function(i) sum(jobs[[i]])); w <- w / sum(w)
  h <- sapply(set, function(i) sum((jobs[[i]] / sum(jobs[[i]]))^2))
  V <- Map(function(i, h) { p <- as.vector(share(i) + h * (x3 - share(i))); diag(p) - p %o% p }, set, h)
  D <- sapply(set, share) - x3
  n <- length(set); L <- P <- 0
  for (i in 1:n) { g <- 2 * w[i] * D[, -i, drop = FALSE] %*% w[-i]; L <- L + h[i] * t(g) %*% V[[i]] %*% g }
  for (i in 1:n) for (j in seq_len(i - 1)) P <- P + (2 * w[i] * w[j])^2 * h[i] * h[j] * sum(diag(V[[i]] %*% V[[j]]))
  sqrt(max(L - P, P)) / ((1 - S2) * (1 - sum(w^2)))
}
cat("coagglomeration of 1+2", coagglomeration(1:2), error(1:2), "\n1+3", coagglomeration(c(1, 3)), error(c(1, 3)),
    "\n2+3", coagglomeration(2:3), error(2:3), "\n1+2+3", coagglomeration(1:3), error(1:3), "\n")
cat("agglomeration of 1", (sum((share(1) - x3)^2) / (1 - S2) - sum((jobs[[1]] / 105)^2)) / (1 - sum((jobs[[1]] / 105)^2)), "\n")

# EG, 10 plants: z of Var(G) and p by 100,000 throws of the plants
e <- c(200, 650, 12000, 100, 50, 16000, 13000, 1500, 1500, 25000); r <- rep(1:3, c(5, 4, 1)); x10 <- c(.5, .4, .1)
q <- e / sum(e); T2 <- sum(x10^2); T3 <- sum(x10^3); H <- sum(q^2)
G <- function(w) sum((tapply(q, factor(w, 1:3), sum, default = 0) - x10)^2)
v0 <- 2 * (H^2 * (T2 - 2 * T3 + T2^2) - sum(q^4) * (T2 - 4 * T3 + 3 * T2^2))
s <- tapply(q, factor(r, 1:3), sum, default = 0)
cat("ten plants: z", (G(r) - (1 - T2) * H) / sqrt(v0), "Maurel-Sédillot",
    ((sum(s^2) - T2) / (1 - T2) - H) / (1 - H), "p",
    mean(replicate(100000, G(sample(3, 10, TRUE, x10))) >= G(r) - 1e-12), "\n")

# Size bands: mean of a head count with P(size >= k) in proportion to 1 / k - 1 / (high + 1)
band <- function(low, high) {
  k <- low:high; p <- 1 / k - 1 / (k + 1)
  c(mean = sum(k * p) / sum(p), sd = sqrt(sum(k^2 * p) / sum(p) - (sum(k * p) / sum(p))^2))
}
cat("band 03", band(6, 9), "12", band(20, 49), "53", band(10000, 40000), "\n")

# The sector 'one' of tests/data/concentration/sizes.csv, sizes drawn within their bands, 20,000 draws
low <- c(20, 20, 10, 50, 6, 1); high <- c(49, 49, 19, 99, 9, 2); r <- c(1, 1, 1, 2, 2, 3)
size <- function() mapply(function(a, b) sample(seq(a, b), 1, prob = 1 / seq(a, b) - 1 / (seq(a, b) + 1)), low, high)
of <- function(e, r) {
  q <- e / sum(e); H <- sum(q^2); g <- sum((tapply(q, factor(r, 1:3), sum, default = 0) - x10)^2)
  v0 <- 2 * (H^2 * (T2 - 2 * T3 + T2^2) - sum(q^4) * (T2 - 4 * T3 + 3 * T2^2))
  c(gamma = (g / (1 - T2) - H) / (1 - H), g = g, h = H, z = (g - (1 - T2) * H) / sqrt(v0))
}
D <- replicate(20000, { e <- size(); a <- of(e, r); c(a, p = of(e, sample(3, 6, TRUE, x10))[[1]] >= a[[1]] - 1e-12) })
cat("bands\n"); print(rbind(mean = rowMeans(D), sd = apply(D, 1, sd)))
