import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { ChildServer } from './support/child-server.ts';
import { newCouple } from './support/people.ts';
import { covers, RelayClient } from './support/relay-client.ts';

const kills = 30;

/** Writes an item each time the event loop turns, as fast as somebody could type and faster, until told to stop. */
function keepWriting(client: RelayClient, name: string): () => void {
  let count = 0;
  const timer = setInterval(() => {
    client.items.push([`${name} ${count++}`]);
  }, 3);
  return () => {
    clearInterval(timer);
  };
}

test(
  `nothing that was confirmed is missing after kill -9, ${kills} times while both write`,
  { timeout: 600_000 },
  async () => {
    await using server = await ChildServer.start();
    const { first, second, documentId } = await newCouple(server.url);
    const room = `${documentId}.0`;
    using one = await RelayClient.join(server.url, first, room);
    using two = await RelayClient.join(server.url, second, room);
    let confirmations = 0;

    for (let kill = 0; kill < kills; kill += 1) {
      const stop = [keepWriting(one, `one ${kill}`), keepWriting(two, `two ${kill}`)];
      const before = one.stored;
      const extent = one.items.length;
      // Somewhere in the middle: between no and a few confirmations, at a moment that differs each time.
      await one.until(() => one.items.length > extent + 5 + ((kill * 7) % 40));
      if (kill % 3 !== 0) await one.until(() => !covers(before, one.stored));
      await server.end('SIGKILL');
      for (const end of stop) end();
      await Promise.all(
        [one, two].map((client) => client.until(() => !client.provider.wsconnected)),
      );
      const confirmed = [one.stored, two.stored];
      if (!covers(before, one.stored)) confirmations += 1;

      await server.startAgain();
      // Somebody with an empty page sees only what the server kept: the two writers are not back yet.
      using witness = await RelayClient.join(server.url, first, room);
      for (const stateVector of confirmed) {
        expect(covers(Y.encodeStateVector(witness.doc), stateVector)).toBe(true);
      }
      await one.rejoin(server.url, first);
      await two.rejoin(server.url, second);
    }

    await one.until(() => one.allStored);
    await two.until(() => two.allStored && two.items.length === one.items.length);
    expect(two.items.toArray()).toEqual(one.items.toArray());
    // The kills did hit a server that was busy confirming.
    expect(confirmations).toBeGreaterThanOrEqual(kills / 2);
  },
);
