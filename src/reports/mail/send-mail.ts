/** Sends mails through SES. https://docs.aws.amazon.com/ses/latest/dg/quotas.html */

import { classify } from '../../aws/failures.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { composeMail, type ReportMail } from './compose-mail.ts';

/** SES accepts 50 recipients of a message; more get messages of their own. */
const maxRecipients = 50;

/** Calls `onSent` after each message. Throws a `FlotillaError` when SES refuses the sender or a recipient. */
export async function sendMail(
  { inHub, hub }: Pick<Lifecycle, 'inHub' | 'hub'>,
  mail: ReportMail,
  onSent: (to: readonly string[]) => Promise<void>,
): Promise<void> {
  const ses = inHub('sesv2');
  for (let start = 0; start < mail.to.length; start += maxRecipients) {
    const to = mail.to.slice(start, start + maxRecipients);
    const Data = await composeMail({ ...mail, to });
    try {
      await ses.call('SendEmail', {
        FromEmailAddress: mail.from,
        Destination: { ToAddresses: to },
        Content: { Raw: { Data } },
      });
    } catch (cause) {
      throw explained(cause, hub.region);
    }
    await onSent(to);
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
