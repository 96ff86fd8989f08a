/** Reads the files of a month that `inventory compact` has written: its runs, one Parquet file per type, and the listings. */

import { existsSync } from 'node:fs';
import { readdir, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { FlotillaError } from '../../model/flotilla-error.ts';
import {
  type CompactedMonth,
  type RunFolder,
  type RunOnDisk,
  readAs,
  summarySchema,
} from './run-on-disk.ts';

export const monthFiles = {
  /** Written last: what is there before it is not complete. */
  runs: 'runs.json',
  listings: 'listings.parquet',
  resources: 'resources',
} as const;

const runsSchema = z.object({ version: z.literal(1), runs: z.array(summarySchema) });

export type MonthRuns = z.infer<typeof runsSchema>;

export function isMonth(folder: string): boolean {
  return existsSync(join(folder, monthFiles.runs));
}

export async function summariesOf(folder: string): Promise<MonthRuns['runs']> {
  return (await readAs(runsSchema, join(folder, monthFiles.runs))).runs;
}

/** A run of the month. */
export async function readCompacted({ runId }: RunFolder, folder: string): Promise<RunOnDisk> {
  const runs = await summariesOf(folder);
  const summary = runs.find((run) => run.runId === runId);
  if (!summary) throw new FlotillaError('File', `"${folder}" has no run ${runId}`);
  const compacted = await readMonth(folder);
  return { ...summary, folder: compacted.folder, isFinished: true, compacted };
}

async function readMonth(folder: string): Promise<CompactedMonth> {
  const place = resolve(folder);
  const names = await readdir(join(place, monthFiles.resources)).catch(() => []);
  const files = names.filter((name) => name.endsWith('.parquet')).sort();
  const listings = join(place, monthFiles.listings);
  return {
    folder: place,
    resources: files.map((name) => join(place, monthFiles.resources, name)),
    ...(existsSync(listings) && { listings }),
  };
}

/** After a crash while the files of a month were replaced: they are where they were put aside. */
export async function restoreMonth(folder: string): Promise<void> {
  const old = replacedMonth(folder);
  if (!existsSync(folder) && existsSync(old)) await rename(old, folder);
}

export function replacedMonth(folder: string): string {
  return `${folder}.old`;
}
