import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { build } from 'esbuild';
import { newCouple, type TestPerson } from '../server/support/people.ts';
import { ticketFor, wsUrl } from '../server/support/relay-client.ts';
import type { Kind } from './keystroke/page.ts';
import { comparison, type Comparison } from './statistics.ts';

const samples = 400;
const warmUp = 40;
const kinds = ['plain', 'encrypted'] as const;

/**
 * Milliseconds from a key press in one partner's browser to the letter in the other partner's page: real Chromium, the app's editor
 * library with cursors, and the relay with its store. Each page holds two documents, one encrypted by Holdfast and one over plain
 * y-websocket; both go through the same relay process. The two take turns, key by key.
 */
export async function measureKeystrokes(url: string, browser: Browser): Promise<Comparison> {
  const harness = await serveHarness();
  try {
    const [plain, encrypted] = [await newCouple(url), await newCouple(url)];
    const documents = { plain: plain.documentId, encrypted: encrypted.documentId };
    const secret = [...crypto.getRandomValues(new Uint8Array(32))];
    const open = async (who: 'first' | 'second') => {
      const page = await openPage(browser, harness.url, (kind) =>
        ticketFor(url, { plain, encrypted }[kind][who], `${documents[kind]}.0`),
      );
      const { id: authorId }: TestPerson = encrypted[who];
      const setting = { collabUrl: wsUrl(url), documents, authorId, secret, name: who };
      await page.evaluate((given) => window.bench.open(given), setting);
      return page;
    };
    const [typist, reader] = [await open('first'), await open('second')];
    const times: Record<Kind, number[]> = { plain: [], encrypted: [] };
    for (let sample = -warmUp; sample < samples; sample += 1) {
      for (const kind of sample % 2 === 0 ? kinds : kinds.toReversed()) {
        const time = await keystroke(typist, reader, kind);
        if (sample >= 0) times[kind].push(time);
      }
    }
    return comparison(times);
  } finally {
    harness.server.close();
    harness.server.closeAllConnections();
  }
}

async function keystroke(typist: Page, reader: Page, kind: Kind): Promise<number> {
  const length = 1 + (await reader.evaluate((which) => window.bench.length(which), kind));
  await typist.evaluate((which) => {
    window.bench.focus(which);
  }, kind);
  // What the focus itself sends, a cursor, is through before the key is pressed.
  await pause(60 + (length % 5) * 15);
  const arrives = reader.evaluate(([which, count]) => window.bench.shown(which, count), [
    kind,
    length,
  ] as const);
  // The reader watches before the key is pressed.
  await reader.evaluate(() => undefined);
  await typist.keyboard.press('abcdefghij'.charAt(length % 10));
  const shownAt = await arrives;
  return shownAt - (await typist.evaluate(() => window.bench.pressedAt()));
}

async function openPage(
  browser: Browser,
  url: string,
  ticket: (kind: Kind) => Promise<string>,
): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.exposeFunction('ticket', ticket);
  await page.goto(url);
  return page;
}

/** Serves the page that both partners open; `localhost`, since keys need a secure context. */
async function serveHarness(): Promise<{ server: Server; url: string }> {
  const built = await build({
    entryPoints: [fileURLToPath(new URL('./keystroke/page.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
  });
  const script = built.outputFiles[0]?.text ?? '';
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript
        ? script
        : '<!doctype html><title>bench</title><script type=module src=/page.js></script>',
    );
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return { server, url: `http://localhost:${String((server.address() as AddressInfo).port)}/` };
}
