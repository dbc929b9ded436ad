import { Failure } from '../../../domain/failure/failure.ts';
import { mayWrite, type ItemText } from '../../../domain/needs/item.ts';
import { limits } from '../../../domain/needs/limits.ts';
import { earlierWordings, tellingMs } from '../../../domain/needs/wording.ts';
import { takeAway, type ItemChanges, type Removal } from './item-changes.ts';
import { packText, unpackText, type PackedText } from './packed-text.ts';
import { beside } from './parse-beside.ts';
import type { NeedOrFear } from './parse-item.ts';
import { readRichText, type Block } from './rich-text.ts';
import { writeRichText } from './write-rich-text.ts';

/** An earlier wording, as it was told. */
export interface Wording {
  readonly id: string;
  readonly text: ItemText;
  /** Null when it stood here and nobody had kept it. */
  readonly by: string | null;
  readonly at: number | null;
  readonly blocks: readonly Block[];
}

/** What an item said earlier. */
export interface History {
  /** Newest first; the present wording is not among them. */
  readonly earlier: readonly Wording[];
  /** Kept wordings that cannot be shown. They stay in the document. */
  readonly setAside: number;
}

/** Kept words, as they are shown and compared. */
interface Readable {
  readonly blocks: readonly Block[];
  /** The same for words that say the same. */
  readonly same: string;
}

/** One stretch of writing in one text: what stood there before it, and what it has kept so far. */
interface Telling {
  readonly before: string;
  readonly since: number;
  /** The wording that this telling has kept; going on with it takes its place. */
  kept: string | null;
  last: string;
}

/**
 * The history of wordings. A wording is kept when its writer has come to rest. Going on within the same telling puts the newer one in its
 * place; another visit, half an hour, an answer of the partner or "tell it again" begin a new telling, and what was said stays. Each
 * wording is an entry of its own and is never changed: two devices that tell at once keep both.
 */
export class Wordings {
  readonly #changes: ItemChanges;
  readonly #tellings = new Map<string, Telling>();
  /** What was read of kept words, which never change: an item may have thousands. */
  readonly #known = new WeakMap<object, Readable>();

  constructor(changes: ItemChanges) {
    this.#changes = changes;
  }

  /** Somebody at this device is about to write in a text: what stands there now is what they change. */
  begin(id: string, text: ItemText): void {
    const telling = this.#tellings.get(name(id, text));
    if (telling !== undefined && this.#changes.now() - telling.since < tellingMs) return;
    const present = this.#present(id, text);
    if (present !== null) this.#start(id, text, present);
  }

  /** The writing in a text has come to rest: keeps the wording, and once what stood there before it. */
  settle(id: string, text: ItemText): void {
    const present = this.#present(id, text);
    if (present === null) return;
    const telling = this.#tellings.get(name(id, text)) ?? this.#start(id, text, '[]');
    if (present === telling.last) return;
    const { entry, keep, newId, now, me } = this.#changes;
    keep(() => {
      const stored = entry(id);
      if (telling.kept === null) this.#keepBefore(id, text, telling.before);
      else stored?.delete(beside.wording(telling.kept));
      telling.kept = null;
      telling.last = present;
      // Taken back: there is nothing new to keep. An emptied text is kept as such, or it would look like the partner's doing.
      if (present === telling.before) return;
      telling.kept = newId();
      stored?.set(beside.wording(telling.kept), { text, by: me, at: now(), words: parse(present) });
    });
  }

  /** Settles every text that this device has written in. */
  settleAll(): void {
    for (const each of [...this.#tellings.keys()]) {
      const [id, text] = split(each);
      this.settle(id, text);
    }
  }

  /** The partner has answered: what stands there now has been said, and a change tells it again. */
  end(id: string): void {
    for (const each of [...this.#tellings.keys()]) {
      const [of, text] = split(each);
      if (of !== id) continue;
      this.settle(id, text);
      const present = this.#present(id, text);
      if (present === null) this.#tellings.delete(each);
      else this.#start(id, text, present);
    }
  }

  /**
   * Keeps what the item says now, so that what is written next is a new wording.
   * @throws {Failure} `not_allowed` for the partner's words, `not_found`
   */
  tellAgain(id: string, text: ItemText): void {
    this.#mine(id, text);
    this.settle(id, text);
    const present = this.#present(id, text) ?? '[]';
    this.#changes.keep(() => {
      this.#keepNow(id, text, present);
    });
    this.#start(id, text, present);
  }

  /**
   * Says it in these words, as one step of undo; how it was said before is kept.
   * @param also more of the same step
   * @throws {Failure} `not_allowed` for the partner's words, `not_found`
   */
  tell(id: string, text: ItemText, blocks: readonly Block[], also?: () => void): void {
    const item = this.#mine(id, text);
    const fragment = item.texts[text];
    if (fragment === null) throw new Failure('not_found');
    // What this device was writing there is a wording; what it found there is not one of its own.
    if (this.#tellings.has(name(id, text))) this.settle(id, text);
    this.#tellings.delete(name(id, text));
    this.begin(id, text);
    this.#changes.change(() => {
      writeRichText(fragment, blocks);
      also?.();
    });
    this.settle(id, text);
  }

  /**
   * Says it again as it was said in an earlier wording.
   * @throws {Failure} `not_allowed` for the partner's words, `not_found` when that wording is gone or cannot be read
   */
  bringBack(id: string, wordingId: string): void {
    const wording = this.#changes.find(id).wordings.find((each) => each.id === wordingId);
    const blocks = wording === undefined ? null : unpackText(wording.words);
    if (wording === undefined || blocks === null) throw new Failure('not_found');
    this.tell(id, wording.text, blocks);
  }

  /**
   * Removes an earlier wording for good, and every other entry that says the same in the same text.
   * @returns brings it back
   * @throws {Failure} `not_allowed` for the partner's words, `not_found` when the item is gone
   */
  forget(id: string, wordingId: string): Removal {
    const item = this.#changes.find(id);
    const wording = item.wordings.find((each) => each.id === wordingId);
    if (wording === undefined) return takeAway(this.#changes, id, []);
    this.#mine(id, wording.text);
    const same = this.#read(wording.words)?.same;
    const gone = item.wordings.filter(
      (each) => each.text === wording.text && this.#read(each.words)?.same === same,
    );
    return takeAway(
      this.#changes,
      id,
      gone.map((each) => beside.wording(each.id)),
    );
  }

  /** What one text of an item said earlier. */
  history(item: NeedOrFear, text: ItemText): History {
    const kept = item.wordings.filter((wording) => wording.text === text);
    const readable = kept.flatMap((wording) => {
      const read = this.#read(wording.words);
      return read === null ? [] : [{ ...wording, ...read }];
    });
    const told = readable.filter(({ same }) => same !== '[]');
    const present = presentOf(item, text);
    return {
      earlier: earlierWordings(told, present ?? ''),
      setAside: kept.length - readable.length,
    };
  }

  /**
   * The wording that an own text was left in, where it says something else now and this device has not written in it: the other one's
   * app changed it, or another device of mine is still writing.
   */
  alteredFrom(item: NeedOrFear, text: ItemText): Wording | null {
    if (item.ours || item.owner !== this.#changes.me) return null;
    if (this.#tellings.has(name(item.id, text))) return null;
    // Where not all could be read, what was left here last is not known.
    if (item.wordings.length >= limits.wordings) return null;
    const kept = item.wordings.find((each) => each.text === text && each.by === item.owner);
    const read = kept === undefined ? null : this.#read(kept.words);
    if (kept === undefined || read === null) return null;
    return read.same === presentOf(item, text) ? null : { ...kept, blocks: read.blocks };
  }

  #start(id: string, text: ItemText, before: string): Telling {
    const telling = { before, since: this.#changes.now(), kept: null, last: before };
    this.#tellings.set(name(id, text), telling);
    return telling;
  }

  /** What stood there before the first change, unless it is kept already. */
  #keepBefore(id: string, text: ItemText, before: string): void {
    const item = this.#find(id);
    const known = item?.wordings.filter((each) => each.text === text) ?? [];
    if (item === null || before === '[]') return;
    if (known.some((each) => this.#read(each.words)?.same === before)) return;
    const { entry, newId } = this.#changes;
    // Where nothing was kept, an older app wrote it, and its owner did. Otherwise nobody knows who did.
    const by = known.length === 0 && !item.ours ? item.owner : null;
    const at = known.length === 0 ? item.createdAt : this.#changes.now() - 1;
    entry(id)?.set(beside.wording(newId()), { text, by, at, words: parse(before) });
  }

  #keepNow(id: string, text: ItemText, present: string): void {
    const { entry, newId, now, me } = this.#changes;
    const item = this.#find(id);
    if (item === null) return;
    const newest = item.wordings.find((each) => each.text === text && each.by === me);
    if (present === (newest === undefined ? '[]' : this.#read(newest.words)?.same)) return;
    entry(id)?.set(beside.wording(newId()), { text, by: me, at: now(), words: parse(present) });
  }

  #read(words: unknown): Readable | null {
    if (typeof words !== 'object' || words === null) return null;
    const known = this.#known.get(words);
    if (known !== undefined) return known;
    const blocks = unpackText(words);
    if (blocks === null) return null;
    const read = { blocks, same: JSON.stringify(packText(blocks)) };
    this.#known.set(words, read);
    return read;
  }

  /** What a text says now, when this person may write it and it can be read. */
  #present(id: string, text: ItemText): string | null {
    const item = this.#find(id);
    return item === null || !mayWrite(item, this.#changes.me, text) ? null : presentOf(item, text);
  }

  #find(id: string): NeedOrFear | null {
    try {
      return this.#changes.find(id);
    } catch {
      return null;
    }
  }

  #mine(id: string, text: ItemText): NeedOrFear {
    const item = this.#changes.find(id);
    if (!mayWrite(item, this.#changes.me, text)) throw new Failure('not_allowed');
    return item;
  }
}

function presentOf(item: NeedOrFear, text: ItemText): string | null {
  const fragment = item.texts[text];
  const rich = fragment === null ? null : readRichText(fragment);
  return rich?.form === 'known' ? JSON.stringify(packText(rich.blocks)) : null;
}

function parse(packed: string): PackedText {
  return JSON.parse(packed) as PackedText;
}

function name(id: string, text: ItemText): string {
  return `${text}/${id}`;
}

function split(of: string): [id: string, text: ItemText] {
  const slash = of.indexOf('/');
  return [of.slice(slash + 1), of.slice(0, slash) as ItemText];
}
