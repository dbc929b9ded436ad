import { dayOf } from '../../domain/log/days.ts';
import { Attempt, loadPart, type Holdings } from '../../session/index.ts';
import { wallClock } from '../../session/wall-clock.ts';
import type { Outcome } from './collect.ts';
import type { makeExport } from './make-export.ts';

export interface ExportDoors {
  /** @throws Failure `wrong_password` */
  readonly holdings: (password: string) => Promise<Holdings>;
}

export type ExportView = 'ask' | 'running' | 'done';

/** Named by the day alone: whoever sees it among the downloads learns nothing. */
function exportName(now: Date): string {
  return `notes-${dayOf(now)}.zip`;
}

/** Taking everything along: the password, then one thing after the other, then the file. */
export class ExportRun {
  password = $state('');
  readonly attempt = new Attempt();
  readonly #doors: ExportDoors;
  readonly #make: () => Promise<typeof makeExport>;
  #view = $state<ExportView>('ask');
  #done = $state(0);
  #total = $state<number | null>(null);
  #outcome = $state.raw<Outcome | null>(null);
  #cancelled = $state(false);
  #address: string | null = null;
  #name = '';
  #running: AbortController | null = null;

  /** @param make what makes the file; fetched when it is wanted */
  constructor(
    doors: ExportDoors,
    make = () => loadPart(import('./make-export.ts')).then((part) => part.makeExport),
  ) {
    this.#doors = doors;
    this.#make = make;
  }

  get view(): ExportView {
    return this.#view;
  }
  get done(): number {
    return this.#done;
  }
  /** Null until everything is listed. */
  get total(): number | null {
    return this.#total;
  }
  get outcome(): Outcome | null {
    return this.#outcome;
  }
  /** Whether the last run was ended by the person. */
  get cancelled(): boolean {
    return this.#cancelled;
  }
  /** What the file is called; empty before there is one. */
  get name(): string {
    return this.#name;
  }

  /** True when there is a file. */
  async start(): Promise<boolean> {
    this.#forgetFile();
    this.#cancelled = false;
    const running = new AbortController();
    this.#running = running;
    const went = await this.attempt.run(async () => {
      try {
        const held = await this.#doors.holdings(this.password);
        running.signal.throwIfAborted();
        this.password = '';
        this.#done = 0;
        this.#total = null;
        this.#view = 'running';
        const make = await this.#make();
        const making = make(held, {
          signal: running.signal,
          wait: (ms) => pause(ms, running.signal),
          onProgress: (done, total) => {
            if (running.signal.aborted) return;
            this.#done = done;
            this.#total = total;
          },
        });
        // Whoever stops it does not wait for an answer that is on its way.
        const { file, outcome } = await Promise.race([making, stopped(running.signal)]);
        running.signal.throwIfAborted();
        this.#outcome = outcome;
        this.#address = URL.createObjectURL(file);
        this.#name = exportName(wallClock());
        this.#view = 'done';
      } catch (thrown) {
        this.#view = 'ask';
        if (!running.signal.aborted) throw thrown;
        this.#cancelled = true;
      }
    });
    return went && this.#view === 'done';
  }

  /** Hands the file to the browser's downloads. */
  save(): void {
    if (this.#address === null) return;
    const link = document.createElement('a');
    link.href = this.#address;
    link.download = this.#name;
    link.click();
  }

  /** Ends a run; nothing of it stays. */
  cancel(): void {
    this.#running?.abort();
  }

  /** Back to the form, to export once more. */
  again(): void {
    this.#forgetFile();
    this.#view = 'ask';
  }

  /** The page is left: ends what runs, and lets go of the file. */
  leave(): void {
    this.cancel();
    this.#forgetFile();
  }

  #forgetFile(): void {
    if (this.#address !== null) URL.revokeObjectURL(this.#address);
    this.#address = null;
    this.#outcome = null;
    this.#name = '';
  }
}

/** Rejects when it is cancelled. */
function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new DOMException('stopped', 'AbortError'));
    });
  });
}

/** Waits, or until it is cancelled. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
