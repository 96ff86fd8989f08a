/**
 * The cost of a month-end: the final cost reports of an organization in three currencies. A process serves the
 * organization over HTTP, and another one makes the reports.
 */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { collectInTime } from './fan-out.ts';
import type { ReportFigures, ReportRun } from './report-client.ts';
import { startReportEndpoint } from './report-endpoint.ts';

const run = promisify(execFile);
const services = 20;

export interface ReportsRow {
  readonly accounts: number;
  readonly services: number;
  readonly lines: number;
  readonly wallSeconds: number;
  /** Share of the time in which AWS was read; the rest is making and writing the reports. */
  readonly reading: string;
  readonly peakMb: number;
  readonly simulatorMb: number;
  readonly costExplorerRequests: number;
  readonly price: string;
  readonly objects: number;
  readonly megabytes: number;
  readonly difference: string;
}

export async function benchReports(sizes: readonly number[]): Promise<ReportsRow[]> {
  const rows: ReportsRow[] = [];
  for (const accounts of sizes) rows.push(await reportsOf(accounts));
  return rows;
}

async function reportsOf(accounts: number): Promise<ReportsRow> {
  const endpoint = await startReportEndpoint({ accounts, services });
  try {
    const { url, credentials } = endpoint;
    const figures = await clientFigures({ url, credentials });
    const { readSeconds, seconds, peakMb, requests, statement } = figures;
    const simulatorMb = await endpoint.peakMb();
    const { count, usd } = statement.requests;
    if (requests !== count)
      throw new Error(`${count} requests are stated, and ${requests} were made`);
    const bytes = statement.objects.reduce((sum, object) => sum + object.bytes, 0);
    return {
      accounts,
      services,
      lines: accounts * services,
      wallSeconds: Math.round(seconds * 10) / 10,
      reading: `${Math.round((readSeconds / seconds) * 100)} %`,
      peakMb,
      simulatorMb,
      costExplorerRequests: requests,
      price: `$${usd}`,
      objects: statement.objects.length,
      megabytes: Math.round(bytes / 2 ** 20),
      difference: statement.charges.map(({ difference }) => difference).join(', '),
    };
  } finally {
    await endpoint.close();
  }
}

async function clientFigures(requested: ReportRun): Promise<ReportFigures> {
  const client = join(import.meta.dirname, 'report-client.ts');
  const args = [...collectInTime, client, JSON.stringify(requested)];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 64 * 2 ** 20 });
  return JSON.parse(stdout) as ReportFigures;
}
