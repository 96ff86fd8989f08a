/**
 * A month of an export: its files, downloaded into a temporary folder, as a table of costs. DuckDB reads that folder and
 * nothing else, and files have numbers for names: what a bucket contains is never a path or a part of a query.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Database,
  lockDatabase,
  openDatabase,
} from '../../../inventory/read/open-database.ts';
import { quoteText, quoteTexts } from '../../../inventory/read/quote.ts';
import { type BucketReader, fetchObject } from '../../../inventory/read/s3-objects.ts';
import type { BucketPrefix } from '../../../inventory/store/open-store.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import type { ExportFormat } from './export-formats.ts';
import { manifestKey, readManifest } from './export-manifest.ts';

export interface ExportMonth {
  /** Has the view `costs` with `account`, `day`, `service`, `usage_type`, `charge_type`, `amount` and `is_open`. */
  readonly database: Database;
  close(): Promise<void>;
}

export interface ExportMonthOptions {
  readonly place: BucketPrefix;
  readonly format: ExportFormat;
  /** `2026-03`. */
  readonly month: string;
  readonly signal?: AbortSignal | undefined;
}

/** Throws a `FlotillaError` when the month is not there, or not what the settings say. */
export async function openExportMonth(options: ExportMonthOptions): Promise<ExportMonth> {
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-costs-'));
  const database = await openDatabase({ memory: '256MB', threads: 1 });
  const close = async () => {
    database.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await createView(database, options, await download(options, folder));
    await lockDatabase(database, [folder]);
    await checkCurrency(database, options);
    return { database, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Returns the paths of the files. */
async function download(
  { place, format, month, signal }: ExportMonthOptions,
  folder: string,
): Promise<readonly string[]> {
  const reader: BucketReader = { client: place.client, bucket: place.bucket, signal };
  const key = manifestKey(place, `${format.partition}=${month}`);
  const manifest = async (name: string) => {
    const file = join(folder, name);
    await fetchObject(reader, { key, etag: '' }, file);
    return await readManifest(file, place, key);
  };
  const { keys, executionId } = await manifest('before.json');
  const files: string[] = [];
  for (const [index, dataKey] of keys.entries()) {
    const file = join(folder, `${index}.parquet`);
    await fetchObject(reader, { key: dataKey, etag: '' }, file);
    files.push(file);
  }
  // A delivery overwrites files that the one before has written.
  if ((await manifest('after.json')).executionId !== executionId) {
    const message = `s3://${place.bucket}/${key} was delivered again while it was read; try again`;
    throw new FlotillaError('File', message);
  }
  return files;
}

async function createView(
  database: Database,
  { format, place, month }: ExportMonthOptions,
  files: readonly string[],
): Promise<void> {
  const table = `read_parquet(${quoteTexts(files)}, union_by_name = true)`;
  const described = await database.all(`DESCRIBE SELECT * FROM ${table}`);
  const present = new Set(described.map(({ column_name }) => column_name));
  const missing = format.columns.filter((column) => !present.has(column));
  if (missing.length > 0) {
    const message = `${month} in s3://${place.bucket}/${place.prefix} is not a ${format.name}: it has no ${missing.join(', ')}`;
    throw new FlotillaError('File', message);
  }
  const { account, day, currency, isOpen, amount, service, usageType, chargeType } = format.sql;
  await database.run(`
    CREATE VIEW costs AS SELECT
      coalesce(${account}, '') AS account,
      strftime(${day}, '%Y-%m-%d') AS day,
      coalesce(${service}, '') AS service,
      coalesce(nullif(${usageType}, ''), 'NoUsageType') AS usage_type,
      coalesce(${chargeType}, '') AS charge_type,
      -- Exports have floating-point numbers; sums of decimals do not depend on their order.
      CAST(${amount} AS DECIMAL(38, 12)) AS amount,
      coalesce(${currency}, '') AS currency,
      ${isOpen} AS is_open
    FROM ${table}`);
}

async function checkCurrency(
  database: Database,
  { place, month }: ExportMonthOptions,
): Promise<void> {
  const [other] = await database.all(
    `SELECT currency FROM costs WHERE currency <> ${quoteText('USD')} LIMIT 1`,
  );
  if (!other) return;
  const message = `${month} in s3://${place.bucket}/${place.prefix} has costs in "${other.currency}" instead of USD`;
  throw new FlotillaError('File', message);
}
