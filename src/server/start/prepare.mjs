// Brings dependencies, and with --build also the built app, up to date; does nothing when they are.
// Runs before every npm script, under whatever Node the machine has (20 or newer), so it is plain JavaScript without dependencies.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const modules = join(root, 'node_modules');
const installStamp = join(modules, '.holdfast');
const buildDir = resolve(root, process.env.BUILD_DIR || 'build');
const buildStamp = join(buildDir, '.holdfast');
const buildInputs = [
  'src',
  'static',
  'package-lock.json',
  'svelte.config.js',
  'tsconfig.json',
  'vite.config.ts',
];

/** @param {string} path @returns {string | null} */
function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** @param {string} path @returns {Record<string, Record<string, unknown>>} */
function lockedPackages(path) {
  try {
    return JSON.parse(read(path) ?? '{}').packages ?? {};
  } catch {
    return {};
  }
}

/** Whether node_modules holds exactly what the lock file names; npm keeps its own account of it there. */
function modulesMatchLock() {
  const wanted = lockedPackages(join(root, 'package-lock.json'));
  const present = lockedPackages(join(modules, '.package-lock.json'));
  if (Object.keys(present).some((path) => !(path in wanted))) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    // An optional package may be one for another operating system.
    if (found === undefined) return Boolean(entry.optional || entry.devOptional || entry.peer);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** @param {string} path @returns {string[]} files below it, in a stable order */
function filesOf(path) {
  if (!existsSync(path)) return [];
  const found = readdirSync(path, { withFileTypes: true, recursive: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function buildHash() {
  const hash = createHash('sha256');
  for (const input of buildInputs) {
    const path = join(root, input);
    const files = input.includes('.') ? [path] : filesOf(path);
    for (const file of files) {
      if (/\.test\.ts$/.test(file)) continue;
      hash
        .update(`${relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/**
 * Runs a long step quietly; when it fails, shows what it said and stops with one sentence.
 * @param {string} label @param {string} command @param {string[]} args @param {string} advice
 */
function step(label, command, args, advice) {
  const started = Date.now();
  process.stdout.write(`${label} …\n`);
  const result = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      NODE_ENV: undefined,
      PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`,
    },
  });
  if (result.status !== 0) {
    process.stderr.write(
      `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}\n${advice}\n`,
    );
    process.exit(1);
  }
  process.stdout.write(`${label}: done in ${Math.round((Date.now() - started) / 1000)} s\n`);
}

function install() {
  const lock = read(join(root, 'package-lock.json')) ?? '';
  const wanted = createHash('sha256').update(lock).digest('hex');
  if (read(installStamp) === wanted) return;
  if (!modulesMatchLock()) {
    // Exactly the versions of the lock file, which stays as it is. Not `npm ci`: it refuses to work when a registry lacks a
    // package that is optional and for another operating system.
    const args = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund'];
    const npm = process.env.npm_execpath;
    const advice =
      'The dependencies could not be installed: check the connection to the npm registry and try again.';
    if (npm?.endsWith('.js'))
      step('Installing dependencies', process.execPath, [npm, ...args], advice);
    else step('Installing dependencies', 'npm', args, advice);
  }
  writeFileSync(installStamp, wanted);
}

function build() {
  const wanted = buildHash();
  if (read(buildStamp) === wanted) return;
  rmSync(buildStamp, { force: true });
  const vite = join(modules, '.bin', 'vite');
  step('Building the app', vite, ['build'], 'The app could not be built; the lines above say why.');
  mkdirSync(buildDir, { recursive: true });
  writeFileSync(buildStamp, wanted);
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  process.stderr.write(`Holdfast needs Node 20 or newer; this is ${process.version}.\n`);
  process.exit(1);
}
install();
if (process.argv.includes('--build')) build();
