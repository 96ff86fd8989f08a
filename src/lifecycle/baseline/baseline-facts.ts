/** What the baseline of an account is made from. */

import type { EntrySettings, Settings } from '../../settings/settings.ts';
import type { AutomationAccount } from '../model/automation-account.ts';
import type { BuildPurpose } from '../model/lifecycle-record.ts';

export interface BaselineFacts {
  readonly hub: AutomationAccount;
  readonly settings: Pick<Settings, 'automation' | 'worker'>;
  readonly item: EntrySettings;
  readonly accountId: string;
  /** Address that receives budget alerts. */
  readonly holder: string;
  readonly purpose: BuildPurpose;
}

export function hubBusArn({ hub }: Pick<BaselineFacts, 'hub'>): string {
  return `arn:${hub.partition}:events:${hub.region}:${hub.accountId}:event-bus/default`;
}

export function roleArn({ hub, accountId }: BaselineFacts, name: string): string {
  return `arn:${hub.partition}:iam::${accountId}:role/${name}`;
}

/** The ARN of a resource in the account, in the region of the automation account. */
export function resourceArn(
  { hub, accountId }: BaselineFacts,
  service: string,
  resource: string,
): string {
  return `arn:${hub.partition}:${service}:${hub.region}:${accountId}:${resource}`;
}
