/** What the stacks outside of the automation account are made from. */

import { partitionOf } from '../../aws/models/service-model.ts';
import type { Settings } from '../../settings/settings.ts';

export interface PrerequisiteFacts {
  readonly settings: Settings;
  /** The automation account, with our bus. */
  readonly accountId: string;
  readonly region: string;
  /** `o-…`. */
  readonly organizationId: string;
}

/** Where the role that manages accounts is. */
export function managementAccountId({ settings }: Pick<PrerequisiteFacts, 'settings'>): string {
  return settings.automation.roleArnToManageAccounts.split(':')[4] ?? '';
}

export function partitionIn({ region }: Pick<PrerequisiteFacts, 'region'>): string {
  return partitionOf(region)?.name ?? 'aws';
}

/** The region in which Organizations, IAM and root users emit events. */
export function globalRegionOf({ region }: Pick<PrerequisiteFacts, 'region'>): string {
  return partitionOf(region)?.globalRegion ?? region;
}

export function busArn({ accountId, region }: PrerequisiteFacts): string {
  return `arn:${partitionIn({ region })}:events:${region}:${accountId}:event-bus/default`;
}

export interface RoleName {
  /** `/` or `/managed/`. */
  readonly path: string;
  readonly name: string;
}

/** Splits `managed/Reader`, as settings have it and ARNs end. */
export function roleNameOf(text: string): RoleName {
  const parts = text.split('/');
  const name = parts.pop() ?? '';
  return { path: parts.length > 0 ? `/${parts.join('/')}/` : '/', name };
}

/** In the language of policies' current version. */
export function policyDocument(statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}
