/** Rows of cost reports: the lines of a source with the names of their accounts, rounded so that they add up. */

import { isAccountId } from '../../model/account.ts';
import { roundRows } from '../money/apportion.ts';
import { multiply, sum } from '../money/decimal.ts';
import {
  costCenterOf,
  noCostCenter,
  type ReportAccounts,
  unknownUnit,
} from '../organization/report-account.ts';
import type { CostLine } from './cost-source.ts';

export interface CostRow {
  readonly costCenter: string;
  readonly unit: string;
  /** Id, or `-` for costs of no account. */
  readonly account: string;
  readonly name: string;
  /** A service, a usage type or a charge type. */
  readonly key: string;
  readonly exact: bigint;
  /** Rounded. */
  readonly cents: bigint;
}

export interface CostRowsOptions {
  readonly accounts: ReportAccounts;
  readonly costTag: string;
  /** Units of the currency for a dollar, a decimal. Default: dollars. */
  readonly rate?: bigint;
}

/** Costs of no account, such as those of a marketplace contract. */
const unattributed = { account: '-', name: 'No account' };

/** Sorted by cost center, OU, name of the account and key. */
export function costRows(
  lines: readonly CostLine[],
  { accounts, costTag, rate }: CostRowsOptions,
): readonly CostRow[] {
  const rows = lines.map(({ accountId, key, amount }) => {
    const account = accounts.get(accountId);
    const isAttributed = isAccountId(accountId);
    return {
      costCenter: account ? costCenterOf(account, costTag) : noCostCenter,
      unit: account?.unit ?? unknownUnit,
      account: isAttributed ? accountId : unattributed.account,
      name: isAttributed ? (account?.name ?? 'Unknown') : unattributed.name,
      key,
      exact: rate === undefined ? amount : multiply(amount, rate),
      cents: 0n,
    };
  });
  rows.sort(compareRows);
  roundRows(rows, [({ costCenter }) => costCenter, ({ unit }) => unit, ({ account }) => account]);
  return rows;
}

const sortKeys = ['costCenter', 'unit', 'name', 'account', 'key'] as const;

function compareRows(a: CostRow, b: CostRow): number {
  for (const key of sortKeys) {
    if (a[key] !== b[key]) return a[key] < b[key] ? -1 : 1;
  }
  return 0;
}

export function centsOf(rows: Iterable<{ readonly cents: bigint }>): bigint {
  let total = 0n;
  for (const { cents } of rows) total += cents;
  return total;
}

export function unattributedCents(rows: readonly CostRow[]): bigint {
  return sum(
    rows.filter(({ account }) => account === unattributed.account).map((row) => row.cents),
  );
}

/** `alpha (111111111111)`. */
export function accountLabel({ name, account }: Pick<CostRow, 'name' | 'account'>): string {
  return account === unattributed.account ? name : `${name} (${account})`;
}
