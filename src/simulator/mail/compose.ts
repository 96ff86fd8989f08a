/** Builds MIME messages with nodemailer's composer, the same bytes for the same input. */

import MailComposer from 'nodemailer/lib/mail-composer';
import type Mail from 'nodemailer/lib/mailer';

export interface ComposeOptions extends Mail.Options {
  /** In the message's id and its boundaries, which would be random otherwise. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export function compose({ id, at, ...message }: ComposeOptions): Promise<Buffer> {
  const fixed = { date: new Date(at), messageId: `<${id}@email.amazonses.com>` };
  return new MailComposer({ baseBoundary: id, ...fixed, ...message }).compile().build();
}
