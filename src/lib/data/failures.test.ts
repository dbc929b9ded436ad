import { describe, expect, test } from 'vitest';
import { failureCodes } from '../domain/failure/failure.ts';
import { ask, timestamp } from './ask.ts';
import { failureOf } from './failures.ts';
import { fetchWithDelay } from './fetch-with-delay.ts';
import * as z from 'zod/mini';

describe('an error of the API', () => {
  test.each([
    [{ message: 'TypeError: fetch failed', status: 0, code: '' }, 'server_unreachable'],
    [{ message: 'fetch failed' }, 'server_unreachable'],
    [{ message: 'x', status: 503, code: 'server_unreachable' }, 'server_unreachable'],
    [{ message: 'Bad gateway', status: 502, code: '' }, 'server_unreachable'],
    [
      { message: 'Invalid login credentials', status: 400, code: 'invalid_credentials' },
      'wrong_password_or_address',
    ],
    [
      { message: 'User already registered', status: 422, code: 'user_already_exists' },
      'address_taken',
    ],
    [
      { message: 'Email not confirmed', status: 400, code: 'email_not_confirmed' },
      'confirm_address_first',
    ],
    [{ message: 'x', status: 400, code: 'email_address_invalid' }, 'address_invalid'],
    [{ message: 'x', status: 400, code: 'refresh_token_not_found' }, 'signed_out'],
    [{ message: 'Email link is invalid', status: 403, code: 'otp_expired' }, 'link_spent'],
    [{ message: 'prove_again', status: 403, code: 'prove_again' }, 'prove_again'],
    [{ message: 'JWT expired', status: 401, code: 'PGRST301' }, 'signed_out'],
    [{ message: 'permission denied for table spaces', status: 401, code: '42501' }, 'signed_out'],
    [
      { message: 'new row violates row-level security policy', status: 403, code: '42501' },
      'not_allowed',
    ],
    [{ message: 'duplicate key', status: 409, code: '23505' }, 'changed_elsewhere'],
    [{ message: 'foreign key', status: 409, code: '23503' }, 'not_found'],
    [{ message: 'no rows', status: 406, code: 'PGRST116' }, 'not_found'],
    [{ message: 'invite_expired', status: 409, code: 'PT409' }, 'invite_expired'],
    [{ message: 'something of somebody else', status: 409, code: 'PT409' }, 'server_error'],
    [{ message: 'invite_expired', status: 500, code: 'SUP' }, 'server_error'],
    [{ message: 'too large', status: 413, code: '' }, 'text_too_long'],
    [{ message: 'boom', status: 500, code: 'XX000' }, 'server_error'],
  ] as const)('%j is %s', (error, code) => {
    expect(failureOf(error).code).toBe(code);
    expect(failureCodes).toContain(code);
  });

  test('of too many attempts says how long to wait', async () => {
    const refused = fetchWithDelay(() =>
      Promise.resolve(
        Response.json(
          { code: 'too_many_attempts' },
          { status: 429, headers: { 'retry-after': '90' } },
        ),
      ),
    );
    const response = await refused('http://localhost/rest/v1/rpc/prelogin');
    const body = (await response.json()) as { code: string; message: string };
    const failure = failureOf({ ...body, status: response.status });
    expect(failure).toMatchObject({ code: 'too_many_attempts', retryAfterSeconds: 90 });
    expect(failureOf({ message: 'slow down', status: 429 }).retryAfterSeconds).toBeUndefined();
  });
});

describe('a request', () => {
  test('that is answered in another shape fails as a whole', async () => {
    const answer = { data: [{ id: 1 }], error: null, status: 200 };
    const schema = z.array(z.object({ id: z.string() }));
    await expect(ask(Promise.resolve(answer), schema)).rejects.toMatchObject({
      code: 'server_error',
    });
  });
});

describe('a time of the server', () => {
  test.each([
    ['2026-11-22T18:00:00.123456+00:00', '2026-11-22T18:00:00.123Z'],
    ['2026-11-22 18:00:00.123456+00', '2026-11-22T18:00:00.123Z'],
    ['2026-11-22 18:00:00+00', '2026-11-22T18:00:00.000Z'],
    ['2026-11-22T18:00:00Z', '2026-11-22T18:00:00.000Z'],
  ])('%s is read', (text, iso) => {
    expect(timestamp.parse(text).toISOString()).toBe(iso);
  });

  test('that is none is refused', () => {
    expect(timestamp.safeParse('yesterday').success).toBe(false);
  });
});
