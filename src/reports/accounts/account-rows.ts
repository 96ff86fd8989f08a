/** The inventory of accounts: one row for each account that was ever managed. */

import type { Shadow } from '../../lifecycle/metering/shadows.ts';
import { tagKeys } from '../../lifecycle/model/observation.ts';
import { findEntry } from '../../settings/find-entry.ts';
import type { Settings } from '../../settings/settings.ts';
import { costCenterOf, costTagOf, type ReportAccounts } from '../organization/report-account.ts';
import type { Columns } from '../render/table.ts';

export interface AccountRow {
  readonly costCenter: string;
  readonly costOwner: string;
  readonly unit: string;
  readonly account: string;
  readonly name: string;
  readonly email: string;
  /** Value of the state tag, or `closed`. */
  readonly state: string;
  /** When the life cycle last moved it, `2026-01-05T12:00:00` in UTC. */
  readonly stateSince: string;
  /** When a person last logged in, `2026-01-05T12:00:00` in UTC. */
  readonly consoleLogin: string;
}

export const accountColumns: Columns<AccountRow> = {
  'Cost Center': ({ costCenter }) => costCenter,
  'Cost Owner': ({ costOwner }) => costOwner,
  'Organizational Unit': ({ unit }) => unit,
  Account: ({ account }) => account,
  Name: ({ name }) => name,
  Email: ({ email }) => email,
  State: ({ state }) => state,
  'Console Login': ({ consoleLogin }) => consoleLogin,
};

/** For what is not known: a missing tag costs its cell, and not the report. */
export const unknown = '-';

interface AccountSources {
  readonly settings: Settings;
  readonly accounts: ReportAccounts;
  readonly shadows: readonly Shadow[];
}

/** By account id. */
export function accountRows({ settings, accounts, shadows }: AccountSources): AccountRow[] {
  const { state } = tagKeys(settings.features.withTagPrefix);
  const costTag = costTagOf({ settings });
  const shadowOf = new Map(shadows.map((shadow) => [shadow.id ?? '', shadow]));
  return [...accounts.values()]
    .filter((account) => shadowOf.has(account.id) || findEntry(settings, account))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((account) => ({
      costCenter: costCenterOf(account, costTag),
      costOwner: account.tags['cost-owner'] || unknown,
      unit: account.unit,
      account: account.id,
      name: account.name || unknown,
      email: account.email || unknown,
      state: account.isOpen ? account.tags[state] || unknown : 'closed',
      stateSince: movedAt(shadowOf.get(account.id)) ?? unknown,
      consoleLogin: shadowOf.get(account.id)?.stamps?.ConsoleLogin ?? unknown,
    }));
}

function movedAt({ last_state, stamps }: Shadow = {}): string | undefined {
  return last_state === undefined ? undefined : stamps?.[last_state];
}
