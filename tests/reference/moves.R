# Transition matrix over half a year by eigen-decomposition, against moves_over.
# Rscript tests/reference/moves.R      (R 4.2.2)
options(digits = 15)
h <- function(p) -log(1 - p)
leave <- h(0.05); comeback <- h(0.02); loss <- h(0.2); find <- h(0.4); exit <- h(0.06); entry <- h(0.03); rehire <- 0.55
#      I, O, U, W
G <- matrix(0, 4, 4)
G[1, 2] <- exit; G[1, 3] <- loss; G[1, 4] <- leave
G[2, 1] <- entry; G[2, 3] <- loss; G[2, 4] <- leave
G[3, 1] <- find * rehire; G[3, 2] <- find * (1 - rehire); G[3, 4] <- leave
G[4, 1] <- comeback * rehire; G[4, 2] <- comeback * (1 - rehire)
diag(G) <- -rowSums(G)
e <- eigen(G)
P <- Re(e$vectors %*% diag(exp(0.5 * e$values)) %*% solve(e$vectors))
print(P)
