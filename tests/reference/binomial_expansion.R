# The Cornish-Fisher expansion of stats/numeric/binomial_kernel.h against R's pbinom and qnorm: at the
# score w of each P(X < k), where the distribution function made continuous reaches k, its error as a
# share of what the kernel takes for doubt. Everything printed must be below 1.
expansion <- function(w, n, p) {
    q <- 1 - p
    pq <- p * q
    skew <- q - p
    sd <- sqrt(n * pq)
    w2 <- w^2
    n * p + 1 / 2 + sd * w + skew * (w2 - 1) / 6 -
        w * ((1 + 2 * pq) * w2 + 2 - 14 * pq) / (72 * sd) +
        skew * (pq + 2) * ((3 * w2 + 7) * w2 - 16) / (1620 * sd^2)
}
doubt <- function(w, sd) (0.04 + 0.0012 * w^6) / sd^3

worst <- function(mean) {
    shares <- c(0.00005, 0.0005, 0.002, 0.005, seq(0.01, 0.5, 0.01))
    sapply(shares, function(p) {
        n <- ceiling(mean / p)
        sd <- sqrt(n * p * (1 - p))
        k <- max(0, floor(n * p - 6 * sd)):min(n, ceiling(n * p + 6 * sd))
        low <- pbinom(k - 1, n, p)
        high <- pbinom(k - 1, n, p, lower.tail = FALSE)
        w <- ifelse(low < 0.5, qnorm(low), -qnorm(high))
        used <- is.finite(w) & abs(w) < 3.3
        max(abs(expansion(w[used], n, p) - k[used]) / doubt(w[used], sd))
    })
}
for (mean in c(5, 6, 7, 8, 9, 10, 12, 15, 20, 30, 50, 100, 300, 1000, 10000))
    cat(sprintf("mean %6g: %.3f\n", mean, max(worst(mean))))
