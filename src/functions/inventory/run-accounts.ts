/** The accounts of a run: written when it starts, and read to know when it is complete. */

import { runFolder } from '../../inventory/layout.ts';
import type { AccountLine } from '../../inventory/record.ts';
import type { InventoryStore } from '../../inventory/store/store.ts';
import { writeJson } from '../../inventory/store/write-json.ts';
import type { InventoryMessage } from './inventory-message.ts';

export interface RunAccounts {
  /** Ids of the accounts that are collected. */
  readonly accounts: readonly string[];
  /** Accounts that cannot be read. */
  readonly skipped: readonly AccountLine[];
}

type Run = Pick<InventoryMessage['run'], 'date' | 'runId'>;

function accountsFile({ date, runId }: Run): string {
  return `${runFolder(date, runId)}/accounts.json`;
}

export async function writeRunAccounts(
  store: InventoryStore,
  run: Run,
  accounts: RunAccounts,
): Promise<void> {
  await writeJson(store, accountsFile(run), accounts);
}

/** Throws when there are none: a run writes them before it sends an account. */
export async function readRunAccounts(store: InventoryStore, run: Run): Promise<RunAccounts> {
  const path = accountsFile(run);
  const text = await store.read(path);
  if (text === undefined) throw new Error(`${store.name}/${path} is missing`);
  return JSON.parse(text) as RunAccounts;
}
