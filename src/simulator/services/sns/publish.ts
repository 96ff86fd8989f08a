/** Delivers a message from a topic to its subscribers. */

import { compiledPolicy } from '../../../policy/compiled.ts';
import { evaluateForPrincipal } from '../../../policy/evaluate.ts';
import type { World } from '../../world/world.ts';
import { uuid } from '../events/event.ts';
import { invokeFunction } from '../lambda/callable.ts';
import type { MessageAttributes } from '../sqs/message-attributes.ts';
import { admitsService, mayServiceSend, type ServicePrincipal, sendToQueue } from '../sqs/send.ts';
import { isEmail, mailNotification } from './email.ts';
import { passesFilter } from './filter-policy.ts';
import { signingCertificatePath, signNotification } from './signature.ts';
import { type Subscription, type Topic, topicByArn } from './state.ts';
import { deadLetterQueueOf } from './subscription-attributes.ts';

export interface Published {
  readonly message: string;
  readonly subject?: string | undefined;
  /** An AWS service, which the topic's policy must allow. Undefined: a caller who is already authorized. */
  readonly by?: ServicePrincipal;
  readonly attributes?: MessageAttributes;
  /** Messages for some protocols, and `default`. */
  readonly byProtocol?: Readonly<Record<string, string>> | undefined;
  /** Of FIFO topics. */
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
}

/** False when the topic does not exist or does not allow the service. */
export function publishToTopic(world: World, arn: string, published: Published): boolean {
  const topic = topicByArn(world, arn);
  if (!topic) return false;
  if (published.by && !admits(world, topic, published.by)) return false;
  notify(world, topic, published);
  return true;
}

/**
 * Alarms also publish on behalf of the owner of their account, which the default policy of a topic admits.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
function admits(world: World, { arn, attributes }: Topic, by: ServicePrincipal): boolean {
  const policy = attributes.get('Policy');
  if (policy === undefined) return false;
  if (admitsService(world, policy, { by, action: 'sns:Publish', arn })) return true;
  if (by.service !== 'cloudwatch.amazonaws.com') return false;
  const accountId = by.sourceArn.split(':')[4] ?? '';
  const verdict = evaluateForPrincipal(compiledPolicy(policy, 'resource'), {
    action: 'sns:Publish',
    resource: arn,
    principal: { accountId, names: [] },
    lookUp: (key) => (key.toLowerCase() === 'aws:sourceowner' ? [accountId] : undefined),
  });
  return verdict === 'allow';
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
export function notify(world: World, topic: Topic, published: Published): string {
  const MessageId = uuid(world.random);
  const { message, byProtocol, attributes = {} } = published;
  const signed = new Map<string, Notification>();
  for (const subscription of topic.subscriptions.values()) {
    if (!subscription.confirmed) continue;
    const text = byProtocol?.[subscription.protocol] ?? byProtocol?.default ?? message;
    if (!passesFilter(subscription, { message: text, attributes })) continue;
    const notification =
      signed.get(text) ?? toNotification(world, topic, { MessageId, published, text });
    signed.set(text, notification);
    const delivery = { topic, subscription, notification, published };
    if (!deliver(world, delivery)) redrive(world, delivery);
  }
  return MessageId;
}

type Notification = ReturnType<typeof toNotification>;

interface NewNotification {
  readonly MessageId: string;
  readonly published: Published;
  readonly text: string;
}

function toNotification(
  world: World,
  topic: Topic,
  { MessageId, published, text }: NewNotification,
) {
  const { subject } = published;
  return signNotification({
    Type: 'Notification',
    MessageId,
    TopicArn: topic.arn,
    ...(subject !== undefined && { Subject: subject }),
    Message: text,
    Timestamp: new Date(world.clock.now()).toISOString(),
  });
}

interface Delivery {
  readonly topic: Topic;
  readonly subscription: Subscription;
  readonly notification: Notification;
  readonly published: Published;
}

/** Queues and functions get the same values under slightly different names. False when it was not accepted. */
function deliver(world: World, delivery: Delivery): boolean {
  const { topic, subscription, notification } = delivery;
  const by = { service: 'sns.amazonaws.com', sourceArn: topic.arn };
  if (subscription.protocol === 'lambda') {
    const event = { Records: [lambdaRecord(world, delivery)] };
    return invokeFunction(world, subscription.endpoint, { event, by });
  }
  if (subscription.protocol === 'sqs') {
    const { endpoint } = subscription;
    return (
      mayServiceSend(world, endpoint, by) && sendToQueue(world, endpoint, queued(world, delivery))
    );
  }
  if (isEmail(subscription)) mailNotification(world, topic, { subscription, notification });
  return true;
}

function lambdaRecord(world: World, { topic, subscription, notification, published }: Delivery) {
  const { certificate, unsubscribe } = linksOf(world, topic, subscription.arn);
  return {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: subscription.arn,
    Sns: {
      ...notification,
      SigningCertUrl: certificate,
      UnsubscribeUrl: unsubscribe,
      MessageAttributes: shownAttributes(published.attributes),
    },
  };
}

/** Raw messages keep their attributes; the others are documents that name them. */
function queued(world: World, { topic, subscription, notification, published }: Delivery) {
  const { attributes = {}, groupId, deduplicationId } = published;
  const order = { groupId, deduplicationId };
  if (subscription.attributes.get('RawMessageDelivery') === 'true') {
    return { body: notification.Message, attributes, ...order };
  }
  const { certificate, unsubscribe } = linksOf(world, topic, subscription.arn);
  const shown = shownAttributes(attributes);
  const envelope = {
    ...notification,
    SigningCertURL: certificate,
    UnsubscribeURL: unsubscribe,
    ...(Object.keys(shown).length > 0 && { MessageAttributes: shown }),
  };
  return { body: JSON.stringify(envelope, null, 2), attributes: {}, ...order };
}

function shownAttributes(attributes: MessageAttributes = {}) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        Type: DataType,
        Value: BinaryValue ? Buffer.from(BinaryValue).toString('base64') : StringValue,
      },
    ]),
  );
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html */
function redrive(world: World, delivery: Delivery): void {
  const { topic, subscription } = delivery;
  const letters = deadLetterQueueOf(subscription.attributes.get('RedrivePolicy'));
  const by = { service: 'sns.amazonaws.com', sourceArn: topic.arn };
  if (letters === undefined || !mayServiceSend(world, letters, by)) return;
  sendToQueue(world, letters, queued(world, delivery));
}

function linksOf({ partition }: World, { arn }: Topic, subscriptionArn: string) {
  const [, , , region = ''] = arn.split(':');
  const host = `https://sns.${region}.${partition.dnsSuffix}`;
  return {
    certificate: `${host}${signingCertificatePath}`,
    unsubscribe: `${host}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`,
  };
}
