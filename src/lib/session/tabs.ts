/** What tabs of one device tell each other. Never a key, a token or a word. */
export type TabMessage =
  | { readonly type: 'signed_in'; readonly accountId: string }
  | { readonly type: 'signed_out'; readonly accountId: string }
  | { readonly type: 'locked'; readonly accountId: string };

export interface Tabs {
  tell(message: TabMessage): void;
  close(): void;
}

function isTabMessage(value: unknown): value is TabMessage {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  if (value.type === 'signed_in')
    return 'accountId' in value && typeof value.accountId === 'string';
  return value.type === 'signed_out' || value.type === 'locked';
}

/** Opens the channel between the tabs of this browser. Without BroadcastChannel every tab is on its own. */
export function openTabs(onMessage: (message: TabMessage) => void): Tabs {
  if (typeof BroadcastChannel === 'undefined')
    return { tell: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel('holdfast.session');
  channel.onmessage = (event: MessageEvent<unknown>) => {
    if (isTabMessage(event.data)) onMessage(event.data);
  };
  return {
    tell: (message) => channel.postMessage(message),
    close: () => channel.close(),
  };
}
