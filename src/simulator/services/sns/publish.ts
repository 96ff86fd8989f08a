/** Delivers a message from a topic to its subscribers. */

import type { World } from '../../world/world.ts';
import { uuid } from '../events/event.ts';
import { invokeFunction } from '../events/functions.ts';
import { admitsService, mayServiceSend, type ServicePrincipal, sendToQueue } from '../sqs/send.ts';
import { isEmail, mailNotification } from './email.ts';
import { type Topic, topicByArn } from './state.ts';

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
  const policy = topic.attributes.get('Policy') ?? '{}';
  if (
    published.by &&
    !admitsService(world, policy, { by: published.by, action: 'sns:Publish', arn })
  ) {
    return false;
  }
  notify(world, topic, published);
  return true;
}

export function notify(world: World, topic: Topic, { message, subject }: Published): string {
  const MessageId = uuid(world.random);
  const notification = {
    Type: 'Notification',
    MessageId,
    TopicArn: topic.arn,
    ...(subject !== undefined && { Subject: subject }),
    Message: message,
    Timestamp: new Date(world.clock.now()).toISOString(),
    SignatureVersion: '1',
  };
  for (const subscription of topic.subscriptions.values()) {
    const { protocol, endpoint, confirmed } = subscription;
    if (!confirmed) continue;
    if (isEmail(subscription)) mailNotification(world, topic, { subscription, notification });
    if (protocol === 'lambda') {
      const record = { EventSource: 'aws:sns', Sns: notification };
      invokeFunction(world, endpoint, { Records: [record] });
    }
    const by = { service: 'sns.amazonaws.com', sourceArn: topic.arn };
    if (protocol === 'sqs' && mayServiceSend(world, endpoint, by)) {
      sendToQueue(world, endpoint, { body: JSON.stringify(notification), attributes: {} });
    }
  }
  return MessageId;
}
