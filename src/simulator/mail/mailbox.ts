/**
 * The mailbox of the organization: everything that SES, SNS and Budgets deliver, to any recipient. Nothing leaves this
 * process.
 */

import { uuid } from '../services/events/event.ts';
import { perWorld } from '../world/service-state.ts';
import type { World } from '../world/world.ts';

/** A delivered message. */
export interface ReceivedMail {
  readonly id: string;
  /** Milliseconds since 1970 on the simulator's clock. */
  readonly at: number;
  /** The account and region that sent it. */
  readonly accountId: string;
  readonly region: string;
  readonly sentBy: 'ses' | 'sns' | 'budgets';
  /** Of the envelope, without display names. */
  readonly from: string;
  /** Of the envelope: To, Cc and Bcc. */
  readonly recipients: readonly string[];
  /** The MIME message. */
  readonly raw: Uint8Array;
  /** What a reader can confirm: a subscription, an address. */
  readonly confirms?: string;
}

interface Mailbox {
  readonly mails: ReceivedMail[];
  readonly confirmations: Map<string, () => void>;
}

const mailboxOf = perWorld((): Mailbox => ({ mails: [], confirmations: new Map() }));

export type NewMail = Omit<ReceivedMail, 'id' | 'at' | 'confirms'>;

/** What following the link in a mail does. */
interface Confirmation {
  /** `subscription of a@example.com to arn:…`. */
  readonly what: string;
  readonly confirm: () => void;
}

export function mailsOf(world: World): readonly ReceivedMail[] {
  return mailboxOf(world).mails;
}

export function deliverMail(
  world: World,
  mail: NewMail,
  confirmation?: Confirmation,
): ReceivedMail {
  const { mails, confirmations } = mailboxOf(world);
  const received: ReceivedMail = {
    ...mail,
    // Of its own: a small buffer of Node is a view into 64 KB that would stay with it.
    raw: new Uint8Array(mail.raw),
    id: uuid(world.random),
    at: world.clock.now(),
    ...(confirmation && { confirms: confirmation.what }),
  };
  mails.push(received);
  if (confirmation) confirmations.set(received.id, confirmation.confirm);
  return received;
}

/** Does what following the link of the mail would do. False when the mail has no link. */
export function confirmMail(world: World, id: string): boolean {
  const confirm = mailboxOf(world).confirmations.get(id);
  confirm?.();
  return confirm !== undefined;
}
