import { createClient } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import type { Database } from '../../src/lib/data/database.types.ts';
import { testServer } from './support/test-server.ts';

// The app uses two parts of supabase-js; that the whole library works as well keeps the API what other tools expect of Supabase.
test('an unmodified supabase-js, with no key of its own, signs up, signs in and reads rows', async () => {
  await using server = await testServer();
  const client = createClient<Database>(server.url, 'no-key', {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const person = { email: 'whole.library@example.org', password: `A1a-${'k'.repeat(43)}` };
  const { data: made, error } = await client.auth.signUp(person);
  expect(error).toBeNull();
  expect(made.user?.email).toBe(person.email);
  await client.auth.signOut();
  const { data: back } = await client.auth.signInWithPassword(person);
  expect(back.session?.access_token).toBeTruthy();
  expect(await client.from('spaces').select('id')).toMatchObject({ data: [], error: null });
  const { data: kdf } = await client.rpc('prelogin', { email: 'nobody@example.org' });
  expect(kdf).toMatchObject({ algorithm: 'argon2id' });
});
