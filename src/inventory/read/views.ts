/** The views for queries: `resources`, `accounts`, `listings`, `gaps` and `runs`, over the files of one or more runs. */

import { columns, runColumns } from './columns.ts';
import type { Database, QueryParameters } from './open-database.ts';
import { quoteName, quoteText } from './quote.ts';
import type { AccountOnDisk, RunOnDisk } from './run-on-disk.ts';
import { manifestSource, monthSource, ndjsonSource, parquetSource } from './sources.ts';

export const baseViews = ['resources', 'accounts', 'listings', 'gaps', 'runs', 'history'] as const;

export async function createViews(database: Database, runs: readonly RunOnDisk[]): Promise<void> {
  await createTable(database, 'runs', { columns: runFields, rows: runs.map(runRow) });
  await createAccounts(database, 'accounts', runs);
  await database.run(`CREATE VIEW listings AS ${listingsSql(runs)}`);
  await database.run(`CREATE VIEW gaps AS ${gapsSql}`);
  await createViewsOn(database, runs, [`CREATE VIEW history AS ${historySql}`]);
}

/** Reads the manifests once, for many queries about `listings` and `gaps`. */
export async function readListings(database: Database): Promise<void> {
  await database.run(
    [
      'CREATE TABLE listings_read AS FROM listings',
      'CREATE OR REPLACE VIEW listings AS FROM listings_read',
    ].join(';\n'),
  );
}

export async function createAccounts(
  database: Database,
  name: string,
  runs: readonly RunOnDisk[],
): Promise<void> {
  await createTable(database, name, {
    columns: accountFields,
    rows: runs.flatMap((run) => run.accounts.map((account) => accountRow(run, account))),
  });
}

/**
 * Runs statements that create views on `resources`, while `resources` is empty: DuckDB opens the files of a view when
 * another view is created on it, and there may be thousands of both.
 */
export async function createViewsOn(
  database: Database,
  runs: readonly RunOnDisk[],
  statements: readonly string[],
): Promise<void> {
  if (statements.length === 0) return;
  const replaced = (sql: string) => `CREATE OR REPLACE VIEW resources AS ${sql}`;
  const all = [replaced(resourcesSql([])), ...statements, replaced(resourcesSql(runs))];
  try {
    await database.run(['BEGIN', ...all, 'COMMIT'].join(';\n'));
  } catch (error) {
    // It was interrupted: a transaction that is left open refuses all queries.
    await database.run('ROLLBACK');
    throw error;
  }
}

/** Records of all runs, each with its run. */
export function resourcesSql(runs: readonly RunOnDisk[]): string {
  const own = runs.flatMap((run) => recordSources(run).map((source) => withRun(source, run)));
  return unionOf([...monthSources(runs), ...own], [...columns, ...runColumns]);
}

/** One source for all runs of a month. */
function monthSources(runs: readonly RunOnDisk[]): readonly string[] {
  const byMonth = Map.groupBy(runs, ({ compacted }) => compacted?.folder);
  return [...byMonth.values()].flatMap((ofMonth) => {
    const [{ compacted } = {}] = ofMonth;
    if (!compacted || compacted.resources.length === 0) return [];
    const source = monthSource(
      compacted,
      ofMonth.map(({ runId }) => runId),
    );
    return [source];
  });
}

function recordSources({ accounts }: RunOnDisk): readonly string[] {
  const filesOf = (format: string) =>
    accounts.flatMap(({ file }) => (file?.format === format ? [file.path] : []));
  const [parquet, ndjson] = [filesOf('parquet'), filesOf('ndjson')];
  return [
    ...(parquet.length > 0 ? [parquetSource(parquet)] : []),
    ...(ndjson.length > 0 ? [ndjsonSource(ndjson)] : []),
  ];
}

function withRun(source: string, { runId, date }: RunOnDisk): string {
  const day = date === '' ? 'NULL::DATE' : `${quoteText(date)}::DATE`;
  return `SELECT *, ${quoteText(runId)} AS run_id, ${day} AS date FROM (${source})`;
}

type Fields = readonly { readonly name: string; readonly type: string }[];

function unionOf(sources: readonly string[], fields: Fields): string {
  if (sources.length > 0) return sources.join('\nUNION ALL\n');
  const nothing = fields.map(({ name, type }) => `NULL::${type} AS ${quoteName(name)}`);
  return `SELECT ${nothing.join(', ')} WHERE false`;
}

const text = (...names: readonly string[]): Fields =>
  names.map((name) => ({ name, type: 'VARCHAR' }));
const whole = (...names: readonly string[]): Fields =>
  names.map((name) => ({ name, type: 'BIGINT' }));
const time = (...names: readonly string[]): Fields =>
  names.map((name) => ({ name, type: 'TIMESTAMP' }));

const runFields: Fields = [
  ...runColumns,
  { name: 'finished', type: 'BOOLEAN' },
  ...time('started_at', 'finished_at'),
  ...text('catalogue_version'),
  ...whole('accounts', 'records'),
  ...text('folder'),
];

function runRow({ accounts, ...run }: RunOnDisk): QueryParameters {
  return {
    run_id: run.runId,
    date: run.date === '' ? null : run.date,
    finished: run.isFinished,
    started_at: run.startedAt ?? null,
    finished_at: run.finishedAt ?? null,
    catalogue_version: run.catalogueVersion ?? null,
    accounts: accounts.length,
    records: accounts.reduce((sum, { records }) => sum + records, 0),
    folder: run.folder,
  };
}

const accountFields: Fields = [
  ...runColumns,
  ...text('account_id', 'account_name', 'status', 'reason'),
  ...whole('records', 'gaps'),
];

function accountRow({ runId, date }: RunOnDisk, account: AccountOnDisk): QueryParameters {
  return {
    run_id: runId,
    date: date === '' ? null : date,
    account_id: account.accountId,
    account_name: account.accountName ?? null,
    status: account.status,
    reason: account.reason ?? null,
    records: account.records,
    gaps: account.gaps,
  };
}

/** All rows as one bound value. */
async function createTable(
  database: Database,
  name: string,
  table: { readonly columns: Fields; readonly rows: readonly QueryParameters[] },
): Promise<void> {
  const types = Object.fromEntries(table.columns.map((column) => [column.name, column.type]));
  const fields = table.columns.map((column) => `${quoteName(column.name)} ${column.type}`);
  await database.run(`CREATE TABLE ${quoteName(name)} (${fields.join(', ')})`);
  await database.run(
    `INSERT INTO ${quoteName(name)}
     SELECT unnest(from_json($rows::JSON, ${quoteText(JSON.stringify([types]))}), max_depth := 2)`,
    { rows: JSON.stringify(table.rows) },
  );
}

/**
 * Catalogue entries in one account and region, with their outcome. The manifests are read only when this view is
 * used: they are large.
 */
function listingsSql(runs: readonly RunOnDisk[]): string {
  const sources = runs.flatMap((run) => {
    const source = manifestSource(run);
    return source === undefined ? [] : [withRun(source, run)];
  });
  return unionOf(sources, listingFields);
}

const listingFields: Fields = [
  ...text('account_id', 'account_name', 'region', 'service', 'type', 'status'),
  ...whole('count', 'partial'),
  ...text('code', 'message'),
  ...runColumns,
];

/** Gaps of a run: whole accounts; catalogue entries in one account and region; and records with missing details. */
const gapsSql = `
  SELECT account_id, account_name, NULL::VARCHAR AS region, NULL::VARCHAR AS service, NULL::VARCHAR AS type, status,
    NULL::VARCHAR AS code, reason AS message, 0::BIGINT AS records, run_id, date
  FROM accounts WHERE status NOT IN ('complete', 'partial')
  UNION ALL BY NAME
  SELECT account_id, account_name, region, service, type,
    CASE WHEN status = 'done' THEN 'partial' ELSE status END AS status, code,
    CASE WHEN status = 'done' THEN 'details of records are missing: see their column unread' ELSE message END AS message,
    CASE WHEN status = 'done' THEN "partial" ELSE count END AS records, run_id, date
  FROM listings WHERE status <> 'done' OR "partial" > 0`;

/**
 * A resource over all runs. It is gone when a later run has read its type there and has not seen it, and new when an
 * earlier one has: a run that could not read the type says nothing.
 */
const historySql = `
  WITH times AS (SELECT run_id, coalesce(started_at, date::TIMESTAMP) AS started FROM runs),
  readings AS (
    SELECT account_id, region, service, type, min(started) AS first_read, max(started) AS last_read
    FROM listings JOIN times USING (run_id) WHERE status IN ('done', 'not-enabled') GROUP BY ALL
  ),
  seen AS (
    SELECT account_id, region, service, type, id, arg_max(account_name, started) AS account_name, arg_max(arn, started) AS arn,
      min(started) AS first_seen, max(started) AS last_seen, count(DISTINCT run_id) AS runs
    FROM resources JOIN times USING (run_id) GROUP BY ALL
  )
  SELECT seen.account_id, account_name, seen.region, seen.service, seen.type, id, arn, first_seen, last_seen, runs,
    coalesce(first_read < first_seen, false) AS appeared, coalesce(last_read > last_seen, false) AS gone
  FROM seen LEFT JOIN readings USING (account_id, region, service, type)`;
