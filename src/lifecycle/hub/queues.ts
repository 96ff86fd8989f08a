/** The queues of the automation account, and who may send to them. Pure: it is installed by commands and deployed. */

import type { Settings } from '../../settings/settings.ts';
import { accountsQueue, alertsQueue, inventoryQueue } from '../routes/routes.ts';
import { deadLetterQueue, functionName, type NamedInstallation, queueArn } from './names.ts';
import { denyWithoutTls } from './tls-only.ts';

export interface HubQueue {
  readonly name: string;
  readonly visibilitySeconds: number;
  readonly retentionSeconds: number;
  /** Name of the queue of messages that were given up. Undefined: this is that queue. */
  readonly deadLetters?: { readonly queue: string; readonly maxReceiveCount: number };
  /** Of its policy. */
  readonly statements: readonly object[];
}

/**
 * Longer than the time of an invocation and than a lease: an account that another worker holds is free when its message
 * is delivered again.
 */
const accountsVisibilitySeconds = 360;
const alertsVisibilitySeconds = 900;
/** Longer than the time of an invocation, which collects one account. */
const inventoryVisibilitySeconds = 960;
/** Until a message of a sweep is of no use any more; the default of SQS. */
const retentionSeconds = 4 * 86_400;
/** The maximum of SQS: an operator must have looked by then. */
const deadLetterRetentionSeconds = 14 * 86_400;
/** The next sweep sends an account again, so a message is given up early. A record that always fails must not circle for days. */
const maxReceiveCount = 5;

interface QueueInstallation extends Pick<NamedInstallation, 'hub'> {
  readonly settings: Pick<Settings, 'features'>;
}

/** The queue of dead letters comes first, because the others refer to it. */
export function hubQueues(
  installation: QueueInstallation,
  organizationId: string,
): readonly HubQueue[] {
  const letters = deadLetterQueue(installation);
  const deadLetters = { queue: letters, maxReceiveCount };
  const named = (name: string) => {
    const arn = queueArn(installation, name);
    return { name, arn, tlsOnly: denyWithoutTls('sqs:*', [arn]) };
  };
  const hasInventory = installation.settings.features.withInventoryExpression !== undefined;
  const [dead, alerts, accounts, inventory] = [
    named(letters),
    named(functionName(installation, alertsQueue)),
    named(functionName(installation, accountsQueue)),
    named(functionName(installation, inventoryQueue)),
  ];
  return [
    {
      name: dead.name,
      visibilitySeconds: alertsVisibilitySeconds,
      retentionSeconds: deadLetterRetentionSeconds,
      statements: [...eventsMaySend(installation, dead.arn), dead.tlsOnly],
    },
    {
      name: alerts.name,
      visibilitySeconds: alertsVisibilitySeconds,
      retentionSeconds,
      deadLetters,
      statements: [topicsMaySend(alerts.arn, organizationId), alerts.tlsOnly],
    },
    {
      name: accounts.name,
      visibilitySeconds: accountsVisibilitySeconds,
      retentionSeconds,
      deadLetters,
      statements: [accounts.tlsOnly],
    },
    ...(hasInventory
      ? [
          {
            name: inventory.name,
            visibilitySeconds: inventoryVisibilitySeconds,
            retentionSeconds,
            deadLetters,
            statements: [inventory.tlsOnly],
          },
        ]
      : []),
  ];
}

/** Topics of accounts of this organization only. */
function topicsMaySend(Resource: string, organizationId: string): object {
  return {
    Sid: 'AlertsOfTheOrganization',
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource,
    Condition: { StringEquals: { 'aws:SourceOrgID': organizationId } },
  };
}

/** Rules of this account, for events that Lambda does not accept. */
function eventsMaySend({ hub }: Pick<NamedInstallation, 'hub'>, Resource: string): object[] {
  const { partition, region, accountId, environment } = hub;
  const rules = `arn:${partition}:events:${region}:${accountId}:rule/${environment}*`;
  return [
    {
      Sid: 'EventsThatWereNotDelivered',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource,
      Condition: { ArnLike: { 'aws:SourceArn': rules } },
    },
  ];
}
