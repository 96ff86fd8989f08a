/** Sends mails through SES. https://docs.aws.amazon.com/ses/latest/dg/quotas.html */

import { classify } from '../../aws/failures.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { composeMail, type ReportMail } from './compose-mail.ts';

/** SES accepts 50 recipients of a message; more get messages of their own. */
const maxRecipients = 50;

/** Calls `onSent` after each message. Throws a `FlotillaError` when SES refuses the sender or a recipient. */
export async function sendMail(
  lifecycle: Pick<Lifecycle, 'inHub' | 'hub'>,
  mail: ReportMail,
  onSent: (to: readonly string[]) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < mail.to.length; start += maxRecipients) {
    const to = mail.to.slice(start, start + maxRecipients);
    await sendMessage(lifecycle, { ...mail, to });
    await onSent(to);
  }
}

/** Sends one message, to 50 recipients at most. Throws like `sendMail`. */
export async function sendMessage(
  { inHub, hub }: Pick<Lifecycle, 'inHub' | 'hub'>,
  mail: ReportMail,
  signal?: AbortSignal,
): Promise<void> {
  const input = {
    FromEmailAddress: mail.from,
    Destination: { ToAddresses: mail.to },
    Content: { Raw: { Data: await composeMail(mail) } },
  };
  try {
    await inHub('sesv2').call('SendEmail', input, signal);
  } catch (cause) {
    throw explained(cause, hub.region);
  }
}

function explained(cause: unknown, region: string): unknown {
  const { code, message } = classify(cause);
  if (code !== 'MessageRejected' && code !== 'MailFromDomainNotVerifiedException') return cause;
  return new FlotillaError(
    'InvalidInput',
    `SES refuses the mail: ${message} Verify the address in ${region}, and leave the sandbox of SES`,
    { cause },
  );
}
