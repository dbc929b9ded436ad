import { fromBase64url, toBase64url } from '../../crypto/encoding/base64url.ts';
import type { PasskeyAnswer } from '../../crypto/keys/index.ts';
import { Failure } from '../../domain/failure/failure.ts';

export interface NewPasskey {
  readonly answer: PasskeyAnswer;
  readonly transports: readonly string[];
}

export interface KnownPasskey {
  readonly credentialId: string;
  readonly transports: readonly string[];
}

const patienceMs = 120_000;
const secretLength = 32;

/** Passkeys as the browser has them: it asks the person for their finger, face or PIN each time. */
export interface Authenticator {
  /** Whether this browser says of itself that its passkeys can compute a secret. */
  available(): Promise<boolean>;
  /**
   * Makes a passkey on this device or another.
   * @throws Failure `passkey_not_used`, `passkey_there_already`, `passkey_unsuitable`
   */
  create(person: {
    readonly userId: string;
    readonly email: string;
    readonly question: Uint8Array<ArrayBuffer>;
    readonly known: readonly KnownPasskey[];
  }): Promise<NewPasskey>;
  /** Asks one of these passkeys. @throws Failure `passkey_not_used`, `passkey_unsuitable` */
  ask(known: readonly KnownPasskey[], question: Uint8Array<ArrayBuffer>): Promise<PasskeyAnswer>;
  /** Tells the browser's own list of passkeys that this one is of no use here any more. */
  forget(credentialId: string): Promise<void>;
}

function described(known: readonly KnownPasskey[]): PublicKeyCredentialDescriptor[] {
  return known.flatMap(({ credentialId, transports }) => {
    const id = fromBase64url(credentialId);
    if (id === null) return [];
    return [{ type: 'public-key', id, transports: [...transports] as AuthenticatorTransport[] }];
  });
}

function secretOf(credential: PublicKeyCredential): Uint8Array<ArrayBuffer> | null {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (!first) return null;
  const bytes = ArrayBuffer.isView(first)
    ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength)
    : new Uint8Array(first);
  return bytes.byteLength === secretLength ? new Uint8Array(bytes) : null;
}

/** What the browser says when the person turns away, waits too long, or has no such passkey: it does not tell these apart. */
function refusal(thrown: unknown): Failure {
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'InvalidStateError') return new Failure('passkey_there_already', { cause: thrown });
  if (name === 'NotSupportedError') return new Failure('passkey_unsuitable', { cause: thrown });
  return new Failure('passkey_not_used', { cause: thrown });
}

function asPasskey(credential: Credential | null): PublicKeyCredential {
  if (credential instanceof PublicKeyCredential) return credential;
  throw new Failure('passkey_not_used');
}

const randomChallenge = () => crypto.getRandomValues(new Uint8Array(32));

/** The browser's own. Nothing is proved to the server with it, so its challenge is nobody's: what counts is the secret alone. */
export const browserAuthenticator: Authenticator = {
  async available() {
    if (typeof PublicKeyCredential === 'undefined') return false;
    // Browsers that cannot say so are older than the extension, or nearly.
    const ask = PublicKeyCredential.getClientCapabilities as
      (() => Promise<Record<string, boolean>>) | undefined;
    const capabilities = await ask?.call(PublicKeyCredential).catch(() => null);
    return capabilities?.['extension:prf'] === true;
  },

  async create({ userId, email, question, known }) {
    const created = await navigator.credentials
      .create({
        publicKey: {
          challenge: randomChallenge(),
          rp: { name: 'Holdfast' },
          user: { id: new TextEncoder().encode(userId), name: email, displayName: email },
          pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
          excludeCredentials: described(known),
          authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
          timeout: patienceMs,
          extensions: { prf: { eval: { first: question } } },
        },
      })
      .catch((thrown: unknown) => {
        throw refusal(thrown);
      });
    const passkey = asPasskey(created);
    const credentialId = toBase64url(new Uint8Array(passkey.rawId));
    const response = passkey.response as AuthenticatorAttestationResponse;
    const transports = response.getTransports();
    if (passkey.getClientExtensionResults().prf?.enabled !== true) {
      await this.forget(credentialId);
      throw new Failure('passkey_unsuitable');
    }
    const secret = secretOf(passkey);
    // Some give their answer only when they are used, and not yet when they are made.
    const answer =
      secret === null
        ? await this.ask([{ credentialId, transports }], question)
        : { credentialId, secret };
    return { answer, transports };
  },

  async ask(known, question) {
    const used = await navigator.credentials
      .get({
        publicKey: {
          challenge: randomChallenge(),
          allowCredentials: described(known),
          userVerification: 'required',
          timeout: patienceMs,
          extensions: { prf: { eval: { first: question } } },
        },
      })
      .catch((thrown: unknown) => {
        throw refusal(thrown);
      });
    const passkey = asPasskey(used);
    const secret = secretOf(passkey);
    if (secret === null) throw new Failure('passkey_unsuitable');
    return { credentialId: toBase64url(new Uint8Array(passkey.rawId)), secret };
  },

  async forget(credentialId) {
    const signal = PublicKeyCredential.signalUnknownCredential as
      typeof PublicKeyCredential.signalUnknownCredential | undefined;
    const told = signal?.call(PublicKeyCredential, { rpId: location.hostname, credentialId });
    await told?.catch(() => undefined);
  },
};
