/// <reference types="@sveltejs/kit" />
import { build, files, prerendered, version } from '$service-worker';
import { forgetKeptRows } from '../lib/data/kept-rows.ts';
import { newestKept } from './newest-kept.ts';
import { wayOf } from './way-of.ts';

/**
 * Keeps the files of the built app, so that it opens without a connection: these and nothing else. What the API answers passes by, and no
 * page that the server makes for somebody is kept; the shell is the same for everybody and empty.
 */

interface Moment extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface Asked extends Moment {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
/** The part of ServiceWorkerGlobalScope that is used here. */
interface Worker {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  readonly registration: ServiceWorkerRegistration;
  addEventListener(type: 'install' | 'activate', listener: (event: Moment) => void): void;
  addEventListener(type: 'fetch', listener: (event: Asked) => void): void;
  addEventListener(
    type: 'message',
    listener: (event: Moment & { data: unknown; ports: readonly MessagePort[] }) => void,
  ): void;
}
const worker = globalThis.self as unknown as Worker;

const prefix = 'holdfast.app.';
const cacheName = `${prefix}${version}`;
const shell = '/shell';
/** Pages that are the same for everybody: help must not wait for a connection. */
const pages = [...prerendered, '/help'];
const kept = new Set([...build, ...files, ...pages]);
/** How long the server may take to send a page before the kept one is shown, in milliseconds. */
const patience = 3_000;

// It waits until no page of the version before is open. To take over earlier would mean to stop the one before in the middle of what
// pages ask for, and Chromium then lets the next load hang; it is not needed either, since a page comes from the server first.
worker.addEventListener('install', (event) => {
  event.waitUntil(fill());
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([forgetOlder(), worker.clients.claim()]));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  switch (wayOf(request, worker.location.origin, kept)) {
    case 'page':
      event.respondWith(page(request));
      break;
    case 'file':
      event.respondWith(file(request));
      break;
    case 'past':
      break;
  }
});

worker.addEventListener('message', (event) => {
  if (event.data === 'version') event.ports[0]?.postMessage(version);
  if (event.data === 'left') event.waitUntil(leave());
});

async function fill(): Promise<void> {
  const cache = await caches.open(cacheName);
  const fresh = new Set([...files, ...pages]);
  // Built files have their content in their name; the others are asked for anew.
  await cache.addAll(
    [...kept].map((path) => new Request(path, fresh.has(path) ? { cache: 'no-cache' } : {})),
  );
}

/** No page of a version before is open any more. */
async function forgetOlder(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
  const older = names.filter((name) => name !== cacheName);
  await Promise.all(older.map((name) => caches.delete(name)));
}

/**
 * A page as the server sends it now, which is how a newer version arrives; as it is kept when the server cannot be reached, by the newest
 * version that is here: its own worker may wait for as long as some page is open.
 */
async function page(request: Request): Promise<Response> {
  const live = fetch(request);
  live.catch(() => undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      resolve(null);
    }, patience);
  });
  const answer = await Promise.race([live.catch(() => null), late]);
  clearTimeout(timer);
  if (answer !== null && !(answer.status >= 502 && answer.status <= 504)) return answer;
  const { pathname } = new URL(request.url);
  const known = await newestKept(pages.includes(pathname) ? pathname : shell, prefix);
  return known ?? answer ?? live;
}

async function file(request: Request): Promise<Response> {
  const known = await caches.match(request, { ignoreVary: true });
  return known ?? fetch(request);
}

/** Somebody left in a hurry: nothing opens here without a connection. Encrypted documents stay, since they may hold words that are nowhere else. */
async function leave(): Promise<void> {
  const names = await caches.keys();
  await Promise.allSettled([
    forgetKeptRows(),
    ...names.filter((name) => name.startsWith(prefix)).map((name) => caches.delete(name)),
    worker.registration.unregister(),
  ]);
}
