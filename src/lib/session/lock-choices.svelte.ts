import { openSafeStore, type KeyValueStore, type SafeStore } from './device/safe-store.ts';

/** Minutes without a key or a touch that can be chosen; ten when nothing was. */
export const idleMinutes = [1, 5, 10, 30] as const;
export type IdleMinutes = (typeof idleMinutes)[number];
const usualMinutes: IdleMinutes = 10;

const storeKey = 'holdfast.locks';

interface Choices {
  readonly minutes: IdleMinutes;
  readonly everything: boolean;
  readonly whenHidden: boolean;
}

const usual: Choices = { minutes: usualMinutes, everything: false, whenHidden: false };

function parse(stored: string | null): Choices {
  if (stored === null) return usual;
  try {
    const { minutes, everything, whenHidden } = JSON.parse(stored) as Record<string, unknown>;
    return {
      minutes: idleMinutes.find((known) => known === minutes) ?? usualMinutes,
      everything: everything === true,
      whenHidden: whenHidden === true,
    };
  } catch {
    return usual;
  }
}

/** When this device locks by itself, as somebody chose here. It belongs to the device, and says nothing about anybody. */
export class LockChoices {
  readonly #store: SafeStore;
  #choices = $state.raw<Choices>(usual);

  constructor(open: () => KeyValueStore = () => localStorage) {
    this.#store = openSafeStore(open);
    this.#choices = parse(this.#store.getItem(storeKey));
  }

  /** Minutes without a key or a touch until it locks. */
  get minutes(): IdleMinutes {
    return this.#choices.minutes;
  }
  set minutes(minutes: IdleMinutes) {
    this.#choose({ minutes });
  }

  /** Whether all of Holdfast locks by itself, and not only the private log. */
  get everything(): boolean {
    return this.#choices.everything;
  }
  set everything(everything: boolean) {
    this.#choose({ everything });
  }

  /** Whether it locks as soon as this page is out of sight: another tab or app, the screen turned off. */
  get whenHidden(): boolean {
    return this.#choices.whenHidden;
  }
  set whenHidden(whenHidden: boolean) {
    this.#choose({ whenHidden });
  }

  #choose(choice: Partial<Choices>): void {
    this.#choices = { ...this.#choices, ...choice };
    this.#store.setItem(storeKey, JSON.stringify(this.#choices));
  }
}
