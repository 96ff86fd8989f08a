/** The reports of the last month of a rehearsal, as the scheduled functions and the command make them. */

import { monthOf } from '../reports/month.ts';
import { type MonthReports, writeMonthReports } from '../reports/month-reports.ts';
import { memoryReportStore } from '../reports/store/memory-report-store.ts';
import type { ReportObject } from '../reports/store/report-store.ts';
import { driveThrough } from '../simulator/index.ts';
import type { RehearsalEnvironment } from './rehearsal-environment.ts';
import { rehearsalFetch } from './web.ts';

export interface FinalReports extends MonthReports {
  readonly month: string;
  readonly objects: readonly ReportObject[];
}

/** They are kept in memory: the clock must not advance while a disk is written. */
export async function makeFinalReports(environment: RehearsalEnvironment): Promise<FinalReports> {
  const { lifecycle, clock, organization } = environment;
  const month = monthOf(clock.now() - 1);
  const store = memoryReportStore();
  const fetch = rehearsalFetch(organization);
  const made = await driveThrough(environment, () =>
    writeMonthReports(lifecycle, { month, kind: 'early', store, fetch }),
  );
  return { ...made, month, objects: store.objects() };
}
