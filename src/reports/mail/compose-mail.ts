/** Composes the mails of reports: text and HTML of the same content, and attachments. */

import MailComposer from 'nodemailer/lib/mail-composer';

export interface ReportMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailAttachment[];
  /** Milliseconds. */
  readonly at: number;
}

export interface MailAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

export async function composeMail({ at, to, attachments, ...mail }: ReportMail): Promise<Buffer> {
  const composer = new MailComposer({
    ...mail,
    to: [...to],
    attachments: attachments.map((one) => ({ ...one })),
    date: new Date(at),
    // Nothing in a mail is read from a disk or the web, whatever a template says.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return await composer.compile().build();
}
