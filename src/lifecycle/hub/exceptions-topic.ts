/** The topic of exceptions in the automation account, and its subscriptions by mail. */

import { classify } from '../../aws/failures.ts';
import type { ResourceChange } from '../../converge/change.ts';
import { bareAddress } from '../../model/mail-address.ts';
import { originTag } from '../baseline/baseline-names.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { functionName, hubArn } from './names.ts';
import { denyWithoutTls } from './tls-only.ts';

/** `<environment>Exceptions`. */
export function exceptionsTopicArn({ hub }: Pick<Lifecycle, 'hub'>): string {
  return hubArn({ hub }, 'sns', `${hub.environment}Exceptions`);
}

export interface ExceptionsTopic {
  readonly name: string;
  readonly displayName: string;
  /** Addresses of mail. */
  readonly subscribers: readonly string[];
  /** Of its policy. */
  readonly statements: readonly object[];
}

/** What the settings say about the topic. Pure: it is installed by commands and deployed. */
export function exceptionsTopic(
  installation: Pick<Lifecycle, 'hub' | 'settings'>,
): ExceptionsTopic {
  const arn = exceptionsTopicArn(installation);
  const addresses = installation.settings.features.withEmailSubscriptionsOnAlerts.map(bareAddress);
  return {
    name: functionName(installation, 'Exceptions'),
    displayName: 'Topic for alerts identified in managed accounts',
    subscribers: [...new Set(addresses)],
    statements: [alarmsMayPublish(installation, arn), denyWithoutTls('sns:Publish', [arn])],
  };
}

/** Alarms of this account. Its own roles need no statement. */
function alarmsMayPublish({ hub }: Pick<Lifecycle, 'hub'>, Resource: string): object {
  return {
    Sid: 'AlarmsOfThisAccount',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: 'sns:Publish',
    Resource,
    Condition: {
      StringEquals: { 'aws:SourceAccount': hub.accountId },
      ArnLike: { 'aws:SourceArn': hubArn({ hub }, 'cloudwatch', `alarm:${hub.environment}*`) },
    },
  };
}

interface TopicChange {
  readonly change: ResourceChange;
  readonly make: () => Promise<unknown>;
}

/** Returns what is missing. Subscriptions that the settings do not name are kept; each new one must be confirmed. */
export async function planExceptionsTopic(lifecycle: Lifecycle): Promise<readonly TopicChange[]> {
  const { inHub } = lifecycle;
  const TopicArn = exceptionsTopicArn(lifecycle);
  const { name: Name, displayName, subscribers, statements } = exceptionsTopic(lifecycle);
  const subscribed = await readSubscribed(lifecycle, TopicArn);
  const missing = subscribers.filter((one) => !subscribed?.has(one));
  const Tags = [{ Key: originTag.key, Value: originTag.value }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const Attributes = { DisplayName: displayName, Policy };
  return [
    ...(subscribed
      ? []
      : [
          {
            change: created(`topic ${Name}`),
            make: () => inHub('sns').call('CreateTopic', { Name, Attributes, Tags }),
          },
        ]),
    ...missing.map((Endpoint) => ({
      change: created(`subscription of ${Endpoint} to ${Name}`),
      make: () => inHub('sns').call('Subscribe', { TopicArn, Protocol: 'email', Endpoint }),
    })),
  ];
}

function created(resource: string): ResourceChange {
  return { resource, action: 'create', differences: [] };
}

/** Addresses, also of those that have not confirmed yet; undefined when there is no topic. */
async function readSubscribed(
  { inHub }: Lifecycle,
  TopicArn: string,
): Promise<ReadonlySet<string> | undefined> {
  const found = new Set<string>();
  try {
    for await (const page of inHub('sns').pages('ListSubscriptionsByTopic', { TopicArn })) {
      const { Subscriptions = [] } = page as {
        readonly Subscriptions?: readonly { readonly Endpoint: string }[];
      };
      for (const { Endpoint } of Subscriptions) found.add(Endpoint);
    }
    return found;
  } catch (error) {
    if (/^NotFound/.test(classify(error).code)) return undefined;
    throw error;
  }
}
