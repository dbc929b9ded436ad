import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { browserAuthenticator, type NewPasskey } from './authenticator.ts';

/** What a browser hands out for a passkey, as far as it is looked at. */
class Handed {
  static getClientCapabilities: (() => Promise<Record<string, boolean>>) | undefined;
  static readonly signalUnknownCredential = vi.fn(() => Promise.resolve());
  readonly rawId = Uint8Array.of(1, 2, 3).buffer;
  readonly response = { getTransports: () => ['internal'] };
  readonly #prf: object;

  constructor(prf: object) {
    this.#prf = prf;
  }

  getClientExtensionResults() {
    return { prf: this.#prf };
  }
}

const secret = new Uint8Array(32).fill(7);
const question = new Uint8Array(32).fill(9);
const create = vi.fn<(options: CredentialCreationOptions) => Promise<unknown>>();
const get = vi.fn<(options: CredentialRequestOptions) => Promise<unknown>>();
const known = [{ credentialId: 'AQID', transports: ['internal'] }];

const make = (): Promise<NewPasskey> =>
  browserAuthenticator.create({ userId: 'ada', email: 'ada@example.org', question, known: [] });
const named = (name: string) => Object.assign(new Error('refused'), { name });

beforeEach(() => {
  Handed.getClientCapabilities = () => Promise.resolve({ 'extension:prf': true });
  vi.stubGlobal('PublicKeyCredential', Handed);
  vi.stubGlobal('navigator', { credentials: { create, get } });
  vi.stubGlobal('location', { hostname: 'holdfast.example.org' });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetAllMocks();
});

describe('passkeys are offered', () => {
  test('where the browser says that they compute secrets', async () => {
    expect(await browserAuthenticator.available()).toBe(true);
  });

  test('and nowhere else', async () => {
    Handed.getClientCapabilities = () => Promise.resolve({ 'extension:prf': false });
    expect(await browserAuthenticator.available()).toBe(false);
    Handed.getClientCapabilities = () => Promise.reject(new Error('not now'));
    expect(await browserAuthenticator.available()).toBe(false);
    Handed.getClientCapabilities = undefined;
    expect(await browserAuthenticator.available()).toBe(false);
    vi.stubGlobal('PublicKeyCredential', undefined);
    expect(await browserAuthenticator.available()).toBe(false);
  });
});

describe('a new passkey', () => {
  test('answers when it is made, or else when it is used right after', async () => {
    create.mockResolvedValue(new Handed({ enabled: true, results: { first: secret.buffer } }));
    expect(await make()).toEqual({
      answer: { credentialId: 'AQID', secret },
      transports: ['internal'],
    });
    create.mockResolvedValue(new Handed({ enabled: true }));
    get.mockResolvedValue(new Handed({ results: { first: secret } }));
    expect((await make()).answer.secret).toEqual(secret);
  });

  test('that cannot compute a secret is of no use, and the browser is told', async () => {
    create.mockResolvedValue(new Handed({ enabled: false }));
    await expect(make()).rejects.toThrow('passkey_unsuitable');
    expect(Handed.signalUnknownCredential).toHaveBeenCalledWith({
      rpId: 'holdfast.example.org',
      credentialId: 'AQID',
    });
  });

  test.each([
    ['InvalidStateError', 'passkey_there_already'],
    ['NotSupportedError', 'passkey_unsuitable'],
    ['NotAllowedError', 'passkey_not_used'],
    ['AbortError', 'passkey_not_used'],
  ])('that the browser refuses with %s is %s', async (name, code) => {
    create.mockRejectedValue(named(name));
    await expect(make()).rejects.toThrow(code);
  });

  test('asks for the person each time, and for nothing that the server could use', async () => {
    create.mockResolvedValue(new Handed({ enabled: true, results: { first: secret } }));
    await make();
    const options = create.mock.calls[0]?.[0].publicKey;
    expect(options?.authenticatorSelection?.userVerification).toBe('required');
    expect(options?.attestation).toBeUndefined();
  });
});

describe('a passkey that is asked', () => {
  test('gives its answer, and is named', async () => {
    get.mockResolvedValue(new Handed({ results: { first: secret } }));
    expect(await browserAuthenticator.ask(known, question)).toEqual({
      credentialId: 'AQID',
      secret,
    });
    const options = get.mock.calls[0]?.[0].publicKey;
    expect(options?.userVerification).toBe('required');
    expect(options?.extensions?.prf?.eval?.first).toEqual(question);
  });

  test('without an answer, or with one of another length, opens nothing', async () => {
    for (const prf of [{}, { results: { first: new Uint8Array(16) } }]) {
      get.mockResolvedValue(new Handed(prf));
      await expect(browserAuthenticator.ask(known, question)).rejects.toThrow('passkey_unsuitable');
    }
  });

  test('and put off opens nothing', async () => {
    get.mockRejectedValue(named('NotAllowedError'));
    await expect(browserAuthenticator.ask(known, question)).rejects.toThrow('passkey_not_used');
    get.mockResolvedValue(null);
    await expect(browserAuthenticator.ask(known, question)).rejects.toThrow('passkey_not_used');
  });
});
