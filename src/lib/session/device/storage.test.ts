import { describe, expect, test } from 'vitest';
import { PendingInvite } from './pending-invite.ts';
import { openSafeStore, type KeyValueStore } from './safe-store.ts';
import { TokenStorage } from './token-storage.ts';

function working(): KeyValueStore & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

function throwing(): KeyValueStore {
  const refuse = () => {
    throw new DOMException('refused', 'SecurityError');
  };
  return { getItem: refuse, setItem: refuse, removeItem: refuse };
}

/** Takes a few bytes, then is full, as browsers are. */
function full(room: number): KeyValueStore {
  const { kept, ...store } = working();
  return {
    ...store,
    setItem(key, value) {
      const used = [...kept].reduce((sum, [name, text]) => sum + name.length + text.length, 0);
      if (used + key.length + value.length > room) {
        throw new DOMException('full', 'QuotaExceededError');
      }
      kept.set(key, value);
    },
  };
}

describe('storage that may be refused', () => {
  test.each([
    [
      'that cannot be opened',
      () => {
        throw new DOMException('no', 'SecurityError');
      },
    ],
    ['that throws at every touch', throwing],
    ['that is full', () => full(3)],
  ])('%s keeps values as long as the page, and says so', (_, open) => {
    const store = openSafeStore(open);
    expect(store.refused).toBe(true);
    store.setItem('a', '1');
    expect(store.getItem('a')).toBe('1');
    store.removeItem('a');
    expect(store.getItem('a')).toBeNull();
  });

  test('that fills up later keeps the newest value in memory, and says so from then on', () => {
    const store = openSafeStore(() => full(20));
    store.setItem('a', 'short');
    expect(store.refused).toBe(false);
    store.setItem('a', 'much too long for what is left');
    expect(store.refused).toBe(true);
    expect(store.getItem('a')).toBe('much too long for what is left');
  });
});

describe('the sign-in token', () => {
  test('stays in this tab unless the person chose to stay signed in', () => {
    const [tab, device] = [working(), working()];
    const tokens = new TokenStorage(
      () => tab,
      () => device,
    );
    tokens.setItem('token', 'x');
    expect(tab.kept.get('token')).toBe('x');
    expect([...device.kept.keys()]).toEqual([]);
  });

  test('moves to the device and back with the choice', () => {
    const [tab, device] = [working(), working()];
    const tokens = new TokenStorage(
      () => tab,
      () => device,
    );
    tokens.setItem('token', 'x');
    tokens.setStaySignedIn(true, ['token']);
    expect([tab.kept.get('token'), device.kept.get('token')]).toEqual([undefined, 'x']);
    expect(new TokenStorage(working, () => device).getItem('token')).toBe('x');
    tokens.setStaySignedIn(false, ['token']);
    expect([tab.kept.get('token'), device.kept.get('token')]).toEqual(['x', undefined]);
  });

  test('of this tab is still found while another tab tries to stay signed in', () => {
    const device = working();
    const here = new TokenStorage(working, () => device);
    here.setItem('token', 'mine');
    new TokenStorage(working, () => device).setStaySignedIn(true);
    expect(here.getItem('token')).toBe('mine');
  });

  test('is gone from both places after it was removed', () => {
    const [tab, device] = [working(), working()];
    const tokens = new TokenStorage(
      () => tab,
      () => device,
    );
    tokens.setItem('token', 'x');
    device.setItem('token', 'older');
    tokens.removeItem('token');
    tokens.setStaySignedIn(true);
    expect(tokens.getItem('token')).toBeNull();
  });

  test('lasts as long as the page where nothing is kept, and the page can say so', () => {
    const tokens = new TokenStorage(throwing, throwing);
    expect(tokens.refused).toBe(true);
    tokens.setStaySignedIn(true);
    tokens.setItem('token', 'x');
    expect(tokens.getItem('token')).toBe('x');
  });
});

describe('an invitation that waits', () => {
  test('is found again after a reload of its tab, in no other tab, and not after it was dropped', () => {
    const tab = working();
    new PendingInvite(() => tab).keep('1.id.secret');
    expect(new PendingInvite(() => tab).fragment).toBe('1.id.secret');
    expect(new PendingInvite(working).fragment).toBeNull();
    new PendingInvite(() => tab).drop();
    expect(new PendingInvite(() => tab).fragment).toBeNull();
  });

  test.each([
    ['refuses every touch', throwing],
    ['is full', () => full(3)],
    ['fills up with it', () => full(20)],
  ])('waits as long as the page where the tab’s storage %s, and says so', (_, open) => {
    const here = new PendingInvite(open);
    here.keep('1.id.secret, longer than what fits');
    expect(here.fragment).toBe('1.id.secret, longer than what fits');
    expect(here.outlastsPage).toBe(false);
    here.drop();
    expect(here.fragment).toBeNull();
    expect(new PendingInvite(working).outlastsPage).toBe(true);
  });
});
