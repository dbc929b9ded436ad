import { randomBytes } from 'node:crypto';

/** Where a canary was seen although it must not be. */
export interface Leak {
  readonly label: string;
  readonly place: string;
}

const longBase64 = /[A-Za-z0-9_+/-]{24,}/g;

/**
 * Unique strings, one for each field that a person can type into. Whatever leaves the page, or rests on the
 * device or the server, is looked through for them: as it is, and inside everything that is base64.
 */
export class Canaries {
  readonly #words = new Map<string, string>();

  /** The string to type into the field called `label`: always the same one for the same label. */
  for(label: string): string {
    const known = this.#words.get(label);
    if (known !== undefined) return known;
    const word = `canary${randomBytes(9).toString('hex')}`;
    this.#words.set(label, word);
    return word;
  }

  /** Secrets that were not chosen here, but must not be found either. */
  add(secrets: readonly (readonly [label: string, word: string])[]): void {
    for (const [label, word] of secrets) this.#words.set(label, word);
  }

  /** Labels of the canaries found in `content`, with the place where it was looked for. */
  search(place: string, content: string | Uint8Array): Leak[] {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content);
    const inner = Buffer.concat(
      [...bytes.toString('latin1').matchAll(longBase64)].flatMap(([run]) => [
        Buffer.from(run, 'base64url'),
        Buffer.from('\n'),
      ]),
    );
    const leaks: Leak[] = [];
    for (const [label, word] of this.#words) {
      const forms = [Buffer.from(word, 'utf8'), Buffer.from(word, 'utf16le')];
      if (forms.some((form) => bytes.includes(form) || inner.includes(form))) {
        leaks.push({ label, place });
      }
    }
    return leaks;
  }
}
