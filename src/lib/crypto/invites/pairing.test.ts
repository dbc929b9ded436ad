import { beforeAll, describe, expect, test } from 'vitest';
import { envelopeFromText, envelopeToText, readHeader } from '../envelopes/index.ts';
import { accountBranches, newAccountKey } from '../keys/account-key.ts';
import { importIdentity, newPrivateKey } from '../keys/identity.ts';
import { createSpaceKey } from '../keys/space-key.ts';
import type { IdentityKeyPair, SpaceKey } from '../keys/types.ts';
import { deliverSpaceKey, receiveSpaceKey } from './deliver-space-key.ts';
import { fourWords } from './four-words.ts';
import {
  checkInviter,
  checkJoiner,
  inviterMac,
  joinerMac,
  type Inviter,
  type Joiner,
} from './invite-macs.ts';
import { openInvite, openJoinerName, sealInvite, sealJoinerName } from './invite-seals.ts';
import { createInvite, inviteFragment, parseInviteFragment, type Invite } from './invite.ts';
import { wordList } from '../words/word-list.ts';

const spaceId = 'bbbbbbbb-0000-4000-8000-000000000001';
const otherSpace = 'bbbbbbbb-0000-4000-8000-000000000002';
const [anaId, benId, eveId] = ['a', 'b', 'e'].map(
  (letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`,
) as [string, string, string];

let ana: IdentityKeyPair;
let ben: IdentityKeyPair;
let eve: IdentityKeyPair;
let invite: Invite;
let sameLink: Invite;
let otherLink: Invite;
let inviter: Inviter;
let joiner: Joiner;
let spaceKey: SpaceKey;

beforeAll(async () => {
  const identity = async () => importIdentity(await newPrivateKey());
  [ana, ben, eve] = await Promise.all([identity(), identity(), identity()]);
  invite = createInvite();
  sameLink = await parseInviteFragment(await inviteFragment(invite));
  otherLink = { ...createInvite(), id: invite.id };
  inviter = { spaceId, userId: anaId, publicKey: ana.publicKey };
  joiner = { userId: benId, publicKey: ben.publicKey };
  spaceKey = await createSpaceKey(0);
});

describe('the joiner, before sending anything', () => {
  test('knows that the link leads to the one whom the server shows', async () => {
    expect(await checkInviter(sameLink, inviter, await inviterMac(invite, inviter))).toEqual(
      inviter,
    );
  });

  test.each<[string, () => Partial<Inviter>]>([
    ['another key', () => ({ publicKey: eve.publicKey })],
    ['another person', () => ({ userId: eveId })],
    ['another space', () => ({ spaceId: otherSpace })],
    ['no key at all', () => ({ publicKey: 'none' as Inviter['publicKey'] })],
  ])('sees that the server shows %s', async (_name, change) => {
    const mac = await inviterMac(invite, inviter);
    await expect(checkInviter(sameLink, { ...inviter, ...change() }, mac)).rejects.toThrow(
      'invite_forged',
    );
  });

  test('sees a MAC that was not made with the link', async () => {
    for (const mac of [await inviterMac(otherLink, inviter), '', 'AAAA', 'no base64!']) {
      await expect(checkInviter(sameLink, inviter, mac)).rejects.toThrow('invite_forged');
    }
  });

  test('sees the MAC of another invite with the same secret', async () => {
    const moved = { ...invite, id: createInvite().id };
    const mac = await inviterMac(moved, inviter);
    await expect(checkInviter(sameLink, inviter, mac)).rejects.toThrow('invite_forged');
  });
});

describe('the inviter, before letting anybody in', () => {
  test('knows that who asks holds the link', async () => {
    const mac = await joinerMac(sameLink, inviter, joiner);
    expect(await checkJoiner(invite, inviter, joiner, mac)).toEqual(joiner);
  });

  test.each<[string, () => Partial<Joiner>]>([
    ['another key', () => ({ publicKey: eve.publicKey })],
    ['another person', () => ({ userId: eveId })],
  ])('sees that the server put in %s', async (_name, change) => {
    const mac = await joinerMac(sameLink, inviter, joiner);
    const shown = { ...joiner, ...change() };
    await expect(checkJoiner(invite, inviter, shown, mac)).rejects.toThrow('invite_forged');
  });

  test('sees somebody without the link, and a MAC that was turned around', async () => {
    const guessed = await joinerMac(otherLink, inviter, joiner);
    await expect(checkJoiner(invite, inviter, joiner, guessed)).rejects.toThrow('invite_forged');
    const reflected = await inviterMac(invite, inviter);
    await expect(checkJoiner(invite, inviter, inviter, reflected)).rejects.toThrow('invite_forged');
  });

  test('reads the name of who asks; a name from elsewhere does not open', async () => {
    const sealed = await sealJoinerName(sameLink, benId, 'Ben 🌿');
    expect(await openJoinerName(invite, benId, sealed)).toBe('Ben 🌿');
    await expect(openJoinerName(invite, eveId, sealed)).rejects.toThrow('invite_forged');
    await expect(openJoinerName(otherLink, benId, sealed)).rejects.toThrow('invite_forged');
  });

  test('finds the link again on another device, and nobody else does', async () => {
    const mine = await accountBranches(newAccountKey());
    const theirs = await accountBranches(newAccountKey());
    const sealed = await sealInvite(mine.shared, anaId, invite);
    expect(await openInvite(mine.shared, anaId, invite.id, sealed)).toEqual(invite);
    const wrong = [
      openInvite(theirs.shared, anaId, invite.id, sealed),
      openInvite(mine.shared, benId, invite.id, sealed),
      openInvite(mine.shared, anaId, createInvite().id, sealed),
    ];
    await Promise.all(wrong.map((opening) => expect(opening).rejects.toThrow('envelope_tampered')));
  });
});

describe('the four words', () => {
  test('are the same on both screens', async () => {
    const words = await fourWords(invite, inviter, joiner);
    expect(words).toHaveLength(4);
    for (const word of words) expect(wordList).toContain(word);
    expect(await fourWords(sameLink, inviter, joiner)).toEqual(words);
  });

  test('differ when the keys differ on the two screens', async () => {
    const words = (await fourWords(invite, inviter, joiner)).join(' ');
    const others = await Promise.all([
      fourWords(invite, { ...inviter, publicKey: eve.publicKey }, joiner),
      fourWords(invite, inviter, { ...joiner, publicKey: eve.publicKey }),
      fourWords(otherLink, inviter, joiner),
    ]);
    for (const other of others) expect(other.join(' ')).not.toBe(words);
  });

  test('come from 512 words that cannot be mistaken for each other', () => {
    expect(wordList).toHaveLength(512);
    expect(new Set(wordList.map((word) => word.slice(0, 4))).size).toBe(512);
    for (const word of wordList) expect(word).toMatch(/^[a-z]{3,9}$/);
  });
});

describe('a delivered space key', () => {
  test('opens for the joiner, and looks like every other envelope', async () => {
    const delivered = await deliverSpaceKey(ana, invite, inviter, joiner, spaceKey);
    expect(readHeader(envelopeFromText(delivered))).toEqual({ suite: 2, kind: 'key', epoch: 0 });
    const received = await receiveSpaceKey(ben, sameLink, inviter, joiner, 0, delivered);
    expect(received.secret).toEqual(spaceKey.secret);
    expect(received.epoch).toBe(0);
  });

  test('does not open for a thief of the link', async () => {
    const delivered = await deliverSpaceKey(ana, invite, inviter, joiner, spaceKey);
    const thief = { userId: benId, publicKey: eve.publicKey };
    for (const as of [joiner, thief]) {
      await expect(receiveSpaceKey(eve, sameLink, inviter, as, 0, delivered)).rejects.toThrow(
        'invite_forged',
      );
    }
  });

  test('does not open when somebody else made it, with the link or without', async () => {
    const byThief = await deliverSpaceKey(eve, invite, inviter, joiner, spaceKey);
    await expect(receiveSpaceKey(ben, sameLink, inviter, joiner, 0, byThief)).rejects.toThrow(
      'invite_forged',
    );
    const withoutLink = await deliverSpaceKey(ana, otherLink, inviter, joiner, spaceKey);
    await expect(receiveSpaceKey(ben, sameLink, inviter, joiner, 0, withoutLink)).rejects.toThrow(
      'invite_forged',
    );
  });

  test('does not open for another space, person, invite or epoch', async () => {
    const delivered = await deliverSpaceKey(ana, invite, inviter, joiner, spaceKey);
    const moved = [
      receiveSpaceKey(ben, sameLink, { ...inviter, spaceId: otherSpace }, joiner, 0, delivered),
      receiveSpaceKey(ben, sameLink, { ...inviter, userId: eveId }, joiner, 0, delivered),
      receiveSpaceKey(ben, sameLink, inviter, { ...joiner, userId: eveId }, 0, delivered),
      receiveSpaceKey(ben, { ...sameLink, id: spaceId }, inviter, joiner, 0, delivered),
      receiveSpaceKey(ben, sameLink, inviter, joiner, 1, delivered),
    ];
    await Promise.all(moved.map((opening) => expect(opening).rejects.toThrow('invite_forged')));
  });

  test('does not open when any byte is changed or cut', async () => {
    const bytes = envelopeFromText(await deliverSpaceKey(ana, invite, inviter, joiner, spaceKey));
    for (let at = 0; at < bytes.length; at += 7) {
      const changed = bytes.slice() as typeof bytes;
      changed[at] = (changed[at] ?? 0) ^ 0x40;
      const cut = bytes.slice(0, at) as typeof bytes;
      for (const wrong of [changed, cut]) {
        const opening = receiveSpaceKey(ben, sameLink, inviter, joiner, 0, envelopeToText(wrong));
        await expect(opening).rejects.toThrow(/^(invite_forged|envelope_unknown_version)$/);
      }
    }
  });
});
