import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** Text of a mail whose lines were folded on the way. */
const unfolded = (mail: string): string => mail.replaceAll('=\r\n', '').replaceAll('=3D', '=');

/** A mail server on this machine that keeps what it is given. */
export class Post implements AsyncDisposable {
  /** What came and was not taken out yet, headers included. */
  readonly mails: string[] = [];
  readonly #server: SMTPServer;
  #waiting: (() => void)[] = [];

  constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _session, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          this.mails.push(unfolded(Buffer.concat(parts).toString('utf8')));
          done();
          for (const look of this.#waiting.splice(0)) look();
        });
      },
    });
  }

  /** Starts to listen; returns what a server needs in its environment to send its mails here. */
  async open(): Promise<{ readonly SMTP_URL: string; readonly MAIL_FROM: string }> {
    const listening = this.#server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    return { SMTP_URL: `smtp://127.0.0.1:${String(port)}`, MAIL_FROM: 'holdfast@example.org' };
  }

  /**
   * Takes the oldest mail out, as soon as there is one.
   * @param address whose mails to look at; everybody's when left out
   */
  async next(address = ''): Promise<string> {
    for (;;) {
      const place = this.mails.findIndex((mail) => mail.includes(`To: ${address}`));
      const [mail] = place < 0 ? [] : this.mails.splice(place, 1);
      if (mail !== undefined) return mail;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Takes out the oldest mail to this address, and its link. */
  async nextLink(address: string): Promise<string> {
    return /http\S+?#[\w-]+/.exec(await this.next(address))?.[0] ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }
}
