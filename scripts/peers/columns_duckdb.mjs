// A wide table into columns, and their sums, with DuckDB (npm @duckdb/node-api; run it from a folder
// that has it in node_modules). usage: node columns_duckdb.mjs FILE THREADS
import { createRequire } from 'module';
const { DuckDBInstance } = createRequire(process.cwd() + '/')('@duckdb/node-api');
const [file, threads] = process.argv.slice(2);
const c = await (await DuckDBInstance.create(':memory:', { threads })).connect();
await c.run(`CREATE TABLE t AS SELECT * FROM read_csv('${file}', delim=';', header=true,
  types={'CODGEO':'VARCHAR','ETTOT18':'VARCHAR'})`);
await c.run('SELECT sum(COLUMNS(* EXCLUDE (CODGEO, ETTOT18))) FROM t');
