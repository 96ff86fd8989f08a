/** The accounts of the organization with what reports show of them, and those that have left it. */

import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import type { Shadow } from '../../lifecycle/metering/shadows.ts';
import { readAccountTags } from '../../organization/account-tags.ts';
import { listAccounts } from '../../organization/accounts.ts';
import { readUnits } from '../../organization/units.ts';

export interface ReportAccount {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
  /** Name of the OU that the account is directly in; `Root`; `Unknown` after it has left the organization. */
  readonly unit: string;
  /** From the root down to its parent; empty after it has left the organization. */
  readonly parents: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** False: closed, being closed, or no longer in the organization. */
  readonly isOpen: boolean;
}

export type ReportAccounts = ReadonlyMap<string, ReportAccount>;

/** Costs and activities of accounts without the tag. */
export const noCostCenter = 'NoCostTag';
export const unknownUnit = 'Unknown';

const closedStates = ['SUSPENDED', 'PENDING_CLOSURE', 'CLOSED'];

export async function readShadows({
  shadows,
}: Pick<Lifecycle, 'shadows'>): Promise<readonly Shadow[]> {
  return await Array.fromAsync(shadows.all());
}

/** Reads the whole organization, closed accounts included, and adds the shadows of accounts that have left it. */
export async function readReportAccounts(
  { management }: Pick<Lifecycle, 'management'>,
  shadows: readonly Shadow[],
  signal?: AbortSignal,
): Promise<ReportAccounts> {
  const units = readUnits(management);
  const tags = await readAccountTags(management);
  const found = new Map<string, ReportAccount>();
  for await (const account of listAccounts(management, signal)) {
    const { id, name, email, state = '' } = account;
    const parents = account.parents ?? (await units.parentsOf(id));
    const parent = parents.at(-1);
    // A path of one OU is its name behind a slash, and the path of the root a slash.
    const unit = parent === undefined ? '' : (await units.path([parent])).slice(1);
    found.set(id, {
      id,
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      unit: unit || 'Root',
      parents,
      tags: await tags.of(id, signal),
      isOpen: !closedStates.includes(state),
    });
  }
  signal?.throwIfAborted();
  for (const shadow of shadows) {
    const { id = '' } = shadow;
    if (!found.has(id)) found.set(id, ofShadow(id, shadow));
  }
  return found;
}

function ofShadow(id: string, { name, email, unit_name, tags = {} }: Shadow): ReportAccount {
  return {
    id,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    unit: unit_name ?? unknownUnit,
    parents: [],
    tags,
    isOpen: false,
  };
}

/** The key of the tag that costs are grouped by. */
export function costTagOf({ settings }: Pick<Lifecycle, 'settings'>): string {
  return settings.features.withCostManagementTag ?? 'cost-center';
}

export function costCenterOf(
  account: Pick<ReportAccount, 'tags'> | undefined,
  costTag: string,
): string {
  return account?.tags[costTag] || noCostCenter;
}
