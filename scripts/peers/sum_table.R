# The same with data.table, where it is installed.
# usage: Rscript sum_table.R TABLE GEOGRAPHY OUTPUT
suppressMessages(library(data.table))
args <- commandArgs(trailingOnly = TRUE)
data <- fread(args[1], sep = ";", colClasses = list(character = "CODGEO"))
geo <- fread(args[2], colClasses = "character")[level == "com", .(CODGEO = code, epci, dep, reg)]
data <- geo[data, on = "CODGEO", nomatch = NULL]
values <- grep("^P18", names(data), value = TRUE)
parts <- lapply(c("epci", "dep", "reg"), function(k) data[, lapply(.SD, sum), by = k, .SDcols = values])
parts <- c(parts, list(data[, lapply(.SD, sum), .SDcols = values]))
fwrite(rbindlist(parts, fill = TRUE), args[3])
