# Five indicators of all intercommunalités from the shipped panels, with intervals, and the gap
# to France of those of the census, with data.table: INSEE's sum rule for census shares, Wilson
# on the effective size (a household in four, design effect 1.3) for rates of migration.
# usage: Rscript indicators.R PANELS OUTPUT
suppressMessages(library(data.table))
args <- commandArgs(trailingOnly = TRUE)
panel <- function(name) fread(file.path(args[1], paste0(name, ".csv")), colClasses = list(character = "code"))
last <- function(d, x) { d <- d[!is.na(get(x))]; d[year == max(year)] }
share <- function(d, name, x, y) {
  d <- last(d[level %in% c("epci", "fr")], x)
  a <- d[[x]]; b <- d[[y]]; v <- a / b
  se <- v * sqrt((d[[paste0(x, "__se")]] / a)^2 + (d[[paste0(y, "__se")]] / b)^2)
  out <- data.table(level = d$level, code = d$code, year = d$year, indicator = name, value = v, low = v - 2 * se, high = v + 2 * se)
  fr <- which(d$level == "fr"); w <- b / b[fr]; half <- 2 * sqrt(se^2 * (1 - 2 * w) + se[fr]^2)
  out[, `:=`(gap = v - v[fr], gap_low = v - v[fr] - half, gap_high = v - v[fr] + half)]
  out[level == "epci"]
}
rate <- function(d, name, x, rest) {
  d <- d[level == "epci"]; a <- d[[x]]; b <- a + d[[rest]]; p <- a / b; n <- b / 3.9; z <- qnorm(.975)
  half <- z * sqrt(p * (1 - p) / n + z^2 / 4 / n^2); middle <- p + z^2 / 2 / n
  data.table(level = "epci", code = d$code, year = d$year, indicator = name, value = p, low = (middle - half) / (1 + z^2 / n), high = (middle + half) / (1 + z^2 / n))
}
census <- panel("rp-comparateur"); moves <- panel("migrations-2016")
fwrite(rbindlist(list(
  share(census, "unemployment_census", "p_chom1564", "p_act1564"),
  share(census, "activity_rate", "p_act1564", "p_pop1564"),
  share(census, "salaried_share", "p_emplt_sal", "p_emplt"),
  rate(moves, "stay_rate:2029", "mig_iso_2029", "mig_sort_2029"),
  rate(moves, "entry_rate:2029", "mig_entr_2029", "mig_iso_2029")), fill = TRUE), args[2])
