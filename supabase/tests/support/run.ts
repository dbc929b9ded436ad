// Runs every supabase/tests/*.sql on a migrated PGlite: `node supabase/tests/support/run.ts [part of a file's name]`.
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { generateTypes, storedTypes } from './generate-types.ts';
import { openDatabase, type TestDatabase } from './open-database.ts';
import { readCatalogue } from './read-catalogue.ts';
import { tapOf, type Tally } from './tap.ts';

const folder = fileURLToPath(new URL('../', import.meta.url));

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runFile({ postgres }: TestDatabase, name: string): Promise<Tally> {
  try {
    const results = await postgres.exec(await readFile(`${folder}${name}`, 'utf8'));
    return tapOf(results.flatMap((result) => result.rows));
  } catch (error) {
    await postgres.exec('rollback; reset role');
    return { passed: 0, failures: [error instanceof Error ? error.message : String(error)] };
  }
}

/** Each table and each function of the API must be named in a test, as `public.<name>`; in a comment alone does not count. */
async function everythingIsNamed(database: TestDatabase, names: readonly string[]): Promise<Tally> {
  const texts = await Promise.all(names.map((name) => readFile(`${folder}${name}`, 'utf8')));
  const statements = texts.join('\n').replace(/--.*$/gm, '');
  const words = new Set(statements.match(/public\.[a-z_]+/g));
  const { tables, functions } = await readCatalogue(database.postgres);
  const unnamed = [...tables, ...functions].filter(({ name }) => !words.has(`public.${name}`));
  return {
    passed: tables.length + functions.length - unnamed.length,
    failures: unnamed.map(({ name }) => `public.${name} is named in no test`),
  };
}

async function typesAreFresh(database: TestDatabase): Promise<Tally> {
  const same = (await generateTypes(database)) === (await storedTypes());
  return same
    ? { passed: 1, failures: [] }
    : { passed: 0, failures: ['src/lib/data/database.types.ts is stale: run `npm run types:db`'] };
}

async function run(part: string): Promise<number> {
  const database = await openDatabase();
  const all = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const tests = all.filter((name) => name.endsWith('.test.sql'));
  let passed = 0;
  let failed = 0;
  const count = (what: string, { passed: good, failures }: Tally) => {
    passed += good;
    failed += failures.length;
    print(`${failures.length === 0 ? 'ok' : 'NOT OK'}  ${what} (${String(good)})`);
    for (const failure of failures) print(`    ${failure.replaceAll('\n', '\n    ')}`);
  };
  try {
    for (const name of all) {
      const wanted = !name.endsWith('.test.sql') || name.includes(part);
      if (wanted) count(name, await runFile(database, name));
    }
    count('every table and function is named in a test', await everythingIsNamed(database, tests));
    count('the generated types are fresh', await typesAreFresh(database));
  } finally {
    await database.close();
  }
  print(`${String(passed)} passed, ${String(failed)} failed`);
  return failed;
}

process.exitCode = (await run(process.argv[2] ?? '')) === 0 ? 0 : 1;
