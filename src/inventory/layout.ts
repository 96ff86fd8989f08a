/** Paths of the files of a run below `--out`, in a folder or under an S3 prefix. Paths use `/`. */

const parts = (date: string) => date.replaceAll('-', '/');

/** `inventory/2026/01/31/<runId>`: the folder of one run. */
export function runFolder(date: string, runId: string): string {
  return `inventory/${parts(date)}/${runId}`;
}

export function recordsFile(
  date: string,
  runId: string,
  accountId: string,
  format: 'ndjson' | 'parquet',
): string {
  return `${runFolder(date, runId)}/${format}/${accountId}.${format}`;
}

export function manifestFile(date: string, runId: string, accountId: string): string {
  return `${runFolder(date, runId)}/manifests/${accountId}.json`;
}

/** Written last. */
export function summaryFile(date: string, runId: string): string {
  return `${runFolder(date, runId)}/run.json`;
}

/** The file that consumers of the reference collector read: one per account and day. */
export function reconFile(date: string, accountId: string): string {
  return `AWSRecon/${parts(date)}/recon_${accountId}.json`;
}

/** Written first: the parameters of the run, so that it can be resumed. */
export function startFile(date: string, runId: string): string {
  return `${runFolder(date, runId)}/start.json`;
}

/** `history/2026/01`: the runs of one month, compacted. */
export function monthFolder(month: string): string {
  return `history/${parts(month)}`;
}
