/** Summarizes runs: counts of resources, and gaps. */

import { type Database, openDatabase, type ResultRow } from './open-database.ts';
import type { AccountOnDisk, RunOnDisk } from './run-on-disk.ts';
import { createViews } from './views.ts';

export interface InventorySummary {
  readonly runs: readonly SummarizedRun[];
  readonly records: number;
  /** Accounts by status: `complete`, `partial`, … */
  readonly statuses: Readonly<Record<string, number>>;
  /** Largest first, all of them. */
  readonly services: readonly ResourceCount[];
  readonly types: readonly ResourceCount[];
  readonly regions: readonly ResourceCount[];
  readonly accounts: readonly SummarizedAccount[];
  /** Gaps by type: whole accounts first. */
  readonly gaps: readonly GapCount[];
}

type SummarizedRun = Pick<RunOnDisk, 'runId' | 'date' | 'isFinished' | 'startedAt' | 'finishedAt'>;

export interface ResourceCount {
  readonly name: string;
  readonly records: number;
  readonly accounts: number;
}

export type SummarizedAccount = Pick<
  AccountOnDisk,
  'accountId' | 'accountName' | 'status' | 'reason' | 'records' | 'gaps'
>;

interface GapCount {
  /** `EC2.instance`; absent where it is a whole account. */
  readonly type?: string;
  readonly status: string;
  readonly code?: string;
  /** Accounts and regions. */
  readonly places: number;
  readonly accounts: number;
}

export async function summarizeRuns(
  runs: readonly RunOnDisk[],
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<InventorySummary> {
  const database = await openDatabase();
  const interrupt = () => database.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    await createViews(database, runs);
    return await summarize(database, runs);
  } finally {
    signal?.removeEventListener('abort', interrupt);
    database.close();
  }
}

async function summarize(
  database: Database,
  runs: readonly RunOnDisk[],
): Promise<InventorySummary> {
  const accounts = runs.flatMap((run) => run.accounts.map(toAccount));
  await database.run(`
    CREATE TABLE counted AS SELECT account_id, region, service, type, count(*) AS records
    FROM resources GROUP BY ALL`);
  return {
    runs: runs.map(toRun),
    records: await total(database),
    statuses: countsOf(accounts.map(({ status }) => status)),
    services: await countBy(database, 'service'),
    types: await countBy(database, "service || '.' || type"),
    regions: await countBy(database, 'region'),
    accounts: accounts.toSorted(bySize),
    gaps: (await database.all(gapsSql)).map(toGap),
  };
}

function toRun({ runId, date, isFinished, startedAt, finishedAt }: RunOnDisk): SummarizedRun {
  return {
    runId,
    date,
    isFinished,
    ...(startedAt !== undefined && { startedAt }),
    ...(finishedAt !== undefined && { finishedAt }),
  };
}

function toAccount({ file, manifest, ...account }: AccountOnDisk): SummarizedAccount {
  return account;
}

function bySize(a: SummarizedAccount, b: SummarizedAccount): number {
  return b.records - a.records || (a.accountId < b.accountId ? -1 : 1);
}

function countsOf(names: readonly string[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(names, (name) => name);
  return Object.fromEntries(
    Array.from(groups, ([name, all]) => [name, all.length] as const).sort((a, b) => b[1] - a[1]),
  );
}

async function total(database: Database): Promise<number> {
  const [row] = await database.all('SELECT coalesce(sum(records), 0) AS records FROM counted');
  return Number(row?.records);
}

async function countBy(database: Database, expression: string): Promise<readonly ResourceCount[]> {
  const rows = await database.all(`
    SELECT ${expression} AS name, sum(records) AS records, count(DISTINCT account_id) AS accounts
    FROM counted GROUP BY 1 ORDER BY records DESC, name`);
  return rows.map(({ name, records, accounts }) => ({
    name: String(name),
    records: Number(records),
    accounts: Number(accounts),
  }));
}

const gapsSql = `
  SELECT service || '.' || type AS type, status, code, count(*) AS places, count(DISTINCT account_id) AS accounts
  FROM gaps GROUP BY 1, 2, 3 ORDER BY type NULLS FIRST, places DESC, status, code`;

function toGap({ type, status, code, places, accounts }: ResultRow): GapCount {
  return {
    ...(typeof type === 'string' && { type }),
    status: String(status),
    ...(typeof code === 'string' && { code }),
    places: Number(places),
    accounts: Number(accounts),
  };
}
