/** Mails a notification to the addresses among its subscribers. */

import { compose } from '../../mail/compose.ts';
import { deliverMail } from '../../mail/mailbox.ts';
import type { World } from '../../world/world.ts';
import { uuid } from '../events/event.ts';
import { type Alert, messageOf, subjectOf } from './message.ts';

/** Composing waits for streams; the mail is in the mailbox once nothing is pending. */
export function mailAlert(world: World, alert: Alert, to: string): void {
  const from = { name: 'AWS Budgets', address: 'budgets@costalerts.amazonaws.com' };
  const mail = { from, to, subject: subjectOf(alert), text: messageOf(alert) };
  const send = async () => {
    const raw = await compose({ id: uuid(world.random), at: alert.at, ...mail });
    deliverMail(world, {
      accountId: alert.accountId,
      region: world.partition.globalRegion,
      sentBy: 'budgets',
      from: from.address,
      recipients: [to],
      raw,
    });
  };
  void world.pendingTasks.track(send());
}
