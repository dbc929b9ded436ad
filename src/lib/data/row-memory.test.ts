import { expect, test, vi } from 'vitest';
import { RowMemory, type KeptAnswer, type RowShelf } from './row-memory.ts';

const documents = 'http://here/rest/v1/documents?select=id&order=id';

function shelf(): RowShelf & { readonly kept: Map<string, KeptAnswer> } {
  const kept = new Map<string, KeptAnswer>();
  return {
    kept,
    get: (key) => Promise.resolve(kept.get(key) ?? null),
    put: (key, text) => {
      kept.set(key, { text, at: new Date('2026-11-24T10:00:00Z') });
      return Promise.resolve();
    },
    keys: () => Promise.resolve([...kept.keys()]),
    remove: (key) => {
      kept.delete(key);
      return Promise.resolve();
    },
  };
}

function open() {
  const told: (Date | null)[] = [];
  const memory = new RowMemory({ onAsOf: (asOf) => told.push(asOf) });
  let answer: () => Promise<Response> = () => Promise.resolve(Response.json([{ id: 'live' }]));
  const ask = memory.wrap(() => answer());
  return {
    memory,
    told,
    ask: async (address = documents, init?: RequestInit) => (await ask(address, init)).json(),
    answers: (next: () => Promise<Response>) => {
      answer = next;
    },
    away: () => {
      answer = () => Promise.reject(new TypeError('fetch failed'));
    },
  };
}

test('what was answered once is answered again without a connection, and says from when it is', async () => {
  const { memory, ask, away, told } = open();
  memory.use(shelf());
  expect(await ask()).toEqual([{ id: 'live' }]);
  away();
  expect(await ask()).toEqual([{ id: 'live' }]);
  expect(told).toEqual([new Date('2026-11-24T10:00:00Z')]);
});

test('the server’s answer counts as soon as there is one, and ends that', async () => {
  const { memory, ask, away, answers, told } = open();
  memory.use(shelf());
  await ask();
  away();
  await ask();
  answers(() => Promise.resolve(Response.json([{ id: 'newer' }])));
  expect(await ask()).toEqual([{ id: 'newer' }]);
  expect(told.at(-1)).toBeNull();
});

test('a server behind a proxy that does not answer counts as away', async () => {
  const { memory, ask, answers } = open();
  memory.use(shelf());
  await ask();
  answers(() => Promise.resolve(new Response('', { status: 502 })));
  expect(await ask()).toEqual([{ id: 'live' }]);
});

test('a refusal of the server is an answer: nothing kept is shown in its place', async () => {
  const { memory, ask, answers } = open();
  memory.use(shelf());
  await ask();
  answers(() => Promise.resolve(Response.json({ code: 'signed_out' }, { status: 401 })));
  expect(await ask()).toEqual({ code: 'signed_out' });
});

test('a server that takes too long is not waited for', async () => {
  vi.useFakeTimers();
  try {
    const { memory, ask, answers } = open();
    memory.use(shelf());
    await ask();
    answers(() => new Promise(() => undefined));
    const asked = ask();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(await asked).toEqual([{ id: 'live' }]);
  } finally {
    vi.useRealTimers();
  }
});

test.each([
  ['entries of the log', 'http://here/rest/v1/private_entries?select=*'],
  ['drafts', 'http://here/rest/v1/check_in_drafts?select=*'],
  ['answers', 'http://here/rest/v1/check_in_answers?select=*'],
  ['keyrings', 'http://here/rest/v1/keyrings?select=*'],
  ['signing in', 'http://here/auth/v1/token?grant_type=password'],
])('%s are never kept', async (_, address) => {
  const { memory, ask } = open();
  const kept = shelf();
  memory.use(kept);
  await ask(address);
  expect(kept.kept.size).toBe(0);
});

test('changes are neither kept nor answered from what is kept', async () => {
  const { memory, ask, away } = open();
  const kept = shelf();
  memory.use(kept);
  await ask(documents, { method: 'PATCH', body: '{}' });
  expect(kept.kept.size).toBe(0);
  await ask();
  away();
  await expect(ask(documents, { method: 'PATCH', body: '{}' })).rejects.toThrow('fetch failed');
});

test('after a sign-out nothing kept is shown and nothing more is kept, also by what was under way', async () => {
  const { memory, ask, answers, away } = open();
  const kept = shelf();
  memory.use(kept);
  let come: (response: Response) => void = () => undefined;
  answers(
    () =>
      new Promise((resolve) => {
        come = resolve;
      }),
  );
  const asked = ask();
  memory.use(null);
  come(Response.json([{ id: 'late' }]));
  await asked;
  expect(kept.kept.size).toBe(0);
  away();
  await expect(ask()).rejects.toThrow('fetch failed');
});

test('what is still being kept at a sign-out can be waited for, so that it is taken off the device as well', async () => {
  const { memory, ask } = open();
  const slow = shelf();
  const written = Promise.withResolvers<undefined>();
  memory.use({
    ...slow,
    put: async (key, text) => {
      await written.promise;
      await slow.put(key, text);
    },
  });
  await ask();
  memory.use(null);
  const settled = memory.settled().then(() => slow.kept.size);
  written.resolve(undefined);
  expect(await settled).toBe(1);
});

test('a question about many at once is not kept', async () => {
  const { memory, ask } = open();
  const kept = shelf();
  memory.use(kept);
  await ask('http://here/rest/v1/documents?select=id&id=in.(1,2)');
  expect(await kept.keys()).toEqual([]);
});
