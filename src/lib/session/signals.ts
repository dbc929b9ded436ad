/** What may have changed in the space. A signal carries nothing else: whoever hears it asks the server again. */
export const signalTopics = ['check_in', 'document', 'space'] as const;
export type SignalTopic = (typeof signalTopics)[number];

/** The part of an awareness that signals use; the states travel encrypted. */
export interface SignalChannel {
  readonly clientID: number;
  getStates(): Map<number, Record<string, unknown>>;
  setLocalStateField(field: string, value: unknown): void;
  on(event: 'change', listener: (change: AwarenessChange) => void): void;
  off(event: 'change', listener: (change: AwarenessChange) => void): void;
}

export interface AwarenessChange {
  readonly added: number[];
  readonly updated: number[];
  readonly removed: number[];
}

type Counters = Readonly<Record<SignalTopic, number>>;
const field = 'signals';
const none: Counters = { check_in: 0, document: 0, space: 0 };

function countersOf(state: Record<string, unknown> | undefined): Counters {
  const value = state?.[field];
  if (typeof value !== 'object' || value === null) return none;
  const counters = { ...none };
  for (const topic of signalTopics) {
    const count: unknown = Reflect.get(value, topic);
    if (typeof count === 'number' && Number.isSafeInteger(count)) counters[topic] = count;
  }
  return counters;
}

/**
 * Space-wide "something changed" pings between the two partners' open pages. Each side counts its own signals per topic in its
 * awareness state, so that a state that arrives late, twice or merged still tells which topics moved.
 */
export class Signals {
  readonly #listeners = new Set<{
    readonly topics: readonly SignalTopic[];
    readonly heard: () => void;
  }>();
  readonly #heard = new Map<number, Counters>();
  #sent: Counters = none;
  #channel: SignalChannel | null = null;

  /** Tells the partner's and one's own other pages that something of this kind changed. Lost when nobody is there: pages also ask when they open. */
  send(topic: SignalTopic): void {
    this.#sent = { ...this.#sent, [topic]: this.#sent[topic] + 1 };
    this.#channel?.setLocalStateField(field, this.#sent);
  }

  /** Calls `heard` when something of these kinds may have changed, once for all that changed together; the result takes it back. */
  on(topics: SignalTopic | readonly SignalTopic[], heard: () => void): () => void {
    const listener = { topics: typeof topics === 'string' ? [topics] : topics, heard };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Anything may have changed: after a reconnect, or when a page comes back to the foreground. */
  ringAll(): void {
    this.#ring(signalTopics);
  }

  attach(channel: SignalChannel): void {
    this.detach();
    this.#channel = channel;
    for (const [client, state] of channel.getStates()) this.#heard.set(client, countersOf(state));
    channel.on('change', this.#onChange);
    channel.setLocalStateField(field, this.#sent);
  }

  detach(): void {
    this.#channel?.off('change', this.#onChange);
    this.#channel = null;
    this.#heard.clear();
  }

  readonly #onChange = ({ added, updated, removed }: AwarenessChange): void => {
    const channel = this.#channel;
    if (channel === null) return;
    const moved = new Set<SignalTopic>();
    const states = channel.getStates();
    for (const client of [...added, ...updated]) {
      if (client === channel.clientID) continue;
      const before = this.#heard.get(client) ?? none;
      const after = countersOf(states.get(client));
      for (const topic of signalTopics) if (after[topic] > before[topic]) moved.add(topic);
      this.#heard.set(client, after);
    }
    for (const client of removed) this.#heard.delete(client);
    this.#ring([...moved]);
  };

  #ring(moved: readonly SignalTopic[]): void {
    for (const { topics, heard } of [...this.#listeners])
      if (topics.some((topic) => moved.includes(topic))) heard();
  }
}
