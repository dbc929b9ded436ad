import { expect, test } from 'vitest';
import { rememberProvedSessions } from '../../src/server/gateway/proved-sessions.ts';

const tokenOf = (session: string): string =>
  `x.${Buffer.from(JSON.stringify({ session_id: session })).toString('base64url')}.x`;
const answerOf = (session: string): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ access_token: tokenOf(session) }));

test('a session counts as proved for a quarter of an hour after it was opened, and no longer', () => {
  let now = 0;
  const proved = rememberProvedSessions(() => now);
  proved.opened(answerOf('one'), 'password');
  now = 14 * 60_000;
  proved.opened(answerOf('two'), 'password');
  expect(proved.isProved(tokenOf('one'))).toBe(true);
  now = 15 * 60_000;
  expect(proved.isProved(tokenOf('one'))).toBe(false);
  expect(proved.isProved(tokenOf('two'))).toBe(true);
});

test('nobody, another session and what is no token are not proved', () => {
  const proved = rememberProvedSessions();
  proved.opened(answerOf('one'), 'password');
  proved.opened(new TextEncoder().encode('{"access_token":"nothing"}'), 'password');
  proved.opened(new TextEncoder().encode('nothing'), 'password');
  for (const token of [null, tokenOf('two'), 'nothing', '']) {
    expect(proved.isProved(token)).toBe(false);
  }
});

test('who came in by a mail has not shown the password', () => {
  const proved = rememberProvedSessions();
  proved.opened(answerOf('one'), 'mail');
  proved.opened(answerOf('two'), 'password');
  expect(proved.isProved(tokenOf('one'))).toBe(true);
  expect(proved.isProved(tokenOf('one'), 'password')).toBe(false);
  expect(proved.isProved(tokenOf('two'), 'password')).toBe(true);
});
