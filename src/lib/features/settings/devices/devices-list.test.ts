import { describe, expect, test } from 'vitest';
import { Failure } from '../../../domain/failure/failure.ts';
import type { Device } from '../../../session/index.ts';
import { DevicesList, nameOf, whenSeen } from './devices-list.svelte.ts';

const device = (id: string, here = false): Device => ({
  id,
  name: id,
  known: true,
  firstSeen: '2026-11-01',
  lastSeen: '2026-11-24',
  here,
});

/** The list of an account, kept in memory. */
function account() {
  let devices = [device('laptop', true), device('phone'), device('tablet')];
  let refusing = false;
  const answer = async <Value>(value: () => Value): Promise<Value> => {
    await Promise.resolve();
    if (refusing) throw new Failure('offline');
    return value();
  };
  return {
    refuse: (refuse: boolean) => (refusing = refuse),
    ports: {
      list: () => answer(() => devices),
      rename: (id: string, name: string) =>
        answer(() => {
          devices = devices.map((one) => (one.id === id ? { ...one, name } : one));
        }),
      signOut: (id: string) =>
        answer(() => {
          devices = devices.filter((one) => one.id !== id);
        }),
      signOutOthers: () =>
        answer(() => {
          devices = devices.filter((one) => one.here);
        }),
    },
  };
}

const names = (list: DevicesList) => list.shown?.map(({ name }) => name);

describe('the list of devices', () => {
  test('shows what the account has, and what has become of it', async () => {
    const { ports } = account();
    const list = new DevicesList(ports);
    expect(list.shown).toBeNull();
    await list.load();
    expect(names(list)).toEqual(['laptop', 'phone', 'tablet']);
    await list.rename(device('phone'), 'The old phone', 'name');
    expect(names(list)).toEqual(['laptop', 'The old phone', 'tablet']);
    expect(await list.signOut(device('phone'))).toBe(true);
    expect(names(list)).toEqual(['laptop', 'tablet']);
    expect(await list.signOutOthers()).toBe(true);
    expect(names(list)).toEqual(['laptop']);
    expect(list.others).toEqual([]);
  });

  test('says when a device could not be signed out, and goes on showing it', async () => {
    const { ports, refuse } = account();
    const list = new DevicesList(ports);
    await list.load();
    refuse(true);
    expect(await list.signOut(device('phone'))).toBe(false);
    expect(list.leaving.failure?.code).toBe('offline');
    expect(names(list)).toEqual(['laptop', 'phone', 'tablet']);
  });
});

describe('a device', () => {
  const seen = (firstSeen: string, lastSeen: string) =>
    whenSeen({ firstSeen, lastSeen }, new Date(2026, 10, 24, 22));

  test('was seen on days, as people say them', () => {
    expect(seen('2026-11-01', '2026-11-23')).toBe(
      'First seen Sunday 1 November, last seen yesterday',
    );
    expect(seen('2026-11-24', '2026-11-24')).toBe('Seen today');
  });

  test('is not seen tomorrow, where the server’s day has begun already', () => {
    expect(seen('2026-11-25', '2026-11-25')).toBe('Seen today');
  });

  test('without a name is told from one whose name does not open', () => {
    expect(nameOf({ name: null, known: false })).toBe('A device without a name');
    expect(nameOf({ name: null, known: true })).toBe('A device whose name cannot be read');
  });
});
