/**
 * Subscriptions by mail: confirmed by the link of a first mail, then one mail for each message.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
 */

import { compose } from '../../mail/compose.ts';
import { deliverMail, type NewMail } from '../../mail/mailbox.ts';
import type { World } from '../../world/world.ts';
import { uuid } from '../events/event.ts';
import type { Subscription, Topic } from './state.ts';

export function isEmail({ protocol }: Subscription): boolean {
  return protocol === 'email' || protocol === 'email-json';
}

export function askToConfirm(world: World, topic: Topic, subscription: Subscription): void {
  const { token, endpoint } = subscription;
  const [, partition, , region] = topic.arn.split(':');
  const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const query = new URLSearchParams({ TopicArn: topic.arn, Token: token, Endpoint: endpoint });
  const link = `https://sns.${region}.${domain}/confirmation.html?${query}`;
  const confirmation = {
    what: `the subscription of ${endpoint} to ${topic.arn}`,
    confirm: () => {
      subscription.confirmed = true;
    },
  };
  const subject = 'AWS Notification - Subscription Confirmation';
  const text = `${endpoint} was subscribed to the topic:\n${topic.arn}\n\nTo confirm, open:\n${link}\n`;
  post(world, topic, { to: endpoint, subject, text }, confirmation);
}

interface MailedNotification {
  readonly subscription: Subscription;
  readonly notification: { readonly Subject?: string; readonly Message: string };
}

export function mailNotification(
  world: World,
  topic: Topic,
  { subscription, notification }: MailedNotification,
): void {
  const { Subject = 'AWS Notification Message', Message } = notification;
  const footer = `\n\n--\nTo stop receiving notifications of this topic, unsubscribe ${subscription.arn}.\n`;
  const text =
    subscription.protocol === 'email-json' ? JSON.stringify(notification) : `${Message}${footer}`;
  post(world, topic, { to: subscription.endpoint, subject: Subject, text });
}

interface TopicMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Composing waits for streams; the mail is in the mailbox once nothing is pending. */
function post(
  world: World,
  topic: Topic,
  { to, subject, text }: TopicMail,
  confirmation?: Parameters<typeof deliverMail>[2],
): void {
  const [, , , region = '', accountId = ''] = topic.arn.split(':');
  const name = topic.attributes.get('DisplayName') || 'AWS Notifications';
  const from = { name, address: 'no-reply@sns.amazonaws.com' };
  const at = world.clock.now();
  const send = async () => {
    const raw = await compose({ id: uuid(world.random), at, from, to, subject, text });
    const envelope = { accountId, region, from: from.address, recipients: [to], raw };
    const mail: NewMail = { ...envelope, sentBy: 'sns' };
    deliverMail(world, mail, confirmation);
  };
  void world.pendingTasks.track(send());
}
