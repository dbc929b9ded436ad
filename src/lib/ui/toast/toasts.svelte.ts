import { createContext, untrack } from 'svelte';

export interface ToastOptions {
  /** One short sentence about what has happened. */
  readonly message: string;
  /** Takes it back; the toast then leaves. A thrown error is the caller's to show. */
  readonly undo?: (() => void | Promise<void>) | undefined;
  readonly undoLabel?: string | undefined;
  /** How long it stays, in milliseconds; the time stands still while it is hovered or holds the focus. */
  readonly stays?: number | undefined;
  /** The toast has left, whichever way: what it offered is offered no more. */
  readonly onleave?: (() => void) | undefined;
}

export interface Toast extends ToastOptions {
  readonly id: number;
  readonly stays: number;
}

/** The short notes at the edge of the page. One per visit, in Svelte context. */
export class Toasts {
  #shown = $state.raw<readonly Toast[]>([]);
  #next = 1;

  get shown(): readonly Toast[] {
    return this.#shown;
  }

  /** Shows a note and returns its id. At most three stand at once: the oldest makes room. */
  show(options: ToastOptions): number {
    const toast: Toast = {
      ...options,
      id: this.#next++,
      stays: options.stays ?? (options.undo ? 10_000 : 6_000),
    };
    this.#change((shown) => [...shown, toast].slice(-3));
    return toast.id;
  }

  dismiss(id: number): void {
    this.#change((shown) => shown.filter((toast) => toast.id !== id));
  }

  /** Takes every note away, for instance when the page is locked. */
  clear(): void {
    this.#change(() => []);
  }

  /** Effects call these: what is shown must not become something that they depend on. */
  #change(to: (shown: readonly Toast[]) => readonly Toast[]): void {
    const before = untrack(() => this.#shown);
    const after = to(before);
    this.#shown = after;
    for (const toast of before) if (!after.includes(toast)) toast.onleave?.();
  }
}

const [getToasts, setToasts] = createContext<Toasts>();

/** Makes the notes of this visit available to everything below; called once, by `ToastHost`. */
export function provideToasts(): Toasts {
  return setToasts(new Toasts());
}

/** The notes of this visit. Call it while a component is set up. */
export function useToasts(): Toasts {
  return getToasts();
}
