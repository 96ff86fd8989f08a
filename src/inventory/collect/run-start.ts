/** The first file of a run, with its parameters. A run that has it and no summary is unfinished. */

import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { manifestFile, runFolder, startFile, summaryFile } from '../layout.ts';
import type { AccountManifest } from '../record.ts';
import type { InventoryStore } from '../store/store.ts';

const startSchema = z.object({
  version: z.literal(1),
  runId: z.string(),
  date: z.string(),
  startedAt: z.string(),
  /** Of the selection, the role, the regions and the entries: only the same run is resumed. */
  fingerprint: z.string(),
});

export type RunStart = z.output<typeof startSchema>;

/** Identifies the files of a run. */
export type RunKey = Pick<RunStart, 'runId' | 'date'>;

/** `suffix`: six hexadecimal digits that distinguish runs of the same second. */
export function newRun(
  now: number,
  fingerprint: string,
  suffix = randomBytes(3).toString('hex'),
): RunStart {
  const startedAt = new Date(now).toISOString();
  const compact = startedAt.slice(0, 19).replace(/[-:]/g, '');
  const runId = `${compact}Z-${suffix}`;
  return { version: 1, runId, date: startedAt.slice(0, 10), startedAt, fingerprint };
}

/** Derives the date from the id. Returns undefined for an invalid run id. */
export function runKeyOf(runId: string): RunKey | undefined {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)T\d{6}Z-[0-9a-f]{6}$/.exec(runId) ?? [];
  return year === undefined ? undefined : { runId, date: `${year}-${month}-${day}` };
}

/**
 * Returns the latest unfinished run with the same fingerprint, or else the latest finished one, of which nothing is left
 * to do. Throws when there is none.
 */
export async function runToResume(store: InventoryStore, fingerprint: string): Promise<RunStart> {
  let other: RunStart | undefined;
  let finished: RunStart | undefined;
  for await (const run of runsOf(store)) {
    const isFinished = (await store.read(summaryFile(run.date, run.runId))) !== undefined;
    if (run.fingerprint === fingerprint && !isFinished) return run;
    if (run.fingerprint === fingerprint) finished ??= run;
    else if (!isFinished) other ??= run;
  }
  if (finished) return finished;
  throw new FlotillaError(
    'ResumeMismatch',
    other
      ? `run ${other.runId} in ${store.name} was started with another selection, role, region or type; use the same ones, or leave out --resume`
      : `there is no unfinished run in ${store.name}; leave out --resume`,
  );
}

/** Returns the manifests of complete accounts, which are not listed again. */
export async function completeAccounts(
  store: InventoryStore,
  { date, runId }: RunStart,
): Promise<Map<string, AccountManifest>> {
  const complete = new Map<string, AccountManifest>();
  for (const name of await store.list(`${runFolder(date, runId)}/manifests`)) {
    const accountId = name.replace(/\.json$/, '');
    const text = await store.read(manifestFile(date, runId, accountId));
    const manifest = text === undefined ? undefined : (JSON.parse(text) as AccountManifest);
    if (manifest?.status === 'complete') complete.set(accountId, manifest);
  }
  return complete;
}

/** Latest first. */
async function* runsOf(store: InventoryStore): AsyncGenerator<RunStart> {
  for (const year of latestFirst(await store.list('inventory'))) {
    for (const month of latestFirst(await store.list(`inventory/${year}`))) {
      for (const day of latestFirst(await store.list(`inventory/${year}/${month}`))) {
        for (const runId of latestFirst(await store.list(`inventory/${year}/${month}/${day}`))) {
          const text = await store.read(startFile(`${year}-${month}-${day}`, runId));
          const start = text === undefined ? undefined : startSchema.safeParse(JSON.parse(text));
          if (start?.success) yield start.data;
        }
      }
    }
  }
}

function latestFirst(names: readonly string[]): string[] {
  return [...names].sort().reverse();
}
