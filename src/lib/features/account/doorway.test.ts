import { describe, expect, test } from 'vitest';
import type { OpenSpace } from '$lib/domain/space/open-space.ts';
import { doorway, type WhereAndWho } from './doorway.ts';

const space: OpenSpace = {
  id: '33333333-3333-4333-8333-333333333333',
  name: 'Us',
  status: 'open',
  pausedUntil: null,
  epoch: 0,
  me: { id: '11111111-1111-4111-8111-111111111111', name: 'Ada', slot: 1 },
  partner: null,
};
const at = (path: string, who: Partial<WhereAndWho>): WhereAndWho => ({
  status: 'ready',
  space,
  keyless: false,
  code: null,
  search: '',
  path,
  ...who,
});

describe('a page of the app', () => {
  test('shows itself to whoever has a space', () => {
    expect(doorway(at('/home', {}))).toEqual({ show: 'page' });
  });

  test('sends whoever is signed out to the sign-in page, and remembers where they were going', () => {
    expect(doorway(at('/log/1', { status: 'signed_out', search: '?a=b&c' }))).toEqual({
      show: 'nothing_yet',
      to: '/sign-in?next=%2Flog%2F1%3Fa%3Db%26c',
    });
  });

  test('lets whoever’s space is closed begin another, and nobody else', () => {
    expect(doorway(at('/start', {})).to).toBe('/home');
    expect(doorway(at('/start', { space: { ...space, status: 'closed' } })).show).toBe('page');
  });

  test('asks for the password in place, wherever it is locked', () => {
    expect(doorway(at('/check-ins/1', { status: 'locked', space: undefined })).show).toBe('unlock');
  });

  test('shows a new recovery code before anything else', () => {
    expect(doorway(at('/settings', { code: 'AAAAA-BBBBB' })).show).toBe('code');
  });

  test('shows nothing before it knows whether there is a space', () => {
    for (const path of ['/home', '/start', '/log']) {
      expect(doorway(at(path, { space: undefined }))).toEqual({ show: 'nothing_yet' });
    }
    expect(doorway(at('/home', { status: 'starting', space: undefined })).show).toBe('nothing_yet');
  });

  test('leads to making a space without one; the log and the settings need none', () => {
    for (const path of ['/home', '/invite', '/documents/1', '/check-ins']) {
      expect(doorway(at(path, { space: null })).to).toBe('/start');
    }
    for (const path of ['/start', '/log', '/log/new', '/settings']) {
      expect(doorway(at(path, { space: null }))).toEqual({ show: 'page' });
    }
  });

  test('leads somebody whose key to their space is lost to the way back; the log and the settings need none', () => {
    const lost = { space: null, keyless: true };
    for (const path of ['/home', '/start', '/invite', '/documents/1']) {
      expect(doorway(at(path, lost)).to).toBe('/come-back');
    }
    for (const path of ['/come-back', '/log', '/log/earlier', '/settings']) {
      expect(doorway(at(path, lost))).toEqual({ show: 'page' });
    }
  });

  test('that makes a space leads home once there is one, also by the back button', () => {
    expect(doorway(at('/start', {})).to).toBe('/home');
  });
});
