# A wide table into columns, and their sums, with data.table. usage: Rscript columns.R FILE THREADS
suppressMessages(library(data.table))
args <- commandArgs(trailingOnly = TRUE)
setDTthreads(as.integer(args[2]))
data <- fread(args[1], sep = ";", colClasses = list(character = 1:2))
sums <- sapply(data[, 3:ncol(data)], sum, na.rm = TRUE)
