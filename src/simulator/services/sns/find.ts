/** Finds topics and subscriptions by their ARNs, or throws the errors of SNS. */

import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import { type Subscription, type Topic, topicByArn } from './state.ts';

export function topicAt({ world }: CallContext, arn: string): Topic {
  const topic = topicByArn(world, arn);
  if (!topic) throw new AwsError('NotFoundException', 'Topic does not exist', { status: 404 });
  return topic;
}

export interface FoundSubscription {
  readonly topicArn: string;
  readonly subscription: Subscription;
}

export function subscriptionAt({ world }: CallContext, arn: string): FoundSubscription {
  checkSubscriptionArn(arn);
  const topicArn = topicArnOf(arn);
  const subscription = topicByArn(world, topicArn)?.subscriptions.get(arn);
  if (subscription) return { topicArn, subscription };
  throw new AwsError('NotFoundException', 'Subscription does not exist', { status: 404 });
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html */
export function checkSubscriptionArn(arn: string): void {
  const { length } = arn.split(':');
  if (length < 6) {
    throw invalid(`SubscriptionArn Reason: An ARN must have at least 6 elements, not ${length}`);
  }
}

/** A subscription's ARN is that of its topic, and an id. */
export function topicArnOf(subscriptionArn: string): string {
  return subscriptionArn.split(':').slice(0, 6).join(':');
}

export function invalid(what: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid parameter: ${what}`);
}

export function topicsPage<T extends { readonly arn: string }>(
  context: CallContext,
  scope: string,
  all: readonly T[],
  token: string | undefined,
) {
  const found = callPage(context, {
    items: all,
    key: ({ arn }) => arn,
    token,
    size: 100,
    scope,
    invalidToken: () => invalid('NextToken'),
  });
  return { items: found.items, token: found.token };
}
