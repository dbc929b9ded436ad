import * as z from 'zod/mini';
import { Failure } from '../../domain/failure/failure.ts';
import type { Envelope } from '../envelopes/envelope-text.ts';
import { openJson, sealJson } from '../envelopes/json.ts';
import { parsePublicKey } from './identity.ts';
import { sharedWrappingKey } from './shared-branch.ts';
import type { PublicKey, SharedBranch } from './types.ts';

/** The public keys that this person has once confirmed, by user id. The server cannot exchange them. */
export type Pins = Readonly<Record<string, PublicKey>>;

const pinsSchema = z.record(z.string(), z.string());

/** Seals pins for the `pins` column of the keyring. */
export async function sealPins(
  shared: SharedBranch,
  userId: string,
  pins: Pins,
): Promise<Envelope> {
  return sealJson(await sharedWrappingKey(shared), binding(userId), pins);
}

/** @throws Failure as `openBytes` */
export async function openPins(
  shared: SharedBranch,
  userId: string,
  envelope: string,
): Promise<Pins> {
  const opened = await openJson(await sharedWrappingKey(shared), binding(userId), envelope);
  const parsed = pinsSchema.safeParse(opened);
  if (!parsed.success) throw new Failure('envelope_tampered');
  return Object.fromEntries(
    Object.entries(parsed.data).map(([id, key]) => [id, parsePublicKey(key)]),
  );
}

export interface PinnedPartner {
  readonly pins: Pins;
  /** To be stored in the keyring. */
  readonly envelope: Envelope;
}

/**
 * Pins a partner's key.
 * @throws Failure `partner_key_changed` when another key of this person is pinned already
 */
export async function addPin(
  shared: SharedBranch,
  userId: string,
  pins: Pins,
  partner: { readonly userId: string; readonly publicKey: PublicKey },
): Promise<PinnedPartner> {
  const known = pinOf(pins, partner.userId);
  if (known !== undefined && known !== partner.publicKey) throw new Failure('partner_key_changed');
  const added: Pins = { ...pins, [partner.userId]: partner.publicKey };
  return { pins: added, envelope: await sealPins(shared, userId, added) };
}

/** Pins the key of a partner who has lost theirs, in place of the old one: for a key that the two have just compared, and for no other. */
export async function replacePin(
  shared: SharedBranch,
  userId: string,
  pins: Pins,
  partner: { readonly userId: string; readonly publicKey: PublicKey },
): Promise<PinnedPartner> {
  const replaced: Pins = { ...pins, [partner.userId]: partner.publicKey };
  return { pins: replaced, envelope: await sealPins(shared, userId, replaced) };
}

/** Takes over pins of a former keyring. What is pinned now stays. */
export async function mergePins(
  shared: SharedBranch,
  userId: string,
  pins: Pins,
  former: Pins,
): Promise<PinnedPartner> {
  const merged: Pins = { ...former, ...pins };
  return { pins: merged, envelope: await sealPins(shared, userId, merged) };
}

/** The pinned key of a person, if there is one. */
export function pinOf(pins: Pins, userId: string): PublicKey | undefined {
  return Object.hasOwn(pins, userId) ? pins[userId] : undefined;
}

/**
 * Compares a key that the server shows with the pinned one.
 * @throws Failure `partner_key_changed` when they differ or none is pinned
 */
export function checkPin(pins: Pins, userId: string, publicKey: string): PublicKey {
  const known = pinOf(pins, userId);
  if (known === undefined || known !== publicKey) throw new Failure('partner_key_changed');
  return known;
}

function binding(userId: string) {
  return {
    kind: 'value',
    owner: userId,
    object: userId,
    field: 'keyrings.pins',
    generation: 0,
  } as const;
}
