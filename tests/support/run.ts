import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './chromium.ts';
import { runCommand } from './run-command.ts';

/** What one part of the suite found. */
interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

interface Part {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
}

const reports = join(tmpdir(), `holdfast-reports-${process.pid}`);

/** A command that is one promise by itself: it passes or it fails. */
function single(name: string, command: string, args: string[]): Part {
  return {
    name,
    run: async () => ((await runCommand(name, command, args)) === 0 ? one : none),
  };
}
const one: Outcome = { passed: 1, failed: 0 };
const none: Outcome = { passed: 0, failed: 1 };

/** Reads counts that a tool wrote; a tool that broke before it could count is one failure. */
function counted(code: number, read: () => Outcome): Outcome {
  try {
    const { passed, failed } = read();
    const noticed = code !== 0 && failed === 0 ? 1 : failed;
    return passed + noticed === 0 ? none : { passed, failed: noticed };
  } catch {
    return none;
  }
}

function vitest(project: string): Part {
  const file = join(reports, `${project}.json`);
  return {
    name: project,
    run: async () => {
      const code = await runCommand(project, 'vitest', [
        'run',
        `--project=${project}`,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${file}`,
      ]);
      return counted(code, () => {
        const report = JSON.parse(readFileSync(file, 'utf8')) as {
          numPassedTests: number;
          numFailedTests: number;
        };
        return { passed: report.numPassedTests, failed: report.numFailedTests };
      });
    },
  };
}

const database: Part = {
  name: 'db',
  run: async () => {
    let last = '';
    const code = await runCommand(
      'db',
      'node',
      ['--liftoff-only', 'supabase/tests/support/run.ts'],
      {},
      (line) => {
        if (/^\d+ passed, \d+ failed$/.test(line)) last = line;
      },
    );
    return counted(code, () => {
      const [passed, failed] = [...last.matchAll(/\d+/g)].map(Number);
      if (passed === undefined || failed === undefined) throw new Error('no closing line');
      return { passed, failed };
    });
  },
};

const endToEnd: Part = {
  name: 'e2e',
  run: async () => {
    const file = join(reports, 'e2e.json');
    const code = await runCommand('e2e', 'playwright', ['test'], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    });
    return counted(code, () => {
      const { stats } = JSON.parse(readFileSync(file, 'utf8')) as {
        stats: { expected: number; unexpected: number; flaky: number };
      };
      // A test that needs a second try is broken: it counts as failed.
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
    });
  },
};

const check: Part[] = [
  single('format', 'prettier', ['--check', '--log-level=warn', '.']),
  single('lint', 'eslint', ['--max-warnings=0', '.']),
  single('types', 'svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings']),
];

/** What others test. It is no promise itself, but one that is broken when it fails. */
const build: Part = {
  name: 'build',
  run: async () => {
    const code = await runCommand('build', 'node', ['src/server/start/prepare.mjs', '--build']);
    return code === 0 ? { passed: 0, failed: 0 } : none;
  },
};

const parts: Record<string, Part[]> = {
  build: [build],
  check,
  unit: [vitest('unit')],
  component: [vitest('component')],
  server: [vitest('server')],
  'power-cuts': [vitest('power-cuts')],
  db: [database],
  e2e: [endToEnd],
};

/** These test the app as it is built. */
const onBuild: readonly string[] = ['server', 'power-cuts', 'e2e'];

/**
 * The order of a whole run: stages, in each of them lanes side by side, in a lane one part after the other. Two cores are kept
 * busy by three at a time; more of them only take each other's caches, and the whole takes longer.
 */
const everything: string[][][] = [
  [
    ['build', 'server'],
    ['unit', 'db'],
    ['check', 'component'],
  ],
  [['e2e'], ['power-cuts']],
];

async function main(): Promise<number> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !(name in parts));
  if (unknown.length > 0) {
    process.stderr.write(
      `No such part: ${unknown.join(', ')}. There are ${Object.keys(parts).join(', ')}.\n`,
    );
    return 2;
  }
  const asked = [
    ...(wanted.some((name) => onBuild.includes(name)) ? [[['build']]] : []),
    wanted.map((name) => [name]),
  ];
  const stages = wanted.length > 0 ? asked : everything;
  const names = stages.flat(2);
  if (names.some((name) => name === 'component' || name === 'e2e')) ensureChromium();
  // Before the checks, the tests and the build, which all read what it writes.
  if (names.some((name) => name !== 'db')) await runCommand('sync', 'svelte-kit', ['sync']);

  const outcomes: { name: string; outcome: Outcome; seconds: number }[] = [];
  for (const lanes of stages) {
    await Promise.all(
      lanes.map(async (lane) => {
        for (const part of lane.flatMap((name) => parts[name] ?? [])) {
          const started = performance.now();
          const outcome = await part.run();
          outcomes.push({
            name: part.name,
            outcome,
            seconds: (performance.now() - started) / 1000,
          });
        }
      }),
    );
  }
  rmSync(reports, { recursive: true, force: true });

  process.stdout.write('\n');
  for (const { name, outcome, seconds } of outcomes) {
    process.stdout.write(
      `${name.padEnd(10)} ${String(outcome.passed).padStart(5)} passed ${String(outcome.failed).padStart(4)} failed  ${seconds.toFixed(0).padStart(4)} s\n`,
    );
  }
  const passed = outcomes.reduce((sum, { outcome }) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, { outcome }) => sum + outcome.failed, 0);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

process.exitCode = await main();
