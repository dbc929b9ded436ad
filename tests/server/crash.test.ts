import { expect, test } from 'vitest';
import { ChildServer } from './support/child-server.ts';
import { EncryptedClient, newDocumentKeys } from './support/encrypted-client.ts';
import { newCouple } from './support/people.ts';

const kills = 30;

test(
  `nothing that was called saved is missing after kill -9, ${String(kills)} times while both type`,
  { timeout: 600_000 },
  async () => {
    await using server = await ChildServer.start();
    const { first, second, documentId } = await newCouple(server.url);
    const keys = await newDocumentKeys(documentId);
    let gate: Promise<unknown> = Promise.resolve();
    await using one = new EncryptedClient(server.url, first, documentId, keys, () => gate);
    await using two = new EncryptedClient(server.url, second, documentId, keys, () => gate);
    const writers = [one, two];
    await Promise.all(writers.map(({ document }) => document.whenSynced));
    let count = 0;
    let calledSaved = 0;

    for (let kill = 0; kill < kills; kill += 1) {
      const before = count;
      // As fast as somebody could type, and faster.
      const typing = setInterval(() => {
        count += 1;
        for (const [n, writer] of writers.entries())
          writer.type(`${'ab'[n] ?? ''}${String(count)} `);
      }, 5);
      // The power goes somewhere in the middle, at a moment that differs each time; every third time after a rest.
      await one.until(() => count > before + 5 + ((kill * 7) % 40));
      if (kill % 3 === 1) {
        clearInterval(typing);
        await one.until(() => one.status.saved === 'both');
      }
      // A page speaks of what was written on it; what it shows of the partner's is for the partner's page to call saved.
      const claims = writers.map(({ status, text }, n) =>
        status.saved === 'both' ? text.split(' ').filter((word) => word[0] === 'ab'[n]) : [],
      );
      const { promise, resolve: open } = Promise.withResolvers<undefined>();
      gate = promise;
      await server.end('SIGKILL');
      clearInterval(typing);
      calledSaved += claims.filter((words) => words.length > 0).length;

      await server.startAgain();
      // Somebody with an empty page sees only what the server kept: the two writers are not back yet.
      await using witness = new EncryptedClient(server.url, first, documentId, keys);
      await witness.document.whenSynced;
      const kept = new Set(witness.text.split(' '));
      expect(claims.flat().filter((word) => !kept.has(word))).toEqual([]);
      open(undefined);
    }

    await Promise.all(writers.map((writer) => writer.until(() => writer.status.saved === 'both')));
    await two.until(() => two.text.length === one.text.length);
    expect(two.text).toBe(one.text);
    expect(new Set(one.text.split(' ')).size).toBe(2 * count + 1);
    expect(calledSaved).toBeGreaterThanOrEqual(kills / 3);
  },
);
