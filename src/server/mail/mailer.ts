import { createTransport } from 'nodemailer';
import type { Settings } from '../env.ts';
import type { Log } from '../log/log.ts';
import { plainText, type Mail } from './mail.ts';

/** Sends a mail, some time later; nobody waits for it. */
export type Mailer = (mail: Mail) => void;

export interface MailerOptions {
  readonly smtp: Settings['smtp'];
  readonly log: Log;
  /** Writes to the server's console. */
  readonly print: (text: string) => void;
}

/**
 * The way out for mails: a mail server, or, where none is configured, the server's console. The latter is not the log: whoever runs
 * the server at home reads the link there and passes it on.
 */
export function openMailer({ smtp, log, print }: MailerOptions): Mailer {
  if (smtp === null) {
    return ({ to, subject, html }) => {
      print(
        `\nA mail to ${to}, not sent since SMTP_URL is not set: ${subject}\n\n${plainText(html)}\n\n`,
      );
    };
  }
  const transport = createTransport(smtp.url, { from: smtp.from });
  return ({ to, subject, html }) => {
    transport.sendMail({ to, subject, html, text: plainText(html) }).then(
      () => log({ event: 'mail_sent' }),
      (error: unknown) => {
        // Its text may quote the address.
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        log({ event: 'mail_failed', code });
      },
    );
  };
}
