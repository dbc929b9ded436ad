import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { encodeAwarenessUpdate, type Awareness } from 'y-protocols/awareness';
import { writeSyncStep1, writeSyncStep2, writeUpdate } from 'y-protocols/sync';
import type * as Y from 'yjs';
import { frameType } from '../../lib/collab/protocol/frames.ts';
import { checkAwareness } from './untrusted.ts';

/** What a client's message asks for. */
export type Message =
  | { readonly kind: 'asks'; readonly stateVector: Uint8Array }
  | { readonly kind: 'update'; readonly update: Uint8Array }
  | { readonly kind: 'awareness'; readonly update: Uint8Array }
  | { readonly kind: 'asks_awareness' };

const syncStep = { one: 0, two: 1, update: 2 } as const;

/** @throws when the bytes are no message of the protocol */
export function readMessage(data: Uint8Array): Message {
  const decoder = decoding.createDecoder(data);
  const type = decoding.readVarUint(decoder);
  if (type === frameType.queryAwareness) return { kind: 'asks_awareness' };
  if (type === frameType.awareness) {
    const update = decoding.readVarUint8Array(decoder);
    checkAwareness(update);
    return { kind: 'awareness', update };
  }
  if (type !== frameType.sync) throw new Error('unknown message');
  const step = decoding.readVarUint(decoder);
  const payload = decoding.readVarUint8Array(decoder);
  if (step === syncStep.one) return { kind: 'asks', stateVector: payload };
  if (step === syncStep.two || step === syncStep.update) return { kind: 'update', update: payload };
  throw new Error('unknown sync step');
}

function frame(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, type);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

/** Asks a client for what the relay lacks. */
export const syncQuestion = (doc: Y.Doc) =>
  frame(frameType.sync, (encoder) => {
    writeSyncStep1(encoder, doc);
  });

/** What a client with this state vector lacks. */
export const syncAnswer = (doc: Y.Doc, stateVector: Uint8Array) =>
  frame(frameType.sync, (encoder) => {
    writeSyncStep2(encoder, doc, stateVector);
  });

export const updateFrame = (update: Uint8Array) =>
  frame(frameType.sync, (encoder) => {
    writeUpdate(encoder, update);
  });

export const awarenessFrame = (awareness: Awareness, clients: readonly number[]) =>
  frame(frameType.awareness, (encoder) => {
    encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [...clients]));
  });

export const storedFrame = (stateVector: Uint8Array) =>
  frame(frameType.stored, (encoder) => {
    encoding.writeVarUint8Array(encoder, stateVector);
  });
