import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { sessionBytes, sessionFrom, sessionLength } from './session-id.ts';

/** First and last sequence number of an unbroken run, both included. */
type Run = [first: number, last: number];

/** More runs than this in one encoded coverage is no honest document. */
const maxRuns = 200_000;

/** Nor are more holes than this in what one session wrote; each costs a look at all the others. */
const maxRunsOfSession = 256;

/**
 * Which (session, seq) pairs are contained in something. Sequence numbers begin at 1. As a rule each session is one run from 1; runs that
 * begin later are kept, too, so that what was applied out of order can be vouched for by a snapshot.
 */
export class Coverage {
  readonly #sessions = new Map<string, Run[]>();
  readonly #broken = new Set<string>();
  #digest = 0;

  /** True when a session is known whose earlier sequence numbers are not all here. */
  get hasGaps(): boolean {
    return this.#broken.size > 0;
  }

  /** 32 bits that are the same for the same pairs, and as a rule differ for others. For noticing a difference, not for proving anything. */
  get digest(): number {
    return this.#digest;
  }

  has(session: string, seq: number): boolean {
    return (
      this.#sessions.get(session)?.some(([first, last]) => first <= seq && seq <= last) ?? false
    );
  }

  add(session: string, seq: number): void {
    this.#addRun(session, [seq, seq]);
  }

  /** Adds every sequence number of a session from its first to `seq`. */
  addUpTo(session: string, seq: number): void {
    this.#addRun(session, [1, seq]);
  }

  addAll(other: Coverage): void {
    for (const [session, runs] of other.#sessions) {
      for (const run of runs) this.#addRun(session, run);
    }
  }

  /** True when every pair of `other` is here as well. */
  contains(other: Coverage): boolean {
    for (const [session, runs] of other.#sessions) {
      const mine = this.#sessions.get(session);
      if (!mine) return false;
      for (const [first, last] of runs) {
        if (!mine.some((run) => run[0] <= first && last <= run[1])) return false;
      }
    }
    return true;
  }

  clone(): Coverage {
    const copy = new Coverage();
    copy.addAll(this);
    return copy;
  }

  write(encoder: encoding.Encoder): void {
    encoding.writeVarUint(encoder, this.#sessions.size);
    for (const [session, runs] of this.#sessions) {
      encoding.writeUint8Array(encoder, sessionBytes(session));
      encoding.writeVarUint(encoder, runs.length);
      let end = 0;
      for (const [first, last] of runs) {
        encoding.writeVarUint(encoder, first - end);
        encoding.writeVarUint(encoder, last - first);
        end = last;
      }
    }
  }

  /** @throws Error when the bytes are not a coverage */
  static read(decoder: decoding.Decoder): Coverage {
    const coverage = new Coverage();
    let runsLeft = maxRuns;
    for (let sessions = decoding.readVarUint(decoder); sessions > 0; sessions -= 1) {
      const session = sessionFrom(decoding.readUint8Array(decoder, sessionLength));
      let end = 0;
      let runs = decoding.readVarUint(decoder);
      if (runs > maxRunsOfSession) throw new RangeError('not a coverage');
      for (; runs > 0; runs -= 1) {
        runsLeft -= 1;
        const first = end + decoding.readVarUint(decoder);
        const last = first + decoding.readVarUint(decoder);
        if (runsLeft < 0 || first < 1 || !Number.isSafeInteger(last)) {
          throw new RangeError('not a coverage');
        }
        coverage.#addRun(session, [first, last]);
        end = last;
      }
    }
    return coverage;
  }

  #addRun(session: string, [first, last]: Readonly<Run>): void {
    const runs = this.#sessions.get(session) ?? [];
    if (runs.some((run) => run[0] <= first && last <= run[1])) return;
    const joined: Run = [first, last];
    const others = runs.filter((run) => {
      const apart = run[1] < joined[0] - 1 || joined[1] + 1 < run[0];
      if (!apart) {
        joined[0] = Math.min(joined[0], run[0]);
        joined[1] = Math.max(joined[1], run[1]);
      }
      return apart;
    });
    others.push(joined);
    others.sort((a, b) => a[0] - b[0]);
    this.#sessions.set(session, others);
    this.#digest = (this.#digest ^ hash(session, runs) ^ hash(session, others)) >>> 0;
    if (others.length === 1 && others[0]?.[0] === 1) this.#broken.delete(session);
    else this.#broken.add(session);
  }
}

/** FNV-1a of one session and its runs; 0 for none. */
function hash(session: string, runs: readonly Run[]): number {
  if (runs.length === 0) return 0;
  const text = `${session} ${runs.join(' ')}`;
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}
