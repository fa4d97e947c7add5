// A weighted cross-table with DuckDB, into a table in memory (npm @duckdb/node-api; run it from a
// folder that has it in node_modules). usage: node tabulate_duckdb.mjs FILE THREADS KEY
import { createRequire } from 'module';
const { DuckDBInstance } = createRequire(process.cwd() + '/')('@duckdb/node-api');
const [file, threads, key] = process.argv.slice(2);
const c = await (await DuckDBInstance.create(':memory:', { threads })).connect();
await c.run(`CREATE TABLE r AS SELECT ${key}, NA17, DIPL, sum(IPONDI) w FROM read_csv('${file}', delim=';',
  header=true, types={'COMMUNE':'VARCHAR','ZE':'VARCHAR','NA17':'VARCHAR','DIPL':'VARCHAR','IPONDI':'DOUBLE'})
  GROUP BY ALL`);
