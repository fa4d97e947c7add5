# Expected values of tests/unit/stats/test_outcomes.c: Wilson's intervals (prop.test without
# continuity correction) and Student's interval of a mean of 16 centres.
wilson <- function(x, n) prop.test(x, n, correct = FALSE)$conf.int[1:2]
options(digits = 12)
print(wilson(42, 60))
print(wilson(180, 200))
print(wilson(90, 150))
print(-0.02 + c(-1, 1) * qt(0.975, 15) * 0.05 / sqrt(16))

# Fay and Herriot's model with a common mean for the value added of tests/cli/indicators/outcomes:
# restricted likelihood maximised over a grid that is made finer, then the EBLUP.
employed <- c(150, 60, 260, 100, 45, 280)
expected <- c(120, 75, 250, 120, 40, 240)
leavers <- c(200, 150, 400, 180, 90, 350)
p <- employed / leavers
y <- p - expected / leavers
psi <- p * (1 - p) / leavers
reml <- function(a) {
  w <- 1 / (a + psi)
  b <- sum(w * y) / sum(w)
  -0.5 * (sum(log(a + psi)) + log(sum(w)) + sum(w * (y - b)^2))
}
a <- optimize(reml, c(0, 1), maximum = TRUE, tol = 1e-12)$maximum
w <- 1 / (a + psi)
b <- sum(w * y) / sum(w)
gamma <- a / (a + psi)
print(c(variance = a, mean = b))
print(gamma * y + (1 - gamma) * b)
