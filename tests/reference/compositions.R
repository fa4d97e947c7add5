# Values of the indicators over classes (stats/indicators/composition.h), worked out from the
# shipped panels without bassin. usage: Rscript compositions.R PANELS NEEDS.csv > compositions.csv
# Standard errors and gamma intervals: a sampled count x has the variance 1.3 x 3 x (one
# household in four, design effect 1.3) where the panel has none.
args <- commandArgs(TRUE)
read <- function(name) read.csv(file.path(args[1], name), colClasses = c(code = "character"), encoding = "UTF-8")
k <- 1.3 * (1 - .25) / .25
z <- qnorm(.975)
out <- function(code, indicator, value, low = NA, high = NA)
  cat(sprintf("%s,%s,%.10g,%.10g,%.10g\n", code, indicator, value, low, high))
cat("code,indicator,value,low,high\n")

# ---- moves by age, 2016 ----
m <- read("migrations-2016.csv")
m <- m[m$level == "epci", ]
ages <- c("lt20", "2029", "3039", "4049", "5064", "ge65")
pick <- function(row, what) as.numeric(row[paste0("mig_", what, "_", ages)])
national <- function(what) colSums(m[paste0("mig_", what, "_", ages)], na.rm = TRUE)
standard <- national("iso") + national("sort")
delta <- function(f, x) { # numerical derivatives
  g <- sapply(seq_along(x), function(i) { h <- 1e-3 * x[i]; u <- v <- x; u[i] <- x[i] + h; v[i] <- x[i] - h
    (f(u) - f(v)) / (2 * h) })
  sqrt(sum(g^2 * k * x))
}
for (code in c("200065647", "200067502", "200039865", "243300316", "244400404")) {
  row <- m[m$code == code, ]
  x <- c(pick(row, "iso"), pick(row, "sort"), pick(row, "entr"))
  iso <- function(x) x[1:6]; sort <- function(x) x[7:12]; entr <- function(x) x[13:18]
  auto <- function(x) iso(x) + sort(x); pres <- function(x) iso(x) + entr(x)
  share <- function(v) v / sum(v)
  ici <- function(x) share(entr(x)) - share(auto(x))
  ice <- function(x) share(auto(x)) - share(sort(x))
  icm <- function(x) { s <- entr(x) - sort(x); p <- pres(x); s / p - (sum(s) - s) / (sum(p) - p) }
  for (a in 1:6) {
    for (name in c("entries", "exits", "migration")) {
      f <- switch(name, entries = ici, exits = ice, migration = icm)
      se <- delta(function(v) f(v)[a], x)
      out(code, paste0("categorisation_", name, ":", ages[a]), f(x)[a], f(x)[a] - z * se, f(x)[a] + z * se)
    }
  }
  out(code, "renewal_entries", sqrt(sum(ici(x)^2)))
  out(code, "renewal_exits", sqrt(sum(ice(x)^2)))
  out(code, "renewal_migration", sqrt(sum(((entr(x) - sort(x)) / pres(x))^2)))
  # direct: Fay and Feuer 1997, with counts divided by k
  w <- share(standard); e <- sort(x) / k; n <- auto(x) / k
  value <- sum(w * e / n); v <- sum(w^2 * e / n^2); wm <- max(w / n)
  out(code, "exit_rate_standardised", value, qgamma(.025, shape = value^2 / v, scale = v / value),
      qgamma(.975, shape = (value + wm)^2 / (v + wm^2), scale = (v + wm^2) / (value + wm)))
  expected <- sum(auto(x) * national("sort") / standard); observed <- sum(sort(x))
  out(code, "exit_ratio", observed / expected, qgamma(.025, observed / k) / (expected / k),
      qgamma(.975, observed / k + 1) / (expected / k))
}

# ---- ridit of levels, communes of 2,000 or more, 2018 ----
d <- read("rp-diplomes-communes-2000.csv")
d <- d[d$year == 2018, ]
levels <- paste0("p2000_nscol15p_", c("diplmin", "bepc", "capbep", "bac", "sup2", "sup34", "sup5"))
f <- as.numeric(d[d$level == "fr", levels]); f <- f / sum(f)
mid <- cumsum(f) - f / 2
for (code in c("200065647", "200039865", "243300316")) {
  row <- d[d$level == "epci" & d$code == code, ]
  p <- as.numeric(row[levels]); se <- as.numeric(row[paste0(levels, "__se")])
  value <- sum(p / sum(p) * mid)
  spread <- sqrt(sum(((mid - value) / sum(p) * se)^2))
  out(code, "qualification_index_2000", value, value - 2 * spread, value + 2 * spread) # INSEE's 2
}

# ---- supply and demand: half the sum of the gaps, less the mean excess of Poisson draws ----
set.seed(1)
needs <- read.csv(args[2], colClasses = c(code = "character"), encoding = "UTF-8")
classes <- c("mec", "ind", "ele", "tra")
for (i in seq_len(nrow(needs))) {
  s <- as.numeric(needs[i, paste0("supply_", classes)]); t <- as.numeric(needs[i, paste0("demand_", classes)])
  gap <- function(s, t) sum(abs(s / sum(s) - t / sum(t))) / 2
  draws <- replicate(200000, gap(rpois(4, s), rpois(4, t)))
  bias <- mean(draws) - gap(s, t)
  out(needs$code[i], "supply_demand_mismatch", gap(s, t) - bias, max(0, quantile(draws, .025) - 2 * bias),
      quantile(draws, .975) - 2 * bias)
}
