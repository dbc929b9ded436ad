import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { sessionBytes, sessionFrom, sessionLength } from './session-id.ts';

const format = 1;

/** What one device tells the others about itself, encrypted. */
export interface AwarenessPayload {
  readonly session: string;
  /** Grows with every envelope of the session; a lower one is old. */
  readonly counter: number;
  /** Client id of the inner document, which the state belongs to. */
  readonly client: number;
  /** JSON: cursor, selection, whatever the editor keeps there. */
  readonly state: Record<string, unknown>;
  /** Highest sequence number published in this session. */
  readonly seq: number;
  /** `Coverage.digest` of everything that this device has. */
  readonly digest: number;
}

export function encodeAwareness(payload: AwarenessPayload): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, format);
  encoding.writeUint8Array(encoder, sessionBytes(payload.session));
  encoding.writeVarUint(encoder, payload.counter);
  encoding.writeVarUint(encoder, payload.client);
  encoding.writeVarUint(encoder, payload.seq);
  encoding.writeVarUint(encoder, payload.digest);
  encoding.writeVarString(encoder, JSON.stringify(payload.state));
  return new Uint8Array(encoding.toUint8Array(encoder));
}

/** @throws Error when the bytes are not an awareness payload of a known format */
export function decodeAwareness(bytes: Uint8Array): AwarenessPayload {
  const decoder = decoding.createDecoder(bytes);
  if (decoding.readVarUint(decoder) !== format) throw new RangeError('unknown payload format');
  const session = sessionFrom(decoding.readUint8Array(decoder, sessionLength));
  const counter = decoding.readVarUint(decoder);
  const client = decoding.readVarUint(decoder);
  const seq = decoding.readVarUint(decoder);
  const digest = decoding.readVarUint(decoder);
  const state: unknown = JSON.parse(decoding.readVarString(decoder));
  if (!isRecord(state)) throw new RangeError('an awareness state is an object');
  return { session, counter, client, seq, digest, state };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
