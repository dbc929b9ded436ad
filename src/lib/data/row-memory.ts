/**
 * Rows that the device may keep, sealed, so that home, the lists and a document open without a connection. Nothing of the private log, no
 * answer, no draft and no wrap of a password is among them.
 */
const keepable = new Set(['spaces', 'profiles', 'documents', 'check_ins', 'document_versions']);

/** Longer answers (a whole state of a document) are not kept. */
const longest = 400_000;

/** How long a live answer may take before a kept one is given, in milliseconds: at first, and while there is no connection. */
const patience = { first: 6_000, away: 400 } as const;

export interface KeptAnswer {
  readonly text: string;
  readonly at: Date;
}

/** Where one person's answers are kept; seals and opens them. What does not open is null. */
export interface RowShelf {
  get(key: string): Promise<KeptAnswer | null>;
  put(key: string, text: string): Promise<void>;
  /** What is kept, by its questions. */
  keys(): Promise<readonly string[]>;
  remove(key: string): Promise<void>;
}

export interface RowMemoryOptions {
  /** Told when kept answers begin to be given (how old the oldest is), and null when the server answers again. */
  readonly onAsOf: (asOf: Date | null) => void;
}

type Fetch = typeof globalThis.fetch;

/**
 * Stands between the client of the rows and the network: keeps what the server answers to plain questions, and answers them from there
 * when it cannot be reached. Changes always go to the server.
 */
export class RowMemory {
  readonly #options: RowMemoryOptions;
  #shelf: RowShelf | null = null;
  #asOf: Date | null = null;
  /** What is being kept at this moment. */
  readonly #keeping = new Set<Promise<void>>();

  constructor(options: RowMemoryOptions) {
    this.#options = options;
  }

  /** Keeps and answers for whoever this shelf belongs to; null ends that at once. */
  use(shelf: RowShelf | null): void {
    this.#shelf = shelf;
    if (shelf === null) this.#asOf = null;
  }

  /** Where answers are kept at this moment. */
  get shelf(): RowShelf | null {
    return this.#shelf;
  }

  /** Resolves when nothing is being kept any more. After `use(null)` nothing more begins. */
  async settled(): Promise<void> {
    await Promise.all(this.#keeping);
  }

  /** Wraps the way to the server. */
  wrap(ask: Fetch): Fetch {
    return async (input, init) => {
      const key = questionOf(input, init);
      const shelf = this.#shelf;
      if (key === null || shelf === null) return ask(input, init);
      const live = ask(input, init).then((response) => this.#came(shelf, key, response));
      // When the kept answer is given, nobody waits for this one any more.
      live.catch(() => undefined);
      const waited = this.#asOf === null ? patience.first : patience.away;
      const first = await inTime(live, waited);
      if (first !== null && !isAway(first)) return first;
      const kept = this.#shelf === shelf ? await shelf.get(key).catch(() => null) : null;
      // Whoever signed out meanwhile gets nothing that was kept.
      if (kept === null || this.#shelf !== shelf) return first ?? live;
      this.#isAsOf(kept.at);
      return new Response(kept.text, { headers: { 'content-type': 'application/json' } });
    };
  }

  async #came(shelf: RowShelf, key: string, response: Response): Promise<Response> {
    if (!response.ok) return response;
    const text = await response.clone().text();
    if (this.#shelf !== shelf) return response;
    if (text.length <= longest) this.#keep(shelf.put(key, text));
    if (this.#asOf !== null) {
      this.#asOf = null;
      this.#options.onAsOf(null);
    }
    return response;
  }

  #keep(put: Promise<void>): void {
    const keeping = put
      .catch(() => undefined)
      .finally(() => {
        this.#keeping.delete(keeping);
      });
    this.#keeping.add(keeping);
  }

  #isAsOf(at: Date): void {
    if (this.#asOf !== null && this.#asOf <= at) return;
    this.#asOf = at;
    this.#options.onAsOf(at);
  }
}

/** The question as it is kept, or null when its answer is not kept at all. */
function questionOf(input: Parameters<Fetch>[0], init: RequestInit | undefined): string | null {
  const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
  if (method !== 'GET') return null;
  const { pathname, search } = new URL(input instanceof Request ? input.url : input);
  const table = /^\/rest\/v1\/([a-z_]+)$/.exec(pathname)?.[1];
  if (table === undefined || !keepable.has(table)) return null;
  // Asked about many at once, to tidy up: nobody reads that again.
  if (search.includes('=in.')) return null;
  // One row and a list of one row are asked for at the same address.
  const accept = new Headers(init?.headers).get('accept') ?? '';
  return `${table}${search} ${accept}`;
}

/** What comes in this time; null when nothing has, or when the server cannot be reached. */
async function inTime(live: Promise<Response>, milliseconds: number): Promise<Response | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      resolve(null);
    }, milliseconds);
  });
  try {
    return await Promise.race([live, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function isAway({ status }: Response): boolean {
  return status >= 502 && status <= 504;
}
