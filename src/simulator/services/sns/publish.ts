/** Delivers a message from a topic to its subscribers. */

import { compiledPolicy } from '../../../policy/compiled.ts';
import { evaluateForPrincipal } from '../../../policy/evaluate.ts';
import type { World } from '../../world/world.ts';
import { uuid } from '../events/event.ts';
import { invokeFunction } from '../lambda/callable.ts';
import { admitsService, mayServiceSend, type ServicePrincipal, sendToQueue } from '../sqs/send.ts';
import { isEmail, mailNotification } from './email.ts';
import { signingCertificatePath, signNotification } from './signature.ts';
import { type Subscription, type Topic, topicByArn } from './state.ts';

export interface Published {
  readonly message: string;
  readonly subject?: string | undefined;
  /** An AWS service, which the topic's policy must allow. Undefined: a caller who is already authorized. */
  readonly by?: ServicePrincipal;
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
export function notify(world: World, topic: Topic, { message, subject }: Published): string {
  const MessageId = uuid(world.random);
  const notification = signNotification({
    Type: 'Notification',
    MessageId,
    TopicArn: topic.arn,
    ...(subject !== undefined && { Subject: subject }),
    Message: message,
    Timestamp: new Date(world.clock.now()).toISOString(),
  });
  for (const subscription of topic.subscriptions.values()) {
    if (subscription.confirmed) deliver(world, { topic, subscription, notification });
  }
  return MessageId;
}

interface Delivery {
  readonly topic: Topic;
  readonly subscription: Subscription;
  readonly notification: { readonly Subject?: string; readonly Message: string };
}

/** Queues and functions get the same values under slightly different names. */
function deliver(world: World, { topic, subscription, notification }: Delivery): void {
  const { arn, protocol, endpoint } = subscription;
  if (isEmail(subscription)) mailNotification(world, topic, { subscription, notification });
  const by = { service: 'sns.amazonaws.com', sourceArn: topic.arn };
  const { certificate, unsubscribe } = linksOf(world, topic, arn);
  if (protocol === 'lambda') {
    const record = {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: arn,
      Sns: {
        ...notification,
        SigningCertUrl: certificate,
        UnsubscribeUrl: unsubscribe,
        MessageAttributes: {},
      },
    };
    invokeFunction(world, endpoint, { event: { Records: [record] }, by });
  }
  if (protocol === 'sqs' && mayServiceSend(world, endpoint, by)) {
    const envelope = { ...notification, SigningCertURL: certificate, UnsubscribeURL: unsubscribe };
    sendToQueue(world, endpoint, { body: JSON.stringify(envelope, null, 2), attributes: {} });
  }
}

function linksOf({ partition }: World, { arn }: Topic, subscriptionArn: string) {
  const [, , , region = ''] = arn.split(':');
  const host = `https://sns.${region}.${partition.dnsSuffix}`;
  return {
    certificate: `${host}${signingCertificatePath}`,
    unsubscribe: `${host}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`,
  };
}
