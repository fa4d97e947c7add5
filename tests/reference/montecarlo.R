# Values of tests/unit/stats/test_montecarlo.c: limits of a normal quantile from
# Wilson's limits of its order (prop.test without correction), Student and Wilson.
wilson <- function(p, n, c) prop.test(p * n, n, conf.level = c, correct = FALSE)$conf.int
options(digits = 12)
print(qnorm(wilson(0.5, 10000, 0.99)))        # the median of N(0, 1), 10,000 draws
print(qnorm(wilson(0.05, 10000, 0.99)))       # beyond the outermost quantile at hand
print(10 + 2 * qnorm(wilson(0.75, 400, 0.95)))
print(5 + c(-1, 1) * qt(0.995, 15) * 0.25)    # 16 scramblings, se 0.25
print(5 + c(-1, 1) * qnorm(0.995) * 0.25)
print(wilson(0.62, 10000, 0.99))
