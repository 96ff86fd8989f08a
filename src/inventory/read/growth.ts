/** How many resources there were over time, from what every run has listed. */

import { type Database, openDatabase } from './open-database.ts';
import type { RunOnDisk } from './run-on-disk.ts';
import { createViews } from './views.ts';

export const growthKeys = ['type', 'service', 'account', 'region'] as const;
export const growthPeriods = ['month', 'week', 'day'] as const;

export interface GrowthQuestion {
  readonly by: (typeof growthKeys)[number];
  readonly per: (typeof growthPeriods)[number];
}

/** Of one type, service, account or region. */
export interface Growth {
  readonly name: string;
  /** Every period from the first one to the last one in which a run finished. */
  readonly periods: readonly GrowthPeriod[];
}

export interface GrowthPeriod {
  /** Its first day: `2026-01-01`. */
  readonly start: string;
  /** Of the last reading of each type, account and region in the period; of an earlier one where none succeeded. */
  readonly resources: number;
  /** Types in accounts and regions that could not be read in the period: their last known number is counted. */
  readonly unread: number;
}

/** Those with the most resources in the last period first. */
export async function growthOf(
  runs: readonly RunOnDisk[],
  question: GrowthQuestion,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<readonly Growth[]> {
  const database = await openDatabase();
  const interrupt = () => database.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    await createViews(database, runs);
    return await read(database, question);
  } finally {
    signal?.removeEventListener('abort', interrupt);
    database.close();
  }
}

const names: Readonly<Record<GrowthQuestion['by'], string>> = {
  type: "service || '.' || type",
  service: 'service',
  account: 'account_id',
  region: 'region',
};

async function read(database: Database, { by, per }: GrowthQuestion): Promise<readonly Growth[]> {
  const rows = await database.all(growthSql(names[by], per));
  const series = Map.groupBy(rows, ({ name }) => String(name));
  return Array.from(series, ([name, points]) => ({
    name,
    periods: points.map(({ start, resources, unread }) => ({
      start: String(start).slice(0, 10),
      resources: Number(resources),
      unread: Number(unread),
    })),
  }))
    .filter(({ periods }) => periods.some(({ resources }) => resources > 0))
    .sort(bySize);
}

/**
 * A reading is what a run has listed of a type in an account and region. Without one in a period, that of an earlier one
 * counts: an account that could not be read has not lost its resources.
 */
function growthSql(name: string, per: string): string {
  return `
    WITH times AS (SELECT run_id, coalesce(started_at, date::TIMESTAMP) AS started, date_trunc('${per}', date) AS start FROM runs),
    readings AS (
      SELECT account_id, region, service, type, start, arg_max(count, started) AS resources
      FROM listings JOIN times USING (run_id) WHERE status IN ('done', 'not-enabled') GROUP BY ALL
    ),
    places AS (SELECT account_id, region, service, type, min(start) AS since FROM readings GROUP BY ALL HAVING max(resources) > 0),
    periods AS (SELECT DISTINCT start FROM times),
    points AS (
      SELECT places.*, periods.start, last_value(readings.resources IGNORE NULLS) OVER place AS resources,
        readings.start IS NULL AS is_unread
      FROM places JOIN periods ON periods.start >= places.since
      LEFT JOIN readings ON readings.account_id = places.account_id AND readings.region = places.region
        AND readings.service = places.service AND readings.type = places.type AND readings.start = periods.start
      WINDOW place AS (PARTITION BY places.account_id, places.region, places.service, places.type ORDER BY periods.start)
    ),
    totals AS (
      SELECT ${name} AS name, start, sum(resources) AS resources, count(*) FILTER (is_unread) AS unread FROM points GROUP BY ALL
    )
    SELECT named.name, periods.start, coalesce(totals.resources, 0) AS resources, coalesce(totals.unread, 0) AS unread
    FROM (SELECT DISTINCT name FROM totals) AS named CROSS JOIN periods
    LEFT JOIN totals ON totals.name = named.name AND totals.start = periods.start
    ORDER BY named.name, periods.start`;
}

function bySize(a: Growth, b: Growth): number {
  const last = ({ periods }: Growth) => periods.at(-1)?.resources ?? 0;
  return last(b) - last(a) || (a.name < b.name ? -1 : 1);
}
