/** Reads a run from its files: its accounts and their status. */

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { FlotillaError } from '../../model/flotilla-error.ts';

/** A run that was found, with the status of each account. */
export interface RunOnDisk {
  readonly runId: string;
  /** `2026-01-31`; empty where neither the summary nor the folder contains it. */
  readonly date: string;
  /** Absolute. */
  readonly folder: string;
  /** Whether its summary, which is written last, is there. */
  readonly isFinished: boolean;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly catalogueVersion?: string;
  readonly accounts: readonly AccountOnDisk[];
  /** Set where its records and listings are in the files of its month. */
  readonly compacted?: CompactedMonth;
}

/** Files with the runs of a month, as `inventory compact` writes them. */
export interface CompactedMonth {
  /** Absolute. */
  readonly folder: string;
  /** Parquet, one file per type: the columns of a record, and its run. */
  readonly resources: readonly string[];
  /** Parquet: the status of every type in every account and region. Absent where no account could be read. */
  readonly listings?: string;
}

/** An account of a run, with its status and its files. */
export interface AccountOnDisk {
  readonly accountId: string;
  readonly accountName?: string;
  /** `unfinished`: there are records, and no manifest yet. */
  readonly status: 'complete' | 'partial' | 'failed' | 'skipped' | 'unfinished';
  readonly reason?: string;
  readonly records: number;
  readonly gaps: number;
  /** Of a run with both formats, the Parquet one. */
  readonly file?: { readonly path: string; readonly format: 'ndjson' | 'parquet' };
  readonly manifest?: string;
}

/** The folder of a run, with the id and date from its path, which the summary overrides. */
export interface RunFolder {
  readonly runId: string;
  readonly date: string;
  readonly folder: string;
}

export function isFinished(folder: string): boolean {
  return existsSync(join(folder, 'run.json'));
}

export async function readRun({ runId, date, folder }: RunFolder): Promise<RunOnDisk> {
  const files = await filesOf(resolve(folder));
  const summary = isFinished(folder)
    ? await readAs(summarySchema, join(folder, 'run.json'))
    : undefined;
  const accounts = summary?.accounts ?? (await accountsSoFar(files));
  return {
    ...(summary ?? { runId, date }),
    folder: resolve(folder),
    isFinished: summary !== undefined,
    accounts: accounts.map((account) => withFiles(account, files)),
  };
}

/** The run with one account alone, if given. */
export function ofAccount(run: RunOnDisk, accountId: string | undefined): RunOnDisk {
  if (accountId === undefined) return run;
  return { ...run, accounts: run.accounts.filter((account) => account.accountId === accountId) };
}

type ReportedAccount = Omit<AccountOnDisk, 'file' | 'manifest'>;

/** Account id → path. */
type Files = Readonly<Record<'manifests' | 'parquet' | 'ndjson', ReadonlyMap<string, string>>>;

async function filesOf(folder: string): Promise<Files> {
  const [manifests, parquet, ndjson] = await Promise.all([
    filesIn(join(folder, 'manifests'), '.json'),
    filesIn(join(folder, 'parquet'), '.parquet'),
    filesIn(join(folder, 'ndjson'), '.ndjson'),
  ]);
  return { manifests, parquet, ndjson };
}

async function filesIn(folder: string, ending: string): Promise<ReadonlyMap<string, string>> {
  const names = existsSync(folder) ? (await readdir(folder)).sort() : [];
  const own = names.filter((name) => name.endsWith(ending));
  return new Map(own.map((name) => [name.slice(0, -ending.length), join(folder, name)]));
}

/** A run without a summary is in progress or was interrupted: its accounts are read from their manifests. */
async function accountsSoFar({
  manifests,
  parquet,
  ndjson,
}: Files): Promise<readonly ReportedAccount[]> {
  const accounts: ReportedAccount[] = [];
  for (const path of manifests.values())
    accounts.push(reportedBy(await readAs(manifestSchema, path)));
  const begun = new Set([...parquet.keys(), ...ndjson.keys()]).difference(manifests);
  const unfinished = { status: 'unfinished' as const, reason: 'it was not finished', gaps: 0 };
  return [
    ...accounts,
    ...Array.from(begun, (accountId) => ({ accountId, ...unfinished, records: 0 })),
  ];
}

function reportedBy({
  entries,
  failure,
  ...manifest
}: z.infer<typeof manifestSchema>): ReportedAccount {
  const gaps = entries.filter(({ status }) => status !== 'done').length;
  return { ...manifest, gaps, ...(failure && { reason: `${failure.code}: ${failure.message}` }) };
}

function withFiles(account: ReportedAccount, { manifests, parquet, ndjson }: Files): AccountOnDisk {
  const manifest = manifests.get(account.accountId);
  const reported = { ...account, ...(manifest !== undefined && { manifest }) };
  // Its last line may be incomplete.
  if (account.status === 'unfinished') return reported;
  const columnar = parquet.get(account.accountId);
  if (columnar !== undefined) return { ...reported, file: { path: columnar, format: 'parquet' } };
  const lines = ndjson.get(account.accountId);
  if (lines !== undefined) return { ...reported, file: { path: lines, format: 'ndjson' } };
  return account.records === 0
    ? reported
    : { ...reported, status: 'failed', reason: 'the file of its records is missing', records: 0 };
}

const accountFields = {
  accountId: z.string(),
  accountName: z.string().exactOptional(),
  records: z.number(),
};

const manifestSchema = z.object({
  ...accountFields,
  status: z.enum(['complete', 'partial', 'failed']),
  failure: z.object({ code: z.string(), message: z.string() }).exactOptional(),
  entries: z.array(z.object({ status: z.string() })),
});

export const summarySchema = z.object({
  runId: z.string(),
  date: z.iso.date(),
  startedAt: z.string(),
  finishedAt: z.string(),
  catalogueVersion: z.string(),
  accounts: z.array(
    z.object({
      ...accountFields,
      status: z.enum(['complete', 'partial', 'failed', 'skipped']),
      reason: z.string().exactOptional(),
      gaps: z.number(),
    }),
  ),
});

/** Throws a `FlotillaError` that names the file. */
export async function readAs<T>(schema: z.ZodType<T>, path: string): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    const what = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    const line = what.replace(/\s+/g, ' ');
    throw new FlotillaError('File', `"${path}" is not a valid file of an inventory run (${line})`, {
      cause,
    });
  }
}
