# The same with data.table. usage: Rscript tabulate.R FILE THREADS KEY
suppressMessages(library(data.table))
args <- commandArgs(trailingOnly = TRUE)
setDTthreads(as.integer(args[2]))
keys <- c(args[3], "NA17", "DIPL")
data <- fread(args[1], sep = ";", select = c(keys, "IPONDI"), colClasses = list(character = keys))
result <- data[, .(w = sum(IPONDI)), by = keys]
