/**
 * Delivers an export of the organization's costs to a bucket, as AWS Data Exports does: Parquet with Snappy, and a
 * manifest that names the data files of the newest delivery.
 * https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html
 */

import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../inventory/read/open-database.ts';
import { quoteName, quoteText } from '../../inventory/read/quote.ts';
import type { SimulatedOrganization } from '../../simulator/index.ts';
import { openServiceClient } from '../account-access.ts';
import { dayMs } from '../durations.ts';
import { curTable } from './cur-table.ts';
import type { ExportContext, ExportTable } from './export-table.ts';
import { focusTable } from './focus-table.ts';

const tables = { CUR: curTable, FOCUS: focusTable } as const;

export interface CostExportOptions {
  readonly organization: SimulatedOrganization;
  readonly table: keyof typeof tables;
  /** `2026-03`. */
  readonly month: string;
  /** Created where it does not exist, in the account of the principal. */
  readonly bucket: string;
  /** Default `exports`. */
  readonly prefix?: string;
  /** Default `costs`. */
  readonly name?: string;
  /** Keeps earlier deliveries, each in a folder of its own. Default false: they are overwritten. */
  readonly keepDeliveries?: boolean;
  /** ARN of the caller. Default: an administrator of the management account. */
  readonly principal?: string;
  /** Default: the region of the organization's access. */
  readonly region?: string;
}

export interface DeliveredExport {
  readonly dataKey: string;
  readonly manifestKey: string;
  readonly rows: number;
}

export async function deliverCostExport(options: CostExportOptions): Promise<DeliveredExport> {
  const { organization, bucket, prefix = 'exports', name = 'costs', month } = options;
  const table = tables[options.table];
  const rows = rowsOf(table, organization, month);
  const partition = `${table.partition}=${month}`;
  const executionId = randomUUID();
  const folder = options.keepDeliveries
    ? `${new Date(organization.clock.now()).toISOString().replace(/:/g, '_')}-${executionId}/`
    : '';
  const dataKey = `${prefix}/${name}/data/${partition}/${folder}${name}-00001.snappy.parquet`;
  const manifestKey = `${prefix}/${name}/metadata/${partition}/${name}-Manifest.json`;
  const manifest = {
    exportArn: `arn:aws:bcm-data-exports:us-east-1:${organization.managementAccountId}:export/${name}`,
    executionId,
    table: table.name,
    columns: Object.keys(table.columns),
    dataFiles: [`s3://${bucket}/${dataKey}`],
  };
  const put = await openBucket(options);
  await put(dataKey, await parquetOf(table, rows));
  await put(manifestKey, Buffer.from(JSON.stringify(manifest)));
  return { dataKey, manifestKey, rows: rows.length };
}

async function openBucket({ organization, bucket, principal, region }: CostExportOptions) {
  const s3 = openServiceClient(organization, 's3', { principal, region });
  const { Buckets = [] } = await s3.call('ListBuckets');
  const exists = (Buckets as { readonly Name: string }[]).some(({ Name }) => Name === bucket);
  const isElsewhere = region !== undefined && region !== 'us-east-1';
  if (!exists) {
    await s3.call('CreateBucket', {
      Bucket: bucket,
      ...(isElsewhere && { CreateBucketConfiguration: { LocationConstraint: region } }),
    });
  }
  return (Key: string, Body: Uint8Array) => s3.call('PutObject', { Bucket: bucket, Key, Body });
}

function rowsOf(
  table: ExportTable,
  organization: SimulatedOrganization,
  month: string,
): readonly object[] {
  const start = `${month}-01`;
  const end = firstOfNextMonth(month);
  const { id, name } = organization.account(organization.managementAccountId);
  const isFinal = organization.clock.now() >= Date.parse(end) + 5 * dayMs;
  const context: Omit<ExportContext, 'index'> = {
    payer: { id, name },
    ...{ month, start, end, isFinal },
    nextDay: (day) => dayText(Date.parse(day) + dayMs),
  };
  const costs = organization.costs({ start, end });
  return costs.flatMap((cost, index) => table.rowOf(cost, { ...context, index }));
}

function firstOfNextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return dayText(Date.UTC(year, number, 1));
}

function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

async function parquetOf({ columns }: ExportTable, rows: readonly object[]): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-cost-export-'));
  const [lines, parquet] = [join(folder, 'rows.ndjson'), join(folder, 'rows.parquet')];
  const database = await openDatabase({ memory: '256MB', threads: 1 });
  try {
    await writeFile(lines, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const names = Object.keys(columns).map(quoteName).join(', ');
    const types = Object.entries(columns).map(
      ([name, type]) => `${quoteText(name)}: ${quoteText(type)}`,
    );
    await database.run(`
      COPY (SELECT ${names} FROM read_json(${quoteText(lines)},
        format = 'newline_delimited', columns = {${types.join(', ')}}))
      TO ${quoteText(parquet)} (FORMAT parquet, COMPRESSION snappy)`);
    return await readFile(parquet);
  } finally {
    database.close();
    await rm(folder, { recursive: true });
  }
}
