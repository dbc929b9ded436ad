import { beforeAll, describe, expect, test } from 'vitest';
import { envelopeFromText, envelopeToText, readHeader } from '../envelopes/index.ts';
import { importIdentity, newPrivateKey } from '../keys/identity.ts';
import { createSpaceKey } from '../keys/space-key.ts';
import type { IdentityKeyPair, SpaceKey } from '../keys/types.ts';
import { pairWords } from '../words/pair-words.ts';
import { deliverAgain, receiveAgain } from './deliver-again.ts';
import {
  checkCommitment,
  commitmentOf,
  newNonce,
  readmissionWords,
  type Readmission,
  type Transcript,
} from './transcript.ts';

const id = (letter: string) => `${letter.repeat(8)}-0000-4000-8000-000000000000`;

let ada: IdentityKeyPair;
let noor: IdentityKeyPair;
let eve: IdentityKeyPair;
let key: SpaceKey;
let transcript: Transcript;

beforeAll(async () => {
  const identity = async () => importIdentity(await newPrivateKey());
  [ada, noor, eve] = await Promise.all([identity(), identity(), identity()]);
  key = await createSpaceKey(1);
  transcript = {
    id: id('1'),
    spaceId: id('5'),
    requester: { userId: id('a'), publicKey: ada.publicKey },
    partner: { userId: id('b'), publicKey: noor.publicKey },
    requesterNonce: newNonce(),
    partnerNonce: newNonce(),
  };
});

/** Each single thing that the two must agree on, as another. */
const others: readonly [string, () => Partial<Transcript>][] = [
  ['another request', () => ({ id: id('2') })],
  ['another space', () => ({ spaceId: id('6') })],
  ['another person', () => ({ requester: { userId: id('e'), publicKey: ada.publicKey } })],
  [
    'another key of the one who asks',
    () => ({ requester: { userId: id('a'), publicKey: eve.publicKey } }),
  ],
  ['another partner', () => ({ partner: { userId: id('e'), publicKey: noor.publicKey } })],
  [
    'another key of the partner',
    () => ({ partner: { userId: id('b'), publicKey: eve.publicKey } }),
  ],
  ['an earlier number of the one who asks', () => ({ requesterNonce: newNonce() })],
];
const otherAnswer: (typeof others)[number] = [
  'an earlier number of the partner',
  () => ({ partnerNonce: newNonce() }),
];

describe('the four words of coming back', () => {
  test('are the same on both screens', async () => {
    const words = await readmissionWords(transcript);
    expect(words).toHaveLength(4);
    expect(await readmissionWords({ ...transcript })).toEqual(words);
  });

  test.each([...others, otherAnswer])('differ with %s', async (_name, change) => {
    const words = await readmissionWords(transcript);
    expect(await readmissionWords({ ...transcript, ...change() })).not.toEqual(words);
  });

  test('cannot be steered by who stands between the two', async () => {
    // Eve shows each of them her own key. She has to commit towards Noor before she sees Noor's number, and to give Ada a number before
    // she sees Ada's: whatever she picks, the one that decides comes after it.
    const towardsNoor = { ...transcript, requester: { userId: id('a'), publicKey: eve.publicKey } };
    const towardsAda = { ...transcript, partner: { userId: id('b'), publicKey: eve.publicKey } };
    const bound = await commitmentOf(towardsNoor, towardsNoor.requesterNonce);
    for (let turn = 0; turn < 20; turn += 1) {
      // Had she waited, and looked for a number whose words fit, Noor's page would refuse it.
      const fitting = { ...towardsNoor, requesterNonce: newNonce() };
      await expect(checkCommitment(fitting, bound)).rejects.toThrow('readmission_forged');
    }
    const ofAda = { ...towardsAda, requesterNonce: newNonce(), partnerNonce: newNonce() };
    expect(await readmissionWords(ofAda)).not.toEqual(await readmissionWords(towardsNoor));
  });

  test.each(others)('are not shown when the commitment was for %s', async (_name, change) => {
    const commitment = await commitmentOf(transcript, transcript.requesterNonce);
    await expect(checkCommitment(transcript, commitment)).resolves.toBeUndefined();
    const other = { ...transcript, ...change() };
    await expect(checkCommitment(other, commitment)).rejects.toThrow('readmission_forged');
  });

  test.each(['', 'AAAA', 'no base64!'])('are not made of %j for a number', async (nonce) => {
    const bad = { ...transcript, requesterNonce: nonce };
    await expect(readmissionWords(bad)).rejects.toThrow('readmission_forged');
    await expect(commitmentOf(transcript as Readmission, nonce)).rejects.toThrow(
      'readmission_forged',
    );
  });
});

describe('a space key that is delivered again', () => {
  test('opens for the one who comes back, as the partner’s', async () => {
    const delivered = await deliverAgain(noor, transcript, key);
    const received = await receiveAgain(ada, transcript, 1, delivered);
    expect(received.secret).toEqual(key.secret);
    expect(readHeader(envelopeFromText(delivered))).toMatchObject({ kind: 'key', epoch: 1 });
  });

  test.each([...others, otherAnswer])('does not open with %s', async (_name, change) => {
    const delivered = await deliverAgain(noor, transcript, key);
    const other = { ...transcript, ...change() };
    await expect(receiveAgain(ada, other, 1, delivered)).rejects.toThrow('readmission_forged');
  });

  test('does not open for anybody else, from anybody else, or as another epoch’s', async () => {
    const delivered = await deliverAgain(noor, transcript, key);
    const forged = await deliverAgain(eve, transcript, key);
    for (const attempt of [
      () => receiveAgain(eve, transcript, 1, delivered),
      () => receiveAgain(ada, transcript, 0, delivered),
      () => receiveAgain(ada, transcript, 1, forged),
    ]) {
      await expect(attempt()).rejects.toThrow('readmission_forged');
    }
  });

  test('does not open when a byte of it is changed', async () => {
    const bytes = envelopeFromText(await deliverAgain(noor, transcript, key));
    for (const at of [1, 6, 7, 40, bytes.length - 1]) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      const attempt = receiveAgain(ada, transcript, 1, envelopeToText(changed as typeof bytes));
      await expect(attempt).rejects.toThrow('readmission_forged');
    }
  });
});

describe('the words of a pair', () => {
  const members = () => [transcript.requester, transcript.partner] as const;

  test('are the same for both, at any time, and differ with either key, the space or its key', async () => {
    const words = await pairWords(key, id('5'), members());
    expect(await pairWords(key, id('5'), [transcript.partner, transcript.requester])).toEqual(
      words,
    );
    const evil = { ...transcript.partner, publicKey: eve.publicKey };
    for (const other of [
      pairWords(key, id('5'), [transcript.requester, evil]),
      pairWords(key, id('6'), members()),
      pairWords(await createSpaceKey(1), id('5'), members()),
    ]) {
      expect(await other).not.toEqual(words);
    }
  });
});
