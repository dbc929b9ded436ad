import { expect, test } from 'vitest';
import { closeCode } from '../../src/lib/collab/protocol/frames.ts';
import { ChildServer } from './support/child-server.ts';
import { call, newCouple } from './support/people.ts';
import { RelayClient } from './support/relay-client.ts';

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s stores what was received, answers what was asked, and ends in order',
  { timeout: 180_000 },
  async (signal) => {
    await using server = await ChildServer.start();
    const { first, second, documentId } = await newCouple(server.url);
    const room = `${documentId}.0`;
    using one = await RelayClient.join(server.url, first, room);
    using two = await RelayClient.join(server.url, second, room);
    one.items.push(['at the last moment']);
    // The relay has it, since the other has; it is not stored yet.
    await two.until(() => two.items.length === 1);
    const asked = call(server.url, '/auth/v1/token?grant_type=password', null, {
      email: first.email,
      password: first.password,
    });
    // The question has reached the server when another one, sent after it, is answered.
    await call(server.url, '/rest/v1/nothing', null);

    expect(await server.end(signal)).toBe(0);
    expect((await asked).status).toBe(200);
    await one.until(() => one.closed.length > 0);
    expect(one.closed).toEqual([closeCode.restarting]);
    expect(one.allStored).toBe(true);

    await server.startAgain();
    using witness = await RelayClient.join(server.url, second, room);
    await witness.until(() => witness.items.length === 1);
    expect(witness.items.get(0)).toBe('at the last moment');
    // The people and their sessions are still there, too.
    const mine = await call(server.url, '/rest/v1/keyrings?select=user_id', first.token);
    expect(await mine.json()).toEqual([{ user_id: first.id }]);
  },
);

test('it says that it is ready in one line, and nothing else', { timeout: 180_000 }, async () => {
  await using server = await ChildServer.start();
  await newCouple(server.url);
  await server.end('SIGTERM');
  expect(server.output).toBe(`Holdfast is ready at ${server.url}\n`);
});

test(
  'with LOG=requests it writes a line for each, with no name, address, token or query',
  { timeout: 180_000 },
  async () => {
    await using server = await ChildServer.start();
    await server.end('SIGTERM');
    await server.startAgain({ LOG: 'requests' });
    const { first, documentId } = await newCouple(server.url);
    await call(server.url, `/rest/v1/documents?id=eq.${documentId}`, first.token);
    await server.end('SIGTERM');
    const lines = server.output.split('\n').filter((line) => line.startsWith('{'));
    expect(lines.map((line) => (JSON.parse(line) as { route: string }).route)).toContain(
      '/rest/v1/documents',
    );
    for (const secret of [
      first.email,
      first.id,
      first.token,
      documentId,
      'eq.',
      '127.0.0.1',
      '::1',
    ]) {
      expect(lines.join('\n')).not.toContain(secret);
    }
  },
);
