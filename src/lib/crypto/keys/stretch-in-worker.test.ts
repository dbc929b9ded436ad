import { describe, expect, test } from 'vitest';
import { newKdf } from './new-kdf.ts';
import { stretchInWorker, type StretchAnswer } from './stretch-in-worker.ts';

/** The browser's side of a worker that breaks in a certain way; a real one is asked in stretch-in-worker.svelte.test.ts. */
class BreakingWorker extends EventTarget {
  ended = false;
  readonly #answer: () => Event;

  constructor(answer: () => Event) {
    super();
    this.#answer = answer;
  }

  postMessage(): void {
    queueMicrotask(() => this.dispatchEvent(this.#answer()));
  }

  terminate(): void {
    this.ended = true;
  }
}

function failing(answer: () => Event) {
  const worker = new BreakingWorker(answer);
  const asked = stretchInWorker('correct horse', newKdf(), () => worker as unknown as Worker);
  return { worker, asked };
}

describe('a worker that breaks', () => {
  test.each(['error', 'messageerror'])('ends in a failure and is ended: %s', async (type) => {
    const { worker, asked } = failing(() => new Event(type));
    await expect(asked).rejects.toThrow('key_stretch_failed');
    expect(worker.ended).toBe(true);
  });

  test('passes on the failure that it met', async () => {
    const answer: StretchAnswer = { failure: 'kdf_below_floor' };
    const { worker, asked } = failing(() => new MessageEvent('message', { data: answer }));
    await expect(asked).rejects.toThrow('kdf_below_floor');
    expect(worker.ended).toBe(true);
  });

  test('that cannot be made at all is an old browser', async () => {
    const create = () => {
      throw new ReferenceError('Worker is not defined');
    };
    await expect(stretchInWorker('correct horse', newKdf(), create)).rejects.toThrow(
      'browser_too_old',
    );
  });

  test('is not even made for a pasted text of 100,000 characters', async () => {
    let made = 0;
    const create = () => {
      made += 1;
      throw new Error('not reached');
    };
    await expect(stretchInWorker('x'.repeat(100_000), newKdf(), create)).rejects.toThrow(
      'password_too_long',
    );
    expect(made).toBe(0);
  });
});
