import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { chromiumLaunchOptions, ensureChromium } from '../support/chromium.ts';
import { HoldfastProcess } from '../support/holdfast-process.ts';
import { measureDocuments } from './document-latency.ts';
import { measureFrames } from './frames.ts';
import { liveFiveYears } from './long-history.ts';
import { measureOpening } from './opening.ts';
import { measureKeystrokes } from './keystroke-latency.ts';
import { measurePages } from './page-weight.ts';
import { round } from './statistics.ts';
import { measureBytes } from './stored-bytes.ts';

/** What `--json FILE` writes. Names are stable: later figures are compared with earlier ones. */
interface Report extends Record<string, unknown> {
  readonly latency_p95_ratio: number;
  readonly stored_bytes_ratio: number;
  readonly five_years_bytes_ratio: number;
  readonly open_ratio: number;
  readonly open_memory_ratio: number;
  readonly keystroke_ms_p95: number;
  readonly js_kb: Readonly<Record<'landing' | 'sign_in' | 'editor', number>>;
}

const aims = {
  latency_p95_ratio: 1.5,
  stored_bytes_ratio: 1.1,
  open_ratio: 1.2,
  frames_scroll_cpu_ms: 50,
  frames_typing_cpu_ms: 50,
  js_kb: { landing: 25, sign_in: 110, editor: 260 },
} as const;

const { values } = parseArgs({ options: { json: { type: 'string' } } });

ensureChromium();
const server = await HoldfastProcess.start({ ATTEMPTS_PER_ADDRESS: '100000' });
const browser = await chromium.launch(chromiumLaunchOptions());
try {
  const report = await measure(server.url);
  print(report);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
} finally {
  await browser.close();
  await server.dispose();
}

async function measure(url: string): Promise<Report> {
  say('JavaScript of the first load …');
  const pages = await measurePages(url, browser);
  say('stored bytes …');
  const stored = await measureBytes();
  say('five years of weekly editing …');
  const years = await liveFiveYears();
  say('opening what they left …');
  const opening = await measureOpening(years);
  say('scrolling and typing in it, in a browser …');
  const frames = await measureFrames(url, browser, years);
  say('keystroke to partner, in two browsers …');
  const keystrokes = await measureKeystrokes(url, browser);
  say('document to document, without browsers …');
  const documents = await measureDocuments(url);
  return {
    ...named('latency', keystrokes),
    latency_p95_ratio: keystrokes.p95_ratio,
    ...named('document_latency', documents),
    ...named('stored', stored),
    stored_bytes_ratio: stored.bytes_ratio,
    five_years_bytes: years.encrypted.length,
    five_years_plain_bytes: years.plain.length,
    five_years_bytes_ratio: round(years.encrypted.length / years.plain.length),
    ...opening,
    ...named('frames', frames),
    js_kb: pages,
    machine: machine(),
  };
}

/** The same figures under names that tell them apart. */
function named(prefix: string, figures: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [`${prefix}_${name}`, value as unknown]),
  );
}

function machine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory_gib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    chromium: browser.version(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    at: new Date().toISOString(),
  };
}

function print(report: Report): void {
  const line = (what: string, value: number, aim?: number) => {
    const verdict =
      aim === undefined
        ? ''
        : value <= aim
          ? `  (aim ${String(aim)}: met)`
          : `  (aim ${String(aim)}: MISSED)`;
    say(`${what.padEnd(48)} ${String(value).padStart(9)}${verdict}`);
  };
  for (const [name, value] of Object.entries(report)) {
    if (typeof value !== 'number') continue;
    line(
      name,
      value,
      Object.entries(aims).find(([aim]) => aim === name)?.[1] as number | undefined,
    );
  }
  line('js_kb.landing', report.js_kb.landing, aims.js_kb.landing);
  line('js_kb.sign_in', report.js_kb.sign_in, aims.js_kb.sign_in);
  line('js_kb.editor', report.js_kb.editor, aims.js_kb.editor);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
