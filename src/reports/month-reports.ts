/** All reports of a month at once, with their pages: what a person gets who asks for a month. */

import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import { accountsPage } from './accounts/accounts-page.ts';
import { accountsObject, readAccountRows } from './accounts/accounts-report.ts';
import { activitiesPage } from './activities/activities-page.ts';
import { activityObjects, readActivityRows } from './activities/activities-report.ts';
import { readCostHistory } from './costs/cost-history.ts';
import { costsPage } from './costs/costs-page.ts';
import { publishCosts, readCostReport } from './costs/publish-costs.ts';
import type { FetchText } from './money/currency-rates.ts';
import { lastDay, periodOf } from './month.ts';
import { pageNames } from './page-names.ts';
import type { CostStatement } from './statement/statement.ts';
import { contentTypes, type ReportStore } from './store/report-store.ts';

export interface MonthRequest {
  /** `2026-03`. */
  readonly month: string;
  readonly kind: CostStatement['kind'];
  readonly store: ReportStore;
  readonly fetch: FetchText;
}

export interface MonthReports {
  readonly accounts: number;
  readonly activities: number;
  readonly statement: CostStatement;
}

/** Accounts are as they are now; activities and costs are those of the month. */
export async function writeMonthReports(
  lifecycle: Lifecycle,
  request: MonthRequest,
  signal?: AbortSignal,
): Promise<MonthReports> {
  const { store } = request;
  const page = (key: string, body: string) =>
    store.put({ key, contentType: contentTypes.html, body });
  const { environment } = lifecycle.hub;
  const now = lifecycle.clock.now();

  const accounts = await readAccountRows(lifecycle, signal);
  await store.put(accountsObject(lifecycle, accounts));
  await page(pageNames.accounts, accountsPage(accounts, { environment, now }));

  const { month } = request;
  const period = periodOf(month);
  const activities = await readActivityRows(lifecycle, period, signal);
  for (const object of activityObjects(lifecycle, month, activities)) await store.put(object);
  const until = lastDay(period, now);
  await page(pageNames.activities, activitiesPage(activities, { environment, month, until }));

  const report = await readCostReport(lifecycle, { ...request, rates: store }, signal);
  const { statement } = await publishCosts(report, store);
  const history = await readCostHistory(lifecycle, month, signal);
  await page(pageNames.costs, costsPage({ ...report, statement, history }));
  return { accounts: accounts.length, activities: activities.length, statement };
}
