/** Activities of a month: one file for each cost center. */

import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { daysOf, type Period } from '../month.ts';
import { tableCsv } from '../render/table.ts';
import { keySegment } from '../store/key-segment.ts';
import { contentTypes, type ReportObject } from '../store/report-store.ts';
import { type ActivityRow, activityColumns, activityRow } from './activity-rows.ts';

/** In the order of their time. */
export async function readActivityRows(
  { activities }: Pick<Lifecycle, 'activities'>,
  period: Period,
  signal?: AbortSignal,
): Promise<readonly ActivityRow[]> {
  const rows: ActivityRow[] = [];
  for (const day of daysOf(period)) {
    signal?.throwIfAborted();
    for await (const activity of activities.ofDay(day)) rows.push(activityRow(activity));
  }
  return rows;
}

/** The month is in the key: the report of the past month keeps its name when the next one begins. */
export function activityObjects(
  { settings }: Pick<Lifecycle, 'settings'>,
  month: string,
  rows: readonly ActivityRow[],
): readonly ReportObject[] {
  const centers = Map.groupBy(rows, ({ costCenter }) => costCenter);
  return [...centers].map(([center, ofCenter]) => {
    const segment = keySegment(center);
    const folder = `${settings.reporting.activitiesPrefix}/${segment}/${month.slice(0, 4)}`;
    return {
      key: `${folder}/${month}-${segment}-activities.csv`,
      contentType: contentTypes.csv,
      body: tableCsv(activityColumns, ofCenter),
    };
  });
}
