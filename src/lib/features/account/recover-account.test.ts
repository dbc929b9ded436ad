import { describe, expect, test } from 'vitest';
import { Failure } from '$lib/domain/failure/failure.ts';
import { RecoverAccount, type RecoveryDoors } from './recover-account.svelte.ts';

const secret = 'b5f0c7'.repeat(8);
const strong = 'copper lantern walks backwards';
/** A code without typos. It opens nothing. */
const code = 'M8CPM-SHRFE-5M85B-FJSZB-GM1WM-EF68T-S6EHX';

/** The doors of a session, and what went through them. What each answers can be set. */
function doors(answers: { enter?: () => void; recover?: () => void } = {}) {
  const calls: string[] = [];
  const through: RecoveryDoors = {
    account: null,
    passwords: {
      askForWayIn: (email) => {
        calls.push(`ask ${email}`);
        return Promise.resolve('console');
      },
      enterByMail: async (given) => {
        calls.push(`enter ${given}`);
        await Promise.resolve();
        answers.enter?.();
      },
      recover: async (typed, next) => {
        calls.push(`recover ${typed} ${next}`);
        await Promise.resolve();
        answers.recover?.();
      },
      startAnew: async (next) => {
        calls.push(`start anew ${next}`);
        await Promise.resolve();
      },
    },
  };
  return { calls, through, answers };
}

function opened(through: RecoveryDoors, typed = code): RecoverAccount {
  const recover = new RecoverAccount(through);
  recover.follow(secret);
  recover.code = typed;
  recover.next.typed = strong;
  return recover;
}

describe('a forgotten password', () => {
  test('begins with the address, which nobody asks twice for', async () => {
    const { calls, through } = doors();
    const account = { id: '1', email: 'ada@example.org' };
    const recover = new RecoverAccount({ ...through, account });
    expect(recover.email).toBe('ada@example.org');
    expect(await recover.ask()).toBe(true);
    expect(calls).toEqual(['ask ada@example.org']);
    expect([recover.view, recover.delivery]).toEqual(['sent', 'console']);
    recover.askAgain();
    expect([recover.view, recover.email]).toEqual(['ask', 'ada@example.org']);
  });

  test('with what is no address asks nothing, and says so beside the field', async () => {
    const { calls, through } = doors();
    const recover = new RecoverAccount(through);
    recover.email = 'ada@';
    expect(await recover.ask()).toBe(false);
    expect(recover.asking.failureOf('email')?.code).toBe('address_invalid');
    expect(calls).toEqual([]);
    expect(recover.email).toBe('ada@');
  });

  test('does not take the jump to the content for a link', () => {
    const recover = new RecoverAccount(doors().through);
    recover.follow('content');
    expect(recover.view).toBe('ask');
    recover.follow(secret);
    expect(recover.view).toBe('open');
  });

  test('does not use the link up before code and password can work', async () => {
    const { calls, through } = doors();
    const recover = opened(through, `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`);
    expect(await recover.open()).toBe(false);
    expect(recover.opening.failure).toMatchObject({
      code: 'recovery_code_mistyped',
      field: 'group_7',
    });
    recover.code = code;
    recover.next.typed = 'password1234';
    expect(await recover.open()).toBe(false);
    expect(recover.opening.failureOf('new_password')?.code).toBe('password_weak');
    expect(calls).toEqual([]);
  });

  test('uses the link once: a wrong code is corrected without another one', async () => {
    const { calls, through, answers } = doors({
      recover: () => {
        throw new Failure('recovery_code_wrong');
      },
    });
    const recover = opened(through);
    expect(await recover.open()).toBe(false);
    expect(recover.opening.failure?.code).toBe('recovery_code_wrong');
    expect([recover.view, recover.code, recover.next.typed]).toEqual(['open', code, strong]);
    answers.recover = () => undefined;
    expect(await recover.open()).toBe(true);
    expect(recover.view).toBe('done');
    const wholeTry = `recover ${code} ${strong}`;
    expect(calls).toEqual([`enter ${secret}`, wholeTry, wholeTry]);
  });

  test('keeps the link when the server could not be reached', async () => {
    const { calls, through, answers } = doors({
      enter: () => {
        throw new Failure('server_unreachable');
      },
    });
    const recover = opened(through);
    expect(await recover.open()).toBe(false);
    expect(recover.view).toBe('open');
    answers.enter = () => undefined;
    expect(await recover.open()).toBe(true);
    expect(calls.filter((call) => call.startsWith('enter'))).toHaveLength(2);
  });

  test.each([
    ['link_spent', 'link_spent'],
    ['prove_again', 'prove_again'],
    ['signed_out', 'link_spent'],
  ] as const)(
    'leads back to asking when the way in has ended (%s), and says so',
    async (ended, said) => {
      const end = () => {
        throw new Failure(ended);
      };
      const { through } = doors(ended === 'link_spent' ? { enter: end } : { recover: end });
      const recover = opened(through);
      expect(await recover.open()).toBe(false);
      expect([recover.view, recover.opening.failure?.code]).toEqual(['ask', said]);
      recover.email = 'ada@example.org';
      await recover.ask();
      expect(recover.opening.failure).toBeNull();
    },
  );

  test('goes on without the code only after it was said what stays closed', async () => {
    const { calls, through } = doors();
    const recover = opened(through, '');
    recover.withoutCode();
    expect([recover.view, recover.understood]).toEqual(['anew', false]);
    expect(await recover.startAnew()).toBe(false);
    expect(recover.opening.failure?.code).toBe('not_understood');
    expect(calls).toEqual([]);
    recover.understood = true;
    expect(await recover.startAnew()).toBe(true);
    expect(recover.view).toBe('done');
    expect(calls).toEqual([`enter ${secret}`, `start anew ${strong}`]);
  });

  test('goes back to the code that was found, and forgets that it was understood', async () => {
    const { calls, through } = doors();
    const recover = opened(through);
    recover.withoutCode();
    recover.understood = true;
    recover.withCode();
    expect(recover.view).toBe('open');
    expect(await recover.open()).toBe(true);
    expect(calls).toEqual([`enter ${secret}`, `recover ${code} ${strong}`]);
    recover.withoutCode();
    expect(recover.understood).toBe(false);
  });

  test('pressed twice is done once', async () => {
    const { calls, through } = doors();
    const recover = opened(through);
    await Promise.all([recover.open(), recover.open()]);
    expect(calls).toHaveLength(2);
  });
});
