import { strToU8, Zip, ZipDeflate } from 'fflate';

/** A zip file that is made piece by piece: what is written leaves the page's own memory for the browser's, which may put it on disk. */
export class Archive {
  readonly #zip: Zip;
  readonly #names = new Set<string>();
  #parts: Blob[] = [];
  #failure: Error | null = null;

  constructor() {
    this.#zip = new Zip((failure, chunk) => {
      if (failure) this.#failure = failure;
      // A copy: the library goes on with its own.
      else this.#parts.push(new Blob([chunk.slice()]));
    });
  }

  /** A name like this one that no file has yet. */
  free(path: string, ending: string): string {
    let name = `${path}.${ending}`;
    for (let n = 2; this.#names.has(name); n += 1) name = `${path}-${n}.${ending}`;
    return name;
  }

  /** @throws Error when the library fails, which leaves the archive unusable */
  add(name: string, text: string): void {
    this.#names.add(name);
    const file = new ZipDeflate(name, { level: 6 });
    this.#zip.add(file);
    file.push(strToU8(text), true);
    if (this.#failure !== null) throw this.#failure;
  }

  /** Ends it. */
  finish(): Blob {
    this.#zip.end();
    if (this.#failure !== null) throw this.#failure;
    return new Blob(this.#parts, { type: 'application/zip' });
  }
}
