/** Names of the resources in the automation account. They match the existing system, so that it can be taken over. */

import { FlotillaError } from '../../model/flotilla-error.ts';
import type { MeteringSettings, Settings } from '../../settings/settings.ts';
import type { AutomationAccount } from '../model/automation-account.ts';

/** What names depend on. */
export interface NamedInstallation {
  readonly settings: Pick<Settings, 'metering' | 'reporting'>;
  readonly hub: AutomationAccount;
}

type WithHub = Pick<NamedInstallation, 'hub'>;

const datastores = {
  transactions: 'transactionsDatastore',
  shadows: 'shadowsDatastore',
  activities: 'activitiesDatastore',
  exceptions: 'exceptionsDatastore',
} as const satisfies Readonly<Record<string, keyof MeteringSettings>>;

export type TableKind = keyof typeof datastores;

/** Every table, in the order in which they are created. */
export const tableKinds = Object.keys(datastores) as readonly TableKind[];

export function tableName(
  {
    settings,
    hub,
  }: Pick<NamedInstallation, 'hub'> & { readonly settings: Pick<Settings, 'metering'> },
  kind: TableKind,
): string {
  return `${hub.environment}${settings.metering[datastores[kind]]}`;
}

/** Name of a route's function, of its rule or of its queue. */
export function functionName({ hub }: WithHub, route: string): string {
  return `${hub.environment}${route}`;
}

/** Name of the queue of messages and events that were given up. */
export function deadLetterQueue({ hub }: WithHub): string {
  return `${hub.environment}DeadLetters`;
}

/** ARN of a resource in the account and region of the installation, `sqs` and `SpaDemoAlerts`. */
export function hubArn({ hub }: WithHub, service: string, resource: string): string {
  return `arn:${hub.partition}:${service}:${hub.region}:${hub.accountId}:${resource}`;
}

export function queueArn(installation: WithHub, name: string): string {
  return hubArn(installation, 'sqs', name);
}

/** Of the key that signs the links in documents for holders. */
export function acknowledgementKeyName({ hub }: WithHub): string {
  return `/${hub.environment}/AcknowledgementKey`;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const maxBucketName = 63;

/** The name of the reports bucket that the settings give, or one that no other installation has. */
export function reportsBucket({
  settings,
  hub,
}: WithHub & { readonly settings: Pick<Settings, 'reporting'> }): string {
  const { environment, accountId, region } = hub;
  const name =
    settings.reporting.bucketName ?? `${environment.toLowerCase()}-reports-${accountId}-${region}`;
  if (name.length <= maxBucketName) return name;
  throw new FlotillaError(
    'InvalidInput',
    `the name of the reports bucket "${name}" has more than ${maxBucketName} characters; give reporting.bucket_name in the settings`,
  );
}
