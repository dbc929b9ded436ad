import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail server on this machine that keeps what it is given. */
export class Post implements AsyncDisposable {
  readonly mails: string[] = [];
  readonly #server: SMTPServer;
  #arrived = (): void => undefined;

  constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _session, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          this.mails.push(Buffer.concat(parts).toString('utf8'));
          done();
          this.#arrived();
        });
      },
    });
  }

  async open(): Promise<string> {
    const listening = this.#server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    return `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  }

  /** Resolves with the mail when there is one. */
  async next(): Promise<string> {
    if (this.mails.length === 0) await new Promise<void>((resolve) => (this.#arrived = resolve));
    return this.mails.shift() ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }
}

/** Text of a mail whose lines were folded on the way. */
export const unfolded = (mail: string): string =>
  mail.replaceAll('=\r\n', '').replaceAll('=3D', '=');
