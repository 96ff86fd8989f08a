/** The topic of exceptions in the automation account, and its subscriptions by mail. */

import { classify } from '../../aws/failures.ts';
import type { ResourceChange } from '../../converge/change.ts';
import { originTag } from '../baseline/baseline-names.ts';
import type { Lifecycle } from '../lifecycle.ts';

/** `<environment>Exceptions`. */
export function exceptionsTopicArn({ hub }: Pick<Lifecycle, 'hub'>): string {
  const { partition, region, accountId, environment } = hub;
  return `arn:${partition}:sns:${region}:${accountId}:${environment}Exceptions`;
}

interface TopicChange {
  readonly change: ResourceChange;
  readonly make: () => Promise<unknown>;
}

/** Returns what is missing. Subscriptions that the settings do not name are kept; each new one must be confirmed. */
export async function planExceptionsTopic(lifecycle: Lifecycle): Promise<readonly TopicChange[]> {
  const { hub, inHub, settings } = lifecycle;
  const TopicArn = exceptionsTopicArn(lifecycle);
  const Name = `${hub.environment}Exceptions`;
  const subscribed = await readSubscribed(lifecycle, TopicArn);
  const addresses = settings.features.withEmailSubscriptionsOnAlerts.map(addressOf);
  const missing = [...new Set(addresses)].filter((one) => !subscribed?.has(one));
  const Tags = [{ Key: originTag.key, Value: originTag.value }];
  const Attributes = { DisplayName: 'Topic for alerts identified in managed accounts' };
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

/** `Cloud team <cloud@example.com>` → `cloud@example.com`. */
function addressOf(text: string): string {
  return /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text.trim();
}
