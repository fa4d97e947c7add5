# Expected values of tests/unit/stats/test_outcomes.c: Wilson's intervals (prop.test without
# continuity correction) and Student's interval of a mean of 16 centres.
wilson <- function(x, n) prop.test(x, n, correct = FALSE)$conf.int[1:2]
options(digits = 12)
print(wilson(42, 60))
print(wilson(180, 200))
print(wilson(90, 150))
print(-0.02 + c(-1, 1) * qt(0.975, 15) * 0.05 / sqrt(16))
