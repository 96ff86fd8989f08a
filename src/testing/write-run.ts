/** Writes runs to disk as the collector does, from plain records. */

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { manifestFile, recordsFile, runFolder, summaryFile } from '../inventory/layout.ts';
import { writeParquet } from '../inventory/read/write-parquet.ts';
import type {
  AccountManifest,
  InventoryRecord,
  ManifestEntry,
  RunSummary,
} from '../inventory/record.ts';

export interface RunToWrite {
  readonly records?: readonly InventoryRecord[];
  /** Default: `run-1` on 2026-01-31. */
  readonly runId?: string;
  readonly date?: string;
  readonly format?: 'ndjson' | 'parquet' | 'both';
  /** Entries with a status of their own; those of the records are `done`. */
  readonly entries?: readonly EntryToWrite[];
  /** Accounts that could not be read at all: id → why. */
  readonly failed?: Readonly<Record<string, string>>;
  /** Accounts that did not run: id → why. */
  readonly skipped?: Readonly<Record<string, string>>;
  /** Accounts that were being collected when the run was interrupted: there are records, and no manifest. */
  readonly unfinishedAccounts?: readonly string[];
  /** Without a summary. */
  readonly isUnfinished?: boolean;
}

type EntryToWrite = Pick<ManifestEntry, 'accountId' | 'region' | 'service' | 'type'> &
  Partial<ManifestEntry>;

type RecordToMake = Pick<InventoryRecord, 'service' | 'type' | 'id'> & Partial<InventoryRecord>;

/** A record of account 111111111111 in eu-west-1 by default. */
export function record(fields: RecordToMake): InventoryRecord {
  return {
    accountId: '111111111111',
    region: 'eu-west-1',
    tags: {},
    collectedAt: '2026-01-31T10:00:00.000Z',
    catalogueVersion: 'catalogue-1',
    resource: {},
    ...fields,
  };
}

/** The run's folder. */
export async function writeRun(out: string, run: RunToWrite): Promise<string> {
  const { runId = 'run-1', date = '2026-01-31' } = run;
  const manifests = manifestsOf(run, runId);
  const unfinished = new Set(run.unfinishedAccounts);
  for (const manifest of manifests) {
    const { accountId } = manifest;
    const records = recordsOf(run, accountId);
    await writeRecords((format) => join(out, recordsFile(date, runId, accountId, format)), {
      records,
      format: run.format ?? 'ndjson',
    });
    if (unfinished.has(accountId)) continue;
    await writeJson(join(out, manifestFile(date, runId, accountId)), manifest);
  }
  if (!run.isUnfinished) {
    await writeJson(
      join(out, summaryFile(date, runId)),
      summaryOf({ ...run, runId, date }, manifests),
    );
  }
  return join(out, runFolder(date, runId));
}

async function writeRecords(
  pathOf: (format: 'ndjson' | 'parquet') => string,
  { records, format }: { readonly records: readonly InventoryRecord[]; readonly format: string },
): Promise<void> {
  const lines = pathOf('ndjson');
  await write(lines, records.map((one) => `${JSON.stringify(one)}\n`).join(''));
  if (format === 'ndjson') return;
  const columnar = pathOf('parquet');
  await mkdir(dirname(columnar), { recursive: true });
  await writeParquet(lines, columnar);
  if (format === 'parquet') await rm(lines);
}

function recordsOf({ records = [] }: RunToWrite, accountId: string): readonly InventoryRecord[] {
  return records.filter((one) => one.accountId === accountId);
}

const times = { startedAt: '2026-01-31T10:00:00.000Z', finishedAt: '2026-01-31T10:05:00.000Z' };

function manifestsOf(run: RunToWrite, runId: string): readonly AccountManifest[] {
  const { records = [], entries = [], failed = {} } = run;
  const ids = new Set([...records, ...entries].map(({ accountId }) => accountId));
  const read = Array.from(ids, (accountId) => manifestOf(run, { accountId, runId }));
  const unread = Object.entries(failed).map(([accountId, message]): AccountManifest => {
    const failure = { kind: 'denied', code: 'AccessDenied', message };
    return {
      version: 1,
      runId,
      accountId,
      status: 'failed',
      failure,
      ...times,
      records: 0,
      entries: [],
    };
  });
  return [...read, ...unread];
}

function manifestOf(
  run: RunToWrite,
  { accountId, runId }: { readonly accountId: string; readonly runId: string },
): AccountManifest {
  const records = recordsOf(run, accountId);
  const entries = entriesOf(run, accountId);
  const accountName = records.find((one) => one.accountName !== undefined)?.accountName;
  return {
    version: 1,
    runId,
    accountId,
    ...(accountName !== undefined && { accountName }),
    status: entries.every(({ status }) => status === 'done') ? 'complete' : 'partial',
    ...times,
    records: records.length,
    entries,
  };
}

/** One per region, service and type, as found in the records, overridden by the given ones. */
function entriesOf(run: RunToWrite, accountId: string): readonly ManifestEntry[] {
  const keyOf = ({ region, service, type }: EntryToWrite) => `${region}/${service}/${type}`;
  const found = Map.groupBy(recordsOf(run, accountId), keyOf);
  const entries = (run.entries ?? []).filter((entry) => entry.accountId === accountId);
  const all = new Map<string, EntryToWrite>(
    [...found.values()].flatMap(([first]) => (first ? [[keyOf(first), placeOf(first)]] : [])),
  );
  for (const entry of entries) all.set(keyOf(entry), entry);
  return Array.from(all, ([key, entry]) => {
    const records = found.get(key) ?? [];
    const partial = records.filter(({ unread = [] }) => unread.length > 0).length;
    const standard = {
      status: 'done' as const,
      count: records.length,
      partial,
      calls: 1,
      durationMs: 10,
    };
    return { ...standard, ...entry };
  });
}

function placeOf({ accountId, region, service, type }: InventoryRecord): EntryToWrite {
  return { accountId, region, service, type };
}

function summaryOf(
  { runId, date, format = 'ndjson', skipped = {} }: RunToWrite & { runId: string; date: string },
  manifests: readonly AccountManifest[],
): RunSummary {
  const ran = manifests.map(({ accountId, accountName, status, records, entries, failure }) => ({
    accountId,
    ...(accountName !== undefined && { accountName }),
    status,
    ...(failure && { reason: `${failure.code}: ${failure.message}` }),
    records,
    gaps: entries.filter((entry) => entry.status !== 'done').length,
  }));
  const left = Object.entries(skipped).map(([accountId, reason]) => {
    return { accountId, status: 'skipped' as const, reason, records: 0, gaps: 0 };
  });
  return {
    version: 1,
    runId,
    date,
    startedAt: `${date}T10:00:00.000Z`,
    finishedAt: `${date}T10:05:00.000Z`,
    catalogueVersion: 'catalogue-1',
    formats: format === 'both' ? ['ndjson', 'parquet'] : [format],
    accounts: [...ran, ...left],
    records: manifests.reduce((sum, { records }) => sum + records, 0),
    calls: 1,
    throttles: 0,
  };
}

function writeJson(path: string, value: object): Promise<void> {
  return write(path, JSON.stringify(value));
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
