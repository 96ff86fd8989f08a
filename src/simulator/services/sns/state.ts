/** The SNS state of one account and region. */

import { randomFrom } from '../../../model/random.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import { perRegion } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import type { EventMatcher } from '../events/pattern.ts';

export interface Topic {
  readonly name: string;
  readonly arn: string;
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly subscriptions: Map<string, Subscription>;
}

export interface Subscription {
  readonly arn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** The account that subscribed. */
  readonly owner: string;
  /** ARN of the caller that subscribed. */
  readonly principal: string;
  /** In the link that confirms it. */
  readonly token: string;
  confirmed: boolean;
  /** By SNS's names, all of them text. */
  readonly attributes: Map<string, string>;
  /** Its filter policy. Undefined: every message is delivered. */
  filter: EventMatcher | undefined;
}

export const topicsOf = perRegion(
  (world: World, account: SimulatedAccount, region): Map<string, Topic> => {
    const random = randomFrom(world.seed, account.id, region, 'sns');
    const names = account.seeded ? ['alarms', 'deployments'].slice(0, 1 + random.integer(2)) : [];
    const topics = names.map((name) => makeTopic(world, { accountId: account.id, region, name }));
    return new Map(topics.map((topic) => [topic.arn, topic]));
  },
);

interface NewTopic {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
}

export function makeTopic({ partition }: World, { accountId, region, name }: NewTopic): Topic {
  const arn = `arn:${partition.name}:sns:${region}:${accountId}:${name}`;
  const attributes = new Map([
    ['Policy', defaultPolicy(arn, accountId)],
    ['DisplayName', ''],
    ['Owner', accountId],
    ['TopicArn', arn],
  ]);
  return { name, arn, attributes, tags: new Map(), subscriptions: new Map() };
}

/** AWS's default policy of a topic: full access for its owner. */
export function defaultPolicy(arn: string, owner: string): string {
  const statement = {
    Sid: '__default_statement_ID',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: [
      'SNS:GetTopicAttributes',
      'SNS:SetTopicAttributes',
      'SNS:AddPermission',
      'SNS:RemovePermission',
      'SNS:DeleteTopic',
      'SNS:Subscribe',
      'SNS:ListSubscriptionsByTopic',
      'SNS:Publish',
    ],
    Resource: arn,
    Condition: { StringEquals: { 'AWS:SourceOwner': owner } },
  };
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [statement],
  });
}

export function topicByArn(world: World, arn: string): Topic | undefined {
  const [, , , region = '', accountId = ''] = arn.split(':');
  const account = world.accounts.get(accountId);
  return account && topicsOf(world, account, region).get(arn);
}
