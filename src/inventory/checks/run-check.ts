/** Runs a check over an open inventory. */

import { FlotillaError } from '../../model/flotilla-error.ts';
import type { Inventory } from '../read/open-inventory.ts';
import type { CheckResult, CheckStatus, Finding, InventoryCheck } from './check.ts';

/** Throws a `FlotillaError` that names the check, for a query that fails or returns other columns. */
export async function runCheck(inventory: Inventory, check: InventoryCheck): Promise<CheckResult> {
  const findings = await findingsOf(inventory, check);
  const unread = await inventory.unread(check.sql);
  return { check, status: statusOf(findings.length, unread.length), findings, unread };
}

function statusOf(findings: number, unread: number): CheckStatus {
  if (findings > 0) return 'failed';
  return unread > 0 ? 'unread' : 'passed';
}

async function findingsOf(
  inventory: Inventory,
  { name, sql }: InventoryCheck,
): Promise<readonly Finding[]> {
  try {
    const { columns, rows } = await inventory.ask(sql);
    assertColumns(columns);
    return await Array.fromAsync(rows, (row) => {
      const value = (column: string) => row[columns.indexOf(column)];
      return toFinding(value);
    });
  } catch (cause) {
    if (!(cause instanceof FlotillaError)) throw cause;
    throw new FlotillaError(cause.code, `check "${name}": ${cause.message}`, { cause });
  }
}

const required = ['account_id', 'region', 'id'];
const known = [...required, 'account_name', 'arn', 'detail'];

function assertColumns(columns: readonly string[]): void {
  const missing = required.find((name) => !columns.includes(name));
  if (missing !== undefined)
    throw new FlotillaError('InvalidInput', `its query has no column ${missing}`);
  const other = columns.find((name) => !known.includes(name));
  if (other !== undefined)
    throw new FlotillaError(
      'InvalidInput',
      `its query has a column "${other}"; the columns of a check are ${known.join(', ')}`,
    );
}

function toFinding(value: (column: string) => unknown): Finding {
  const [name, arn, detail] = [value('account_name'), value('arn'), value('detail')].map(textOf);
  return {
    accountId: String(value('account_id')),
    ...(name !== undefined && { accountName: name }),
    region: String(value('region')),
    id: String(value('id')),
    ...(arn !== undefined && { arn }),
    ...(detail !== undefined && { detail }),
  };
}

function textOf(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}
