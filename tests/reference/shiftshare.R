# Expected values of shift-share by the formulas of the papers, sector by sector, and of the
# variance of Kendall's S under an autoregression. Base R.
# usage: Rscript shiftshare.R [flores.csv emploi-salarie-ze.csv]
# (the panels of datasets/panels: Montbéliard, zone 2714)
options(digits = 12)

# e0, e1: jobs of the territory, n0, n1: of the country, by sector
shiftshare <- function(e0, e1, n0, n1) {
  g <- sum(n1) / sum(n0) - 1; gi <- ifelse(n0 > 0, n1 / n0 - 1, 0)
  gj <- sum(e1) / sum(e0) - 1; gij <- ifelse(e0 > 0, e1 / e0 - 1, NA)
  h <- sum(e0) * n0 / sum(n0)                       # jobs with the structure of the country
  regional <- e1 - e0 * (1 + gi)
  homothetic <- ifelse(e0 > 0, h * (gij - gi), 0)
  allocation <- ifelse(e0 > 0, (e0 - h) * (gij - gi), regional)
  data.frame(change = e1 - e0, national = e0 * g, structural = e0 * (gi - g), regional, homothetic, allocation,
             ng_e = h * g, ng_d = (e0 - h) * g, im_e = h * (gi - g), im_d = (e0 - h) * (gi - g),
             rg_e = h * (gj - g), rg_d = (e0 - h) * (gj - g),
             ri_e = homothetic - h * (gj - g), ri_d = allocation - (e0 - h) * (gj - g))
}
dynamic <- function(local, country) Reduce(`+`, lapply(2:nrow(local), function(t)
  shiftshare(local[t - 1, ], local[t, ], country[t - 1, ], country[t, ])[, 2:4]))

region <- rbind(c(90, 20, 10, 60), c(100, 40, 10, 55), c(105, 45, 15, 60))
nation <- rbind(c(400, 150, 150, 400), c(440, 210, 135, 480), c(460, 230, 155, 500))
fk <- shiftshare(region[1, ], region[2, ], nation[1, ], nation[2, ])
print(rbind(fk, total = colSums(fk)))
dy <- dynamic(region, nation)
print(rbind(dy, total = colSums(dy)))
cat("first and last only", colSums(shiftshare(region[1, ], region[3, ], nation[1, ], nation[3, ]))[2:4], "\n")
cat("first year twice, last left out", colSums(dynamic(region[c(1, 1, 2), ], nation[c(1, 1, 2), ])), "\n")

# Variance of S: sum over pairs of pairs of 2/pi asin(correlation of the differences)
variance_of_s <- function(times, r) {
  at <- function(a, b) r^abs(outer(times[a], times[b], "-"))
  p <- which(upper.tri(diag(length(times))), arr.ind = TRUE); i <- p[, 1]; j <- p[, 2]
  v <- 2 - 2 * r^abs(times[j] - times[i])
  sum(2 / pi * asin(pmin(pmax((at(j, j) - at(j, i) - at(i, j) + at(i, i)) / sqrt(outer(v, v)), -1), 1)))
}
cat("variance of S: ten, r = 0.5", variance_of_s(1:10, 0.5), "r = 0.9", variance_of_s(1:10, 0.9), "\n")
cat("times 1 2 4 8 9, r = 0.7", variance_of_s(c(1, 2, 4, 8, 9), 0.7), "\n")
set.seed(1)
s <- replicate(2e4, { x <- as.vector(stats::filter(c(rnorm(1) / sqrt(.75), rnorm(9)), .5, "recursive"))
  sum(sign(outer(x, x, "-"))[lower.tri(diag(10))]) })
cat("simulated, ten, r = 0.5", var(s), "\n")

# Theil and Sen's slope of a series whose values depend on one another
series <- function(years, values) {
  n <- length(years); slopes <- outer(values, values, "-") / outer(years, years, "-")
  slope <- median(slopes[lower.tri(slopes)])
  e <- values - slope * years; e <- e - mean(e)
  r <- sum((e[-1] * e[-n])[diff(years) == 1]) / sum(e^2); r <- min(max((n * r + 2) / (n - 4), 0), .97)
  r <- min(r + sqrt((1 - r^2) / n) / 2, .97)
  R <- r^abs(outer(years, years, "-")); X <- cbind(1, years - mean(years))
  H <- solve(crossprod(X), t(X)); M <- diag(n) - X %*% H
  se <- sqrt((H %*% R %*% t(H))[2, 2] * sum(e^2) / sum(diag(M %*% R)))
  df <- max(n * (1 - r) / (1 + r) - 2, 2)
  ratio <- variance_of_s(years, r) / (n * (n - 1) * (2 * n + 5) / 18)
  S <- sum(sign(outer(values, values, "-"))[lower.tri(diag(n))]); ties <- table(values)
  v0 <- (n * (n - 1) * (2 * n + 5) - sum(ties * (ties - 1) * (2 * ties + 5))) / 18
  list(slope = slope, r = r, interval = slope + c(-1, 1) * qt(.975, df) * se, variance_ratio = ratio,
       p = 2 * pt(-(abs(S) - 1) / sqrt(v0 * ratio), n - 2))
}
str(series(c(2003:2009, 2011:2014), c(8.1, 8.4, 8.2, 8.2, 7.4, 7.9, 9.8, 9.6, 10.2, 10.6, 10.4)), digits.d = 12)

file <- commandArgs(TRUE)
if (length(file) == 2) {
  panel <- read.csv(file[2], colClasses = c(code = "character"))
  z <- panel[panel$level == "ze" & panel$code == "2714", ]; z <- z[order(z$year), ]
  t <- series(z$year, log(z$ee205_sal))
  cat("growth of salaried jobs", expm1(t$slope), expm1(t$interval), "r", t$r, "p", t$p, "\n")
  panel <- read.csv(file[1], colClasses = c(code = "character"), check.names = FALSE)
  sectors <- grep("^flores38_..$", names(panel), value = TRUE)
  jobs <- function(level, code, year) {
    x <- as.numeric(unlist(panel[panel$level == level & panel$code == code & panel$year == year, sectors]))
    names(x) <- sectors
    ifelse(is.na(x), 0, x)   # the sectors add up to the total: those without a figure are 0
  }
  m <- shiftshare(jobs("ze", "2714", 2022), jobs("ze", "2714", 2023), jobs("fr", "FR", 2022), jobs("fr", "FR", 2023))
  print(colSums(m)); print(m["flores38_cl", ])
}
