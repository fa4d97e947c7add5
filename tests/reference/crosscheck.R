# A broad cross-check: inputs drawn once at random, and the values that R computes from
# them. tests/unit/stats/test_reference.c reads both files and compares.
# usage: Rscript crosscheck.R FOLDER      writes inputs.csv and values.csv there
# R 4.2.2, spdep 1.2-7, survey 4.1-1 (Debian 12). Where base R has no function for a
# measure it is computed from its definition, in another form than the library's wherever
# there is one (double sums for Gini, enumeration, optim, root finding).
#
# Tolerances are relative to the largest value of a result: CLOSED for closed forms (R and
# the library differ by the order of sums only), QUANTILE for quantiles of beta, gamma, t
# (qbeta and the like stop near 1e-13; GSL's near 1e-11), OPTIM for what is found by an
# iteration (root finding to 1e-15, then square-root error of the objective).
suppressMessages({library(spdep); library(survey)})
CLOSED <- 1e-11; QUANTILE <- 1e-9; OPTIM <- 1e-8
folder <- commandArgs(TRUE)[1]
set.seed(20240611, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

inputs <- file(file.path(folder, "inputs.csv"), "w"); values <- file(file.path(folder, "values.csv"), "w")
writeLines("name,values", inputs); writeLines("measure,inputs,item,expected,within,note", values)
text <- function(v) sprintf("%.17g", v)
# Rounds so that the text is the number, keeps it, returns it.
keep <- function(name, v, digits = 6) {
  v <- signif(v, digits)
  writeLines(paste0(name, ",", paste(sprintf("%.15g", v), collapse = " ")), inputs)
  v
}
# Named results, or ranks 1, 2, ...; what is not finite is left out.
expect <- function(measure, args, v, tolerance, items = names(v)) {
  v <- unlist(v)
  if (is.null(items)) items <- seq_along(v)
  within <- tolerance * max(abs(v[is.finite(v)]), 1e-300)
  for (i in which(is.finite(v)))
    writeLines(paste(measure, args, items[i], text(v[i]), sprintf("%.3g", within), "", sep = ","), values)
}

# ---- shares and counts -------------------------------------------------------------------------
wilson <- function(x, n, conf) as.vector(prop.test(x, n, conf.level = conf, correct = FALSE)$conf.int)
# binom.test and poisson.test list every outcome to find p: too many for the largest counts,
# whose limits are the quantiles that these functions use.
exact_share <- function(x, n, conf) {
  if (n < 1e5) return(binom.test(x, n, conf.level = conf)$conf.int)
  qbeta(c((1 - conf) / 2, (1 + conf) / 2), c(x, x + 1), c(n - x + 1, n - x))
}
exact_count <- function(x, conf) if (x < 1e5) poisson.test(x, conf.level = conf)$conf.int else qgamma(c((1 - conf) / 2, (1 + conf) / 2), c(x, x + 1))
bounds <- function(v) c(low = v[1], high = v[2])
shares <- rbind(cbind(rbinom(18, n <- sample(3:900, 18), runif(18)), n), c(1350, 6780), c(12345, 61234), c(31, 400000), c(1234567, 8765432), c(20000001, 40000000), c(0, 7), c(7, 7), c(0, 450), c(450, 450), c(1, 2))
for (k in seq_len(nrow(shares))) {
  x <- shares[k, 1]; n <- shares[k, 2]; conf <- c(.95, .9, .99)[1 + k %% 3]; a <- (1 - conf) / 2
  args <- paste(format(x, scientific = FALSE), format(n, scientific = FALSE), conf)
  expect("wilson", args, bounds(suppressWarnings(wilson(x, n, conf))), CLOSED)
  expect("clopper_pearson", args, bounds(exact_share(x, n, conf)), QUANTILE)
  expect("jeffreys", args, bounds(c(if (x == 0) 0 else qbeta(a, x + .5, n - x + .5),
                                    if (x == n) 1 else qbeta(1 - a, x + .5, n - x + .5))), QUANTILE)
  z <- qnorm(1 - a); p <- (x + z^2 / 2) / (n + z^2)
  expect("agresti_coull", args, bounds(pmin(pmax(p + c(-1, 1) * z * sqrt(p * (1 - p) / (n + z^2)), 0), 1)), CLOSED)
}
for (k in 1:12) {
  n <- sample(5:400, 2); x <- rbinom(2, n, runif(2)); if (k == 1) x[1] <- 0; if (k == 2) x <- n
  conf <- c(.95, .9)[1 + k %% 2]
  one <- suppressWarnings(wilson(x[1], n[1], conf)); two <- suppressWarnings(wilson(x[2], n[2], conf)); p <- x / n
  expect("newcombe", paste(x[1], n[1], x[2], n[2], conf),
         c(difference = p[1] - p[2], low = p[1] - p[2] - sqrt((p[1] - one[1])^2 + (two[2] - p[2])^2),
           high = p[1] - p[2] + sqrt((one[2] - p[1])^2 + (p[2] - two[1])^2)), CLOSED)
}
for (k in 1:8) {
  v <- round(rnorm(k + 1, 50, 12), 2); conf <- c(.95, .8)[1 + k %% 2]
  expect("student", paste(text(mean(v)), text(sd(v)), length(v), conf), bounds(t.test(v, conf.level = conf)$conf.int), QUANTILE)
}
for (x in c(0, 1, 2, 3, 8, 21, 77, 410, 2500, 15559, 24969, 3e5, 12345678)) for (conf in c(.95, .99))
  expect("poisson", paste(format(x, scientific = FALSE), conf), bounds(exact_count(x, conf)), QUANTILE)

# Fay and Feuer: gamma with the mean and variance of the sum; one more event in the heaviest
# stratum for the upper end.
gamma_interval <- function(x, w, conf) {
  a <- (1 - conf) / 2; y <- sum(w * x); v <- sum(w^2 * x); m <- max(w)
  bounds(c(if (y > 0) qgamma(a, y^2 / v, scale = v / y) else 0, qgamma(1 - a, (y + m)^2 / (v + m^2), scale = (v + m^2) / (y + m))))
}
for (k in 1:10) {
  s <- sample(3:12, 1); people <- keep(paste0("st_people", k), sample(200:90000, s)); rate <- runif(s, 0, .02)
  events <- keep(paste0("st_events", k), rpois(s, people * rate)); standard <- keep(paste0("st_standard", k), sample(100:9000, s))
  w <- standard / sum(standard) / people; conf <- c(.95, .9)[1 + k %% 2]
  expect("direct", sprintf("st_events%d st_people%d st_standard%d %g", k, k, k, conf),
         c(value = sum(w * events), gamma_interval(events, w, conf)), QUANTILE)
  rates <- keep(paste0("st_rates", k), runif(s, 0, .02)); e <- sum(people * rates)
  expect("indirect", sprintf("%d st_people%d st_rates%d %g", sum(events), k, k, conf),
         c(value = sum(events) / e, bounds(poisson.test(sum(events), T = e, conf.level = conf)$conf.int)), QUANTILE)
  # probability that one of events ranks above one of standard, all pairs
  if (sum(events) > 0) {
    p <- outer(events / sum(events), standard / sum(standard))
    expect("ridit", sprintf("st_events%d st_standard%d", k, k), c(value = sum(p[lower.tri(p)]) + sum(diag(p)) / 2), CLOSED)
  }
}

# Location quotients; variance of ln LQ by the delta method on the two independent counts
# (territory, rest), Fieller's ends as roots of the equation that defines them.
for (k in 1:10) {
  n <- sample(60:5000, 1); N <- n + sample(500:90000, 1); x <- 1 + rbinom(1, n - 2, runif(1, .05, .5)); X <- x + rbinom(1, N - n, runif(1, .05, .5))
  conf <- c(.95, .9)[1 + k %% 2]; z <- qnorm((1 + conf) / 2); p <- x / n; P <- X / N; w <- n / N
  # d ln LQ / d p_i = 1/p_i with P moving by w; var of P is taken as if homogeneous
  v <- p * (1 - p) / n; V <- P * (1 - P) / N
  covariance <- matrix(c(v, w * v, w * v, V), 2); slope <- c(1 / p, -1 / P)
  se <- sqrt(drop(slope %*% covariance %*% slope)); lq <- p / P
  f <- function(t) (p - t * P)^2 - z^2 * drop(c(1, -t) %*% covariance %*% c(1, -t))
  low <- uniroot(f, c(0, lq), tol = 1e-15)$root; high <- uniroot(f, c(lq, lq * 20), tol = 1e-15)$root
  expect("quotient", paste(x, n, X, N, conf), c(value = lq, se = se, low = lq * exp(-z * se), high = lq * exp(z * se)), CLOSED)
  if (f(0) > 0 && f(lq * 20) > 0) expect("quotient", paste(x, n, X, N, conf), c(fieller_low = low, fieller_high = high), OPTIM)
}

# ---- structure and concentration -----------------------------------------------------------------
pairs_mean <- function(v, w) sum(outer(w, w) * abs(outer(v, v, "-")))
gini <- function(v, w = rep(1, length(v))) { w <- w / sum(w); pairs_mean(v, w) / 2 / sum(w * v) }
for (k in 1:10) {
  s <- sample(5:20, 1); a <- keep(paste0("local", k), rpois(s, rexp(s, 1 / 900)) + 1); if (k > 7) a <- keep(paste0("local_zero", k), a * rbinom(s, 1, .7) + (seq_len(s) == 1))
  one <- if (k > 7) paste0("local_zero", k) else paste0("local", k)
  b <- keep(paste0("reference", k), rpois(s, rexp(s, 1 / 90000)) + a); both <- paste0(one, " reference", k)
  p <- a / sum(a); q <- b / sum(b); lq <- p / q
  expect("krugman", both, c(value = sum(abs(p - q))), CLOSED)
  expect("hoover", both, c(value = sum(pmax(p - q, 0))), CLOSED)
  expect("hachman", both, c(value = 1 / sum(lq * p)), CLOSED)
  expect("hhi", one, c(value = sum(p^2), normalised = (sum(p^2) - 1 / s) / (1 - 1 / s), equivalent = 1 / sum(p^2)), CLOSED)
  h <- -sum(p[p > 0] * log(p[p > 0])); expect("entropy", one, c(nats = h, bits = h / log(2)), CLOSED)
  expect("gini", one, c(value = gini(a), normalised = gini(a) * s / (s - 1)), CLOSED)
  expect("gini_weighted", both, c(value = gini(a, b)), CLOSED)
  expect("gini_quotients", both, c(value = gini(lq)), CLOSED)
  expect("locational_gini", both, c(value = gini(lq, q), area = gini(lq, q) / 2), CLOSED)
}
eg <- function(jobs, place, x) {
  s <- sapply(seq_along(x), function(j) sum(jobs[place == j - 1])) / sum(jobs); G <- sum((s - x)^2); H <- sum((jobs / sum(jobs))^2)
  c(g = G, h = H, gamma = (G / (1 - sum(x^2)) - H) / (1 - H), gamma_ms = ((sum(s^2) - sum(x^2)) / (1 - sum(x^2)) - H) / (1 - H))
}
for (k in 1:5) {
  m <- sample(3:9, 1); num <- sample(8:40, 1); jobs <- keep(paste0("plants", k), ceiling(rlnorm(num, 3, 1.3)))
  place <- keep(paste0("places", k), sample(0:(m - 1), num, TRUE)); x <- runif(m); x <- round(x / sum(x), 6); x[m] <- 1 - sum(x[-m]); x <- keep(paste0("shares", k), x, 12)
  industry <- keep(paste0("industries", k), sort(c(1, 2, 3, sample(1:3, num - 3, TRUE))))
  args <- sprintf("plants%d places%d shares%d", k, k, k)
  expect("ellison_glaeser", args, eg(jobs, place, x), CLOSED)
  whole <- tapply(jobs, industry, sum) / sum(jobs); each <- lapply(1:3, function(i) eg(jobs[industry == i], place[industry == i], x))
  lone <- any(table(industry) < 2)
  s <- sapply(seq_along(x), function(j) sum(jobs[place == j - 1])) / sum(jobs)
  H <- sum(whole^2 * sapply(each, `[[`, "h"))
  g <- (sum((s - x)^2) / (1 - sum(x^2)) - H - sum(sapply(1:3, function(i) each[[i]][["gamma"]] * whole[i]^2 * (1 - each[[i]][["h"]])))) / (1 - sum(whole^2))
  if (!lone) expect("coagglomeration", sprintf("plants%d places%d industries%d shares%d", k, k, k, k), c(gamma = g), CLOSED)
}
for (k in 1:3) {
  t <- 7; s <- c(5, 6, 7)[k]; X <- matrix(rbinom(t * s, 1, .45), t); keep(paste0("specialised", k), t(X))
  both <- crossprod(X); P <- matrix(0, s, s)
  for (i in 1:s) for (j in 1:s) if (i != j && both[i, i] > 0 && both[j, j] > 0) P[i, j] <- min(both[i, j] / both[i, i], both[i, j] / both[j, j])
  out <- unlist(lapply(1:s, function(i) {
    others <- (1:s)[-i]; total <- sum(P[i, others]); if (total == 0) return(c(NA, NA, NA))
    here <- sum(X[t, others]); d <- if (here == 0) 0 else combn(length(others), here, function(c) sum(P[i, others[c]]) / total)
    c(sum(X[t, others] * P[i, others]) / total, mean(d), sqrt(mean((d - mean(d))^2)))
  }))
  expect("relatedness", sprintf("specialised%d %d", k, s), out, CLOSED)
}

# ---- growth ------------------------------------------------------------------------------------------
for (k in 1:5) {
  s <- sample(4:10, 1)
  country <- sapply(1:4, function(y) rpois(s, rexp(s, 1 / 50000) + 500)); local <- sapply(1:4, function(y) rbinom(s, country[, y], .05) + 1)
  country <- matrix(keep(paste0("country", k), country), s); local <- matrix(keep(paste0("territory", k), local), s)
  l0 <- keep(paste0("l0_", k), local[, 1]); l1 <- keep(paste0("l1_", k), local[, 4]); c0 <- keep(paste0("c0_", k), country[, 1]); c1 <- keep(paste0("c1_", k), country[, 4])
  parts <- function(l0, l1, c0, c1) { g <- sum(c1) / sum(c0) - 1; gi <- c1 / c0 - 1; gij <- l1 / l0 - 1
    c(change = sum(l1 - l0), national = sum(l0) * g, structural = sum(l0 * (gi - g)), regional = sum(l0 * (gij - gi))) }
  g <- sum(c1) / sum(c0) - 1; gi <- c1 / c0 - 1; gr <- sum(l1) / sum(l0) - 1; gij <- l1 / l0 - 1; E <- sum(l0) * c0 / sum(c0)
  args <- sprintf("l0_%d l1_%d c0_%d c1_%d", k, k, k, k)
  expect("shift_share", args, c(parts(l0, l1, c0, c1), competitive = sum(E * (gij - gi)), allocation = sum((l0 - E) * (gij - gi))), CLOSED)
  expect("shift_share", args, l0 * (gij - gi), CLOSED)
  # Arcelus: total region effect and its rest, by industry
  halves <- function(effect, name) setNames(c(sum(E * effect), sum((l0 - E) * effect)), paste0(name, c("_expected", "_differential")))
  expect("arcelus", args, c(halves(rep(g, s), "national"), halves(gi - g, "structural"), halves(rep(gr - g, s), "regional"), halves((gij - gr) - (gi - g), "industry")), CLOSED)
  steps <- rowSums(sapply(1:3, function(y) parts(local[, y], local[, y + 1], country[, y], country[, y + 1])))
  expect("dynamic_shift", sprintf("territory%d country%d 4", k, k), steps, CLOSED)
}
for (k in 1:6) {
  n <- sample(5:20, 1); x <- keep(paste0("times", k), sort(sample(1990:2022, n))); y <- keep(paste0("series", k), round(cumsum(rnorm(n)) + .1 * (x - 2000), if (k %% 2) 0 else 3) + 50)
  p <- combn(n, 2); d <- y[p[2, ]] - y[p[1, ]]; ties <- table(y)
  expect("trend", sprintf("times%d series%d 0.95", k, k), c(slope = median(d / (x[p[2, ]] - x[p[1, ]])), s = sum(sign(d)),
         variance = (n * (n - 1) * (2 * n + 5) - sum(ties * (ties - 1) * (2 * ties + 5))) / 18), CLOSED)
}

# ---- inequality ------------------------------------------------------------------------------------------
for (k in 1:6) {
  n <- sample(6:40, 1); y <- keep(paste0("amounts", k), rlnorm(n, 10, .5)); w <- keep(paste0("heads", k), sample(500:90000, n)); groups <- keep(paste0("groups", k), c(0, 1, 2, sample(0:2, n - 3, TRUE)))
  for (weighted in c(TRUE, FALSE)) {
    h <- if (weighted) w else rep(1, n); q <- h / sum(h); s <- h * y / sum(h * y); m <- sum(q * y)
    args <- if (weighted) sprintf("amounts%d heads%d", k, k) else sprintf("amounts%d 1", k)
    expect("theil", args, c(t = sum(s * log(s / q)), l = sum(q * log(q / s))), CLOSED)
    G <- sapply(split(s, groups), sum); Q <- sapply(split(q, groups), sum)
    expect("theil_parts", paste(args, sprintf("groups%d", k)), c(between = sum(G * log(G / Q)), within = sum(s * log(s / q)) - sum(G * log(G / Q))), CLOSED)
    for (e in c(.5, 1, 2)) {
      equal <- if (e == 1) exp(sum(q * log(y))) else sum(q * y^(1 - e))^(1 / (1 - e))
      expect("atkinson", paste(args, e), c(value = 1 - equal / m), CLOSED); expect("atkinson", paste(args, e), c(equal = equal), CLOSED)
    }
    if (weighted) {
      expect("williamson", args, c(value = sqrt(sum(q * (y - m)^2)) / m), CLOSED); expect("gini_weighted", args, c(value = gini(y, h)), CLOSED)
    } else expect("gini", sprintf("amounts%d", k), c(value = gini(y), normalised = gini(y) * n / (n - 1)), CLOSED)
  }
  expect("sigma", paste0("amounts", k), c(value = sd(log(y))), CLOSED)
  end <- keep(paste0("later", k), y * exp(rnorm(n, .3, .1)) * (y / mean(y))^-.1); T <- 4 + k
  m <- lm(I(log(end / y) / T) ~ log(y)); X <- model.matrix(m); B <- solve(crossprod(X)); r <- resid(m)
  hc1 <- sqrt(diag(B %*% crossprod(X * r) %*% B)[2] * n / (n - 2)); b <- coef(m); speed <- -log(1 + b[2] * T) / T
  expect("convergence", sprintf("amounts%d later%d %d", k, k, T), c(intercept = b[[1]], beta = b[[2]]), 1e-9)
  expect("convergence", sprintf("amounts%d later%d %d", k, k, T), c(se = summary(m)$coefficients[2, 2], se_robust = hc1[[1]]), 1e-9)
  expect("convergence", sprintf("amounts%d later%d %d", k, k, T), c(lambda = speed[[1]], half_life = log(2) / speed[[1]]), 1e-8)
}

# ---- samples (survey) --------------------------------------------------------------------------------------
for (k in 1:6) {
  strata <- sample(2:5, 1); psu <- lapply(1:strata, function(h) sample(2:6, 1)); d <- NULL
  for (h in 1:strata) for (c in 1:psu[[h]]) { m <- sample(1:7, 1); d <- rbind(d, data.frame(h, c = 100 * h + c, w = sample(5:60, m, TRUE) / 2, y = rbinom(m, 1, runif(1, .1, .7)), x = sample(1:20, m, TRUE))) }
  if (k == 6) { d$y <- 0; d$y[1] <- 1 }      # a rare trait
  for (name in names(d)) d[[name]] <- keep(paste0(c(h = "stratum", c = "cluster", w = "weight", y = "trait", x = "amount")[[name]], k), d[[name]])
  design <- svydesign(ids = ~c, strata = ~h, weights = ~w, data = d, nest = TRUE)
  args <- sprintf("stratum%d cluster%d weight%d trait%d", k, k, k, k); conf <- c(.95, .9)[1 + k %% 2]
  m <- svymean(~y, design, deff = TRUE)
  expect("survey_mean", paste(args, conf), c(value = coef(m)[[1]], se = SE(m)[[1]], df = degf(design), deff = deff(m)[[1]]), CLOSED)
  logit <- confint(svyciprop(~y, design, method = "xlogit", level = conf)); beta <- confint(svyciprop(~y, design, method = "beta", level = conf))
  expect("survey_mean", paste(args, conf), c(logit_low = logit[1], logit_high = logit[2], beta_low = beta[1], beta_high = beta[2]), QUANTILE)
  m <- svytotal(~y, design); expect("survey_total", args, c(value = coef(m)[[1]], se = SE(m)[[1]]), CLOSED)
  m <- svyratio(~y, ~x, design); expect("survey_ratio", sprintf("%s amount%d", args, k), c(value = coef(m)[[1]], se = SE(m)[[1]]), CLOSED)
}

# ---- maps (spdep) --------------------------------------------------------------------------------------------
arrows <- function(name, nb) keep(name, rbind(rep(seq_along(nb), card(nb)), unlist(nb[card(nb) > 0])))
maps <- list(); place <- matrix(runif(80), 40)
maps$rook <- cell2nb(7, 6); maps$queen <- cell2nb(6, 7, type = "queen"); maps$nearest <- knn2nb(knearneigh(place, 4)); maps$islands <- dnearneigh(place, 0, .12)
for (k in seq_along(maps)) {
  nb <- maps[[k]]; n <- length(nb); arrows(paste0("map", k), nb)
  v <- keep(paste0("mapped", k), rnorm(n, 30, 4) + 6 * sin(seq_len(n) / 5)); one <- sprintf("mapped%d map%d", k, k)
  for (style in c("B", "W")) {
    lw <- nb2listw(nb, style = style, zero.policy = TRUE); args <- paste(one, (style == "W") * 1)
    for (f in c("moran", "geary")) {
      g <- function(random) {
        if (f == "moran") moran.test(v, lw, randomisation = random, zero.policy = TRUE, adjust.n = FALSE)
        else geary.test(v, lw, randomisation = random, zero.policy = TRUE, adjust.n = FALSE)
      }
      r <- g(TRUE); e <- r$estimate
      expect(f, args, c(value = e[[1]], expected = e[[2]], variance_random = e[[3]], variance_normal = g(FALSE)$estimate[[3]]), CLOSED)
    }
    expect("getis_ord", args, c(value = suppressWarnings(globalG.test(v, lw, zero.policy = TRUE, adjust.n = FALSE, adjust.x = FALSE))$estimate[[1]]), CLOSED)
    l <- as.vector(localmoran(v, lw, zero.policy = TRUE)[, "Ii"])
    expect("local_moran", args, l, CLOSED)
    # GeoDa divides by n - 1
    expect("local_moran_geoda", args, l * (n - 1) / n, CLOSED)
  }
  lw <- nb2listw(nb, style = "B", zero.policy = TRUE)
  expect("local_g", paste(one, 0), ifelse(card(nb) > 0, localG(v, lw, zero.policy = TRUE), NA), CLOSED)
  expect("local_g_star", paste(one, 0), ifelse(card(nb) > 0, localG(v, nb2listw(include.self(nb), style = "B", zero.policy = TRUE), zero.policy = TRUE), NA), CLOSED)
  # conditional p-values where choices can be enumerated: on the side with fewer
  z <- v - mean(v)
  p <- sapply(seq_len(n), function(i) {
    d <- card(nb)[i]; if (d == 0 || choose(n - 1, d) > 20000) return(NA)
    lags <- combn(z[-i], d, sum); seen <- sum(z[nb[[i]]]); slack <- 1e-10
    min(mean(lags >= seen - slack), mean(lags <= seen + slack))
  })
  expect("local_moran", paste(one, 0), p, CLOSED, items = n + seq_len(n))
}
# all orders of a map of six units
nb <- cell2nb(3, 2); invisible(arrows("map_small", nb)); v <- keep("mapped_small", c(3, 9, 4, 1, 7, 8.5)); lw <- nb2listw(nb, style = "W")
orders <- as.matrix(expand.grid(rep(list(1:6), 6))); orders <- orders[apply(orders, 1, function(o) length(unique(o)) == 6), ]
W <- listw2mat(lw); I <- apply(orders, 1, function(o) { z <- v[o] - mean(v); sum(W * outer(z, z)) / sum(z^2) * 6 / sum(W) })
seen <- moran(v, lw, 6, Szero(lw))$I; E <- -1 / 5
expect("moran_exact", "mapped_small map_small 1", c(p = mean(if (seen >= E) I >= seen - 1e-10 else I <= seen + 1e-10), variance = mean((I - mean(I))^2)), CLOSED)
for (k in 1:2) { p <- keep(paste0("p", k), c(runif(12), runif(8, 0, .02), .5, .5)); expect("fdr", paste0("p", k), p.adjust(p, "BH"), CLOSED) }

# ---- small areas ----------------------------------------------------------------------------------------------
for (k in 1:5) {
  n <- sample(8:30, 1); people <- keep(paste0("sa_people", k), sample(60:9000, n)); rate <- if (k == 4) rep(.2, n) else rbeta(n, 4, 30)
  events <- keep(paste0("sa_events", k), rbinom(n, people, rate)); e <- EBest(events, people); pars <- attr(e, "parameters")
  args <- sprintf("sa_events%d sa_people%d", k, k)
  expect("marshall", args, c(b = pars$b, a = max(0, pars$a)), CLOSED)
  expect("marshall", args, if (pars$a > 0) e$estmm else rep(pars$b, n), CLOSED)
  if (k == 4) next   # no more spread than chance: no maximum inside
  loss <- function(t) -sum(lbeta(exp(t[1]) + events, exp(t[2]) + people - events) - lbeta(exp(t[1]), exp(t[2])))
  slope <- function(t) {
    a <- exp(t[1]); b <- exp(t[2]); both <- digamma(a + b) - digamma(a + b + people)
    -c(a * sum(digamma(a + events) - digamma(a) + both), b * sum(digamma(b + people - events) - digamma(b) + both))
  }
  t <- optim(log(c(4, 30)), loss, slope, method = "BFGS", control = list(reltol = 1e-15))$par
  for (i in 1:20) { H <- sapply(1:2, function(j) { d <- c(0, 0); d[j] <- 1e-5; (slope(t + d) - slope(t - d)) / 2e-5 }); t <- t - solve(H, slope(t)) }
  a <- exp(t[1]) + events; b <- exp(t[2]) + people - events
  expect("beta_binomial", paste(args, .95), c(alpha = exp(t[1]), beta = exp(t[2])), OPTIM)
  expect("beta_binomial", paste(args, .95), rbind(a / (a + b), sqrt(a * b / ((a + b)^2 * (a + b + 1))), qbeta(.025, a, b), qbeta(.975, a, b))[, ], OPTIM)
}
for (k in 1:4) {
  n <- c(20, 35, 15, 25)[k]; p <- c(1, 2, 3, 2)[k]; X <- cbind(1, matrix(rnorm(n * 2), n))[, 1:p, drop = FALSE]
  X <- t(matrix(keep(paste0("fh_x", k), t(X)), p)); sd <- keep(paste0("fh_sd", k), runif(n, .2, .9)); A <- if (k == 3) 0 else .3
  y <- keep(paste0("fh_y", k), drop(X %*% rnorm(p, 1)) + sqrt(A) * rnorm(n) + sd * rnorm(n)); psi <- sd^2
  at <- function(A) { V <- A + psi; Q <- solve(crossprod(X / V, X)); beta <- Q %*% crossprod(X / V, y); list(V = V, Q = Q, beta = drop(beta), r = drop(y - X %*% beta)) }
  equations <- list(
    function(A) { f <- at(A); P <- diag(1 / f$V) - (X / f$V) %*% f$Q %*% t(X / f$V); sum(f$r^2 / f$V^2) - sum(diag(P)) },
    function(A) { f <- at(A); sum(f$r^2 / f$V^2) - sum(1 / f$V) },
    function(A) { f <- at(A); sum(f$r^2 / f$V) - (n - p) })
  for (method in 0:2) {
    g <- equations[[method + 1]]; A <- if (g(0) <= 0) 0 else uniroot(g, c(0, 20), tol = 1e-15)$root; f <- at(A); B <- psi / f$V
    q <- rowSums((X %*% f$Q) * X); s1 <- sum(1 / f$V); s2 <- sum(1 / f$V^2)
    spread <- if (method == 2) 2 * n / s1^2 else 2 / s2
    bias <- c(0, -sum(q / f$V^2) / s2, 2 * (n * s2 - s1^2) / s1^3)[method + 1]
    mse <- (1 - B) * psi + B^2 * q + pmax(0, 2 * B^2 / f$V * spread - bias * B^2)   # never below that of a known A
    est <- drop(X %*% f$beta) + (1 - B) * f$r; args <- sprintf("fh_y%d fh_sd%d fh_x%d %d", k, k, k, method)
    writeLines(paste("fay_herriot", args, "a", text(A), "1e-09", "", sep = ","), values)
    expect("fay_herriot", args, c(f$beta, rbind(est, mse)), OPTIM)
  }
}

# ---- peers --------------------------------------------------------------------------------------------------------
for (k in 1:3) {
  M <- matrix(rnorm(9 * 3, 10, 2), 9); M[, 2] <- M[, 2] + M[, 1]; M <- t(matrix(keep(paste0("rows", k), t(M)), 3))
  Z <- scale(M); euclid <- sqrt(colMeans((t(Z) - Z[k, ])^2)); far <- sqrt(mahalanobis(M, M[k, ], cov(M)) / 3)
  for (metric in 0:1) { d <- list(euclid, far)[[metric + 1]]; o <- setdiff(order(d), k)
    expect("nearest", sprintf("rows%d 3 %d %d", k, k, metric), c(o), CLOSED); expect("nearest", sprintf("rows%d 3 %d %d", k, k, metric), d[o], CLOSED, items = 8 + 1:8) }
}
close(inputs); close(values)
