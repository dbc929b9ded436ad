import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Post } from '../support/post.ts';
import { call, newPerson } from './support/people.ts';
import { testServer } from './support/test-server.ts';

const ask = (url: string, email: string): Promise<Response> =>
  call(url, '/auth/v1/recover', null, { email });

const enter = (url: string, secret: string): Promise<Response> =>
  call(url, '/auth/v1/verify', null, { type: 'recovery', token_hash: secret });

const secretIn = (text: string): string => /\/recover#([\w-]+)/.exec(text)?.[1] ?? '';

async function ownerOf(response: Response): Promise<string> {
  const { user } = (await response.json()) as { user: { id: string } };
  return user.id;
}

test('whoever forgot the password gets a mail whose link lets them in once; a stranger gets the same answer, and no mail', async () => {
  await using post = new Post();
  await using server = await testServer(await post.open());
  const person = await newPerson(server.url);
  const answers = [
    await ask(server.url, 'nobody@example.org'),
    await ask(server.url, person.email),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ delivery: 'mail' });
  }

  const mail = await post.next();
  expect(mail).toContain(`To: ${person.email}`);
  expect(mail).toContain('From: holdfast@example.org');
  expect(mail).toContain('Subject: A new password');
  // The secret stands behind the # of the link, which no browser sends to a server or to another site.
  expect(mail).toContain(`${server.url}/recover#`);
  expect(mail).not.toMatch(/token=|\?/);
  const secret = secretIn(mail);
  const entered = await enter(server.url, secret);
  expect(entered.status).toBe(200);
  expect(await ownerOf(entered)).toBe(person.id);
  const again = await enter(server.url, secret);
  expect(again.status).toBe(403);
  expect(await again.json()).toMatchObject({ error_code: 'otp_expired' });
  expect(post.mails.join()).not.toContain('nobody@example.org');
  expect(server.log.map(({ event }) => event)).toContain('mail_sent');
  expect(JSON.stringify(server.log)).not.toContain(person.email);
  expect(JSON.stringify(server.log)).not.toContain(secret);
});

test('a mail server that does not answer is a line in the log, and nobody waits for it', async () => {
  await using server = await testServer({
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'holdfast@example.org',
  });
  const { email } = await newPerson(server.url);
  const failed = server.logged('mail_failed', 1);
  expect((await ask(server.url, email)).status).toBe(200);
  await failed;
  expect(JSON.stringify(server.log)).not.toContain(email);
});

test('without a mail server the link stands in the console of whoever runs it, and not in the log', async () => {
  let printed = '';
  let arrived = (): void => undefined;
  const print = (text: string): void => {
    printed += text;
    arrived();
  };
  await using server = await testServer({ ATTEMPTS_PER_ACCOUNT: '2' }, { print });
  const person = await newPerson(server.url);
  const written = new Promise<void>((resolve) => (arrived = resolve));
  expect(await (await ask(server.url, person.email)).json()).toEqual({ delivery: 'console' });
  await written;
  expect(printed).toContain(person.email);
  expect(printed).not.toContain('<');
  const entered = await enter(server.url, secretIn(printed));
  expect(await ownerOf(entered)).toBe(person.id);
  expect(JSON.stringify(server.log)).not.toContain(person.email);

  // Guessing opens nothing, and the short number that Supabase would take as well is no way in here.
  const guessed = createHash('sha256').update(person.email).digest('hex');
  expect((await enter(server.url, guessed)).status).toBe(403);
  const number = { type: 'recovery', email: person.email, token: '123456' };
  expect((await call(server.url, '/auth/v1/verify', null, number)).status).toBe(400);

  // Who asks too often waits; somebody else does not.
  const other = await newPerson(server.url);
  const codes: number[] = [];
  for (const { email } of [person, person, other])
    codes.push((await ask(server.url, email)).status);
  expect(codes).toEqual([200, 429, 200]);
});
