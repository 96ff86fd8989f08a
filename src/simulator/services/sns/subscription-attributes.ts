/**
 * Attributes of subscriptions.
 * https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html
 */

import { ownEntry } from '../../../model/own-entry.ts';
import { unsupported } from '../../refusals.ts';
import { compileFilter } from './filter-policy.ts';
import { invalid } from './find.ts';
import type { Subscription } from './state.ts';

const rawProtocols: readonly string[] = ['sqs', 'http', 'https', 'firehose'];

/** An empty value removes an attribute. */
export function setSubscriptionAttribute(
  subscription: Subscription,
  name: string,
  value: string,
): void {
  check(subscription, name, value);
  if (name === 'FilterPolicy') subscription.filter = compileFilter(value);
  if (value === '' || (name === 'FilterPolicy' && value === '{}')) {
    subscription.attributes.delete(name);
  } else subscription.attributes.set(name, value);
}

function check({ protocol }: Subscription, name: string, value: string): void {
  if (name === 'DeliveryPolicy' || name === 'SubscriptionRoleArn' || name === 'ReplayPolicy') {
    throw unsupported(`${name} of a subscription`);
  }
  const test = ownEntry(checks, name);
  if (!test) throw invalid('AttributeName');
  if (name === 'RawMessageDelivery' && value === 'true' && !rawProtocols.includes(protocol)) {
    throw invalid(`Delivery protocol [${protocol}] does not support raw message delivery.`);
  }
  if (!test(value)) throw invalid(`${name}: ${value}`);
}

const checks: Readonly<Record<string, ((value: string) => boolean) | undefined>> = {
  FilterPolicy: () => true,
  FilterPolicyScope: (value) => ['', 'MessageAttributes', 'MessageBody'].includes(value),
  RawMessageDelivery: (value) => ['', 'true', 'false'].includes(value),
  RedrivePolicy: (value) => value === '' || deadLetterQueueOf(value) !== undefined,
};

/** ARN of the queue that takes what cannot be delivered. */
export function deadLetterQueueOf(policy: string | undefined): string | undefined {
  try {
    const { deadLetterTargetArn } = JSON.parse(policy ?? '{}') as Record<string, unknown>;
    return typeof deadLetterTargetArn === 'string' ? deadLetterTargetArn : undefined;
  } catch {
    return undefined;
  }
}
