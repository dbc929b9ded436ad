import { Failure } from '../domain/failure/failure.ts';
import type { DraftShelf } from './local-draft-keeper.svelte.ts';

/** For tests: a shelf in memory whose writes end when they are told to, or at once. */
export class MemoryShelf implements DraftShelf {
  readonly kept = new Map<string, unknown>();
  writes = 0;
  refusing = false;
  held: Promise<void> | null = null;

  async put(key: string, value: unknown): Promise<void> {
    this.writes++;
    await this.held;
    if (this.refusing) throw new Failure('storage_refused');
    this.kept.set(key, value);
  }
  list(prefix: string) {
    const found = [...this.kept].filter(([key]) => key.startsWith(prefix));
    return Promise.resolve(found.map(([key, value]) => ({ key, value })));
  }
  remove(key: string): Promise<void> {
    this.kept.delete(key);
    return Promise.resolve();
  }
}
