import { setTimeout as pause } from 'node:timers/promises';
import type * as Y from 'yjs';
import { EncryptedClient, newDocumentKeys } from '../server/support/encrypted-client.ts';
import { newCouple } from '../server/support/people.ts';
import { RelayClient } from '../server/support/relay-client.ts';
import { comparison, type Comparison } from './statistics.ts';

const samples = 600;
const warmUp = 60;

/** A document on one partner's side and on the other's. */
interface Pair {
  readonly typist: Y.Doc;
  readonly reader: Y.Doc;
}

/**
 * Milliseconds from a letter in one partner's Y.Doc to the same letter in the other's, without browser and editor: what encryption adds
 * to bare synchronisation. Both kinds go through the same relay process, store included, each in a document of its own; the relay cannot
 * tell them apart. The two take turns, letter by letter, at the pace of somebody who types fast.
 */
export async function measureDocuments(url: string): Promise<Comparison> {
  const [forPlain, forEncrypted] = [await newCouple(url), await newCouple(url)];
  const keys = await newDocumentKeys(forEncrypted.documentId);
  const room = `${forPlain.documentId}.0`;
  using plainTypist = await RelayClient.join(url, forPlain.first, room);
  using plainReader = await RelayClient.join(url, forPlain.second, room);
  await using typist = new EncryptedClient(url, forEncrypted.first, forEncrypted.documentId, keys);
  await using reader = new EncryptedClient(url, forEncrypted.second, forEncrypted.documentId, keys);
  await Promise.all([typist.document.whenSynced, reader.document.whenSynced]);
  await typist.until(() => typist.document.awareness.getStates().size === 2);
  await reader.until(() => reader.document.awareness.getStates().size === 2);

  const plain = { typist: plainTypist.doc, reader: plainReader.doc };
  const encrypted = { typist: typist.document.inner, reader: reader.document.inner };
  const plainTimes: number[] = [];
  const encryptedTimes: number[] = [];
  for (let sample = -warmUp; sample < samples; sample += 1) {
    const inTurn: [Pair, number[]][] = [
      [plain, plainTimes],
      [encrypted, encryptedTimes],
    ];
    if (sample % 2 === 0) inTurn.reverse();
    for (const [pair, times] of inTurn) {
      const time = await keystroke(pair);
      if (sample >= 0) times.push(time);
      await pause(20 + ((sample + warmUp) % 7) * 8);
    }
  }
  return comparison({ plain: plainTimes, encrypted: encryptedTimes });
}

async function keystroke({ typist, reader }: Pair): Promise<number> {
  const shown = reader.getText('text');
  const target = typist.getText('text');
  const length = target.length + 1;
  const arrived = new Promise<number>((resolve) => {
    const look = () => {
      if (shown.length < length) return;
      shown.unobserve(look);
      resolve(performance.now());
    };
    shown.observe(look);
  });
  const start = performance.now();
  target.insert(target.length, 'abcdefghij'.charAt(length % 10));
  return (await arrived) - start;
}
