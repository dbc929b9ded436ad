import { expect, test } from 'vitest';
import { Failure } from '../domain/failure/failure.ts';
import { NewerEpochs } from './newer-epochs.ts';

/** A page that knows epochs up to one, and a server that has them up to another. */
function page(server = { newest: 1 }) {
  const known = new Set([0]);
  let looks = 0;
  let answer: () => Promise<unknown> = () => Promise.resolve();
  const epochs = new NewerEpochs({
    knows: (epoch) => known.has(epoch),
    look: async () => {
      looks += 1;
      const { newest } = server;
      await answer();
      for (let epoch = 0; epoch <= newest; epoch += 1) known.add(epoch);
    },
  });
  return {
    epochs,
    server,
    known,
    looks: () => looks,
    answers: (how: () => Promise<unknown>) => (answer = how),
  };
}

test('however many ask for a newer epoch, the server is asked once', async () => {
  const { epochs, known, looks } = page();
  await Promise.all([1, 1, 1].map((epoch) => epochs.look(epoch)));
  expect(known).toContain(1);
  await epochs.look(1);
  expect(looks()).toBe(1);
});

test('an epoch that this person has no key of is asked for once, whatever the server shows', async () => {
  const { epochs, looks } = page();
  await Promise.all([7, 8, 9].map((epoch) => epochs.look(epoch)));
  for (const epoch of [7, 8, 9]) await epochs.look(epoch);
  expect(looks()).toBe(1);
});

test('one that begins while it is being looked is looked for after that', async () => {
  const { epochs, known, server, looks, answers } = page();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  answers(() => promise);
  const first = epochs.look(1);
  await Promise.resolve();
  await Promise.resolve();
  expect(looks()).toBe(1);
  server.newest = 2;
  const second = epochs.look(2);
  resolve(undefined);
  await Promise.all([first, second]);
  expect(known).toContain(2);
  expect(looks()).toBe(2);
});

test('what could not be asked is asked for again', async () => {
  const { epochs, known, answers } = page();
  answers(() => Promise.reject(new Failure('offline')));
  await expect(epochs.look(1)).rejects.toThrow('offline');
  answers(() => Promise.resolve());
  await epochs.look(1);
  expect(known).toContain(1);
});
