import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Failure } from '../../domain/failure/failure.ts';
import { readStored } from './read-stored.ts';
import { CountingSealer } from './simulation/counting-sealer.ts';
import { makeSealer } from './simulation/keys.ts';
import { TestCore } from './simulation/open-core.ts';
import { VirtualClock } from './simulation/virtual-clock.ts';

test('what is stored is read in place of the relay, also when the server answers late and a row is spoilt', async () => {
  const clock = new VirtualClock();
  const sealer = new CountingSealer(await makeSealer());
  const writer = await TestCore.open({ sealer, clock });
  writer.type('To rest');
  await writer.pass(1_000);
  const rows = [new Uint8Array([255, 255]), Y.encodeStateAsUpdate(writer.outer)];

  const reader = await TestCore.open({ sealer, clock });
  reader.core.setSynced(false);
  reader.core.onlyRead();
  let asked = 0;
  const read = readStored({
    outer: reader.outer,
    core: reader.core,
    clock,
    isOver: () => false,
    stored: () => {
      asked += 1;
      return asked === 1
        ? Promise.reject(new Failure('server_unreachable'))
        : Promise.resolve(rows);
    },
  });
  await reader.pass(60_000);
  await read;
  expect(asked).toBe(2);
  expect(reader.text).toBe('To rest');
  expect(reader.core.status).toMatchObject({ saved: 'both', setAside: 0, changesMissing: false });
  // Reading publishes nothing.
  expect(reader.items).toHaveLength(writer.items.length);
});
