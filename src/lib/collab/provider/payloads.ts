import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { Failure } from '../../domain/failure/failure.ts';
import { Coverage } from './coverage.ts';
import { sessionBytes, sessionFrom, sessionLength } from './session-id.ts';

/** First varUint of every plaintext in the outer document; a later shape takes the next number. */
const format = 1;

/** Inner updates of one session, merged, in Yjs' first format (the smaller one for few changes). */
export interface UpdatePayload {
  readonly session: string;
  /** 1, 2, 3, … within the session. */
  readonly seq: number;
  readonly update: Uint8Array;
}

/** A whole inner state in Yjs' second format (the smaller one for much), and everything that it contains. */
export interface SnapshotPayload {
  readonly covers: Coverage;
  readonly state: Uint8Array;
}

export function encodeUpdate({ session, seq, update }: UpdatePayload): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, format);
  encoding.writeUint8Array(encoder, sessionBytes(session));
  encoding.writeVarUint(encoder, seq);
  encoding.writeUint8Array(encoder, update);
  return new Uint8Array(encoding.toUint8Array(encoder));
}

/** @throws Error when the bytes are no update payload; Failure `envelope_unknown_version` when they are one of a later format */
export function decodeUpdate(bytes: Uint8Array): UpdatePayload {
  const decoder = decoding.createDecoder(bytes);
  readFormat(decoder);
  const session = sessionFrom(decoding.readUint8Array(decoder, sessionLength));
  const seq = decoding.readVarUint(decoder);
  if (seq < 1) throw new RangeError('sequence numbers begin at 1');
  return { session, seq, update: decoding.readTailAsUint8Array(decoder) };
}

export function encodeSnapshot({ covers, state }: SnapshotPayload): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, format);
  covers.write(encoder);
  encoding.writeUint8Array(encoder, state);
  return new Uint8Array(encoding.toUint8Array(encoder));
}

/** @throws Error when the bytes are no snapshot payload; Failure `envelope_unknown_version` when they are one of a later format */
export function decodeSnapshot(bytes: Uint8Array): SnapshotPayload {
  const decoder = decoding.createDecoder(bytes);
  readFormat(decoder);
  const covers = Coverage.read(decoder);
  return { covers, state: decoding.readTailAsUint8Array(decoder) };
}

function readFormat(decoder: decoding.Decoder): void {
  if (decoding.readVarUint(decoder) !== format) throw new Failure('envelope_unknown_version');
}
