import { expect, test } from 'vitest';
import { type RouteFacts, routeNames, routes } from './routes.ts';

const facts: RouteFacts = {
  environment: 'SpaDemo',
  tagPrefix: 'account-',
  managementAccountId: '111111111111',
  projects: { preparation: 'SpaProjectForAccountPreparation', purge: 'SpaProjectForAccountPurge' },
  maintenanceWindowExpression: 'cron(0 18 ? * SAT *)',
  sweepExpression: 'rate(1 hour)',
  inventoryExpression: 'cron(23 1 ? * SUN *)',
  hasCosts: true,
  holderNotices: ['release', 'expiry', 'purge', 'budget-alert', 'terms'],
};
const namesOf = (differing: Partial<RouteFacts> = {}) =>
  routes({ ...facts, ...differing }).map(({ name }) => name);

test('every function has one route', () => {
  expect(namesOf().toSorted()).toEqual(routeNames.toSorted());
});

test('without its expression no inventory is taken', () => {
  const without = namesOf({ inventoryExpression: undefined });
  expect(namesOf().filter((name) => !without.includes(name))).toEqual([
    'OnInventoryRun',
    'OnInventoryAccount',
  ]);
});

test('without a tag that costs are grouped by, there are no functions of costs; with it there are three', () => {
  const ofCosts = ['OnDailyCostsMetric', 'OnEarlyCostReport', 'OnMonthlyCostReport'];

  expect(namesOf().filter((name) => !namesOf({ hasCosts: false }).includes(name))).toEqual(ofCosts);
});

test('holders are notified by one function, of the events that the settings choose', () => {
  const none = namesOf({ holderNotices: [] });
  const [notices] = routes({ ...facts, holderNotices: ['budget-alert'] }).filter(
    ({ name }) => name === 'OnHolderNotice',
  );

  expect(namesOf().filter((name) => !none.includes(name))).toEqual([
    'OnHolderNotice',
    'OnExpiryNotices',
    'OnExpiryReport',
    'OnHolderDocument',
    'OnAcknowledgement',
    'OnUnacknowledgedDocuments',
  ]);
  expect(namesOf({ holderNotices: ['purge'] }).filter((name) => !none.includes(name))).toEqual([
    'OnHolderNotice',
  ]);
  expect(namesOf({ holderNotices: ['terms'] }).filter((name) => !none.includes(name))).toEqual([
    'OnHolderDocument',
    'OnAcknowledgement',
    'OnUnacknowledgedDocuments',
  ]);
  expect(notices?.on).toMatchObject({ pattern: { 'detail-type': ['BudgetAlertException'] } });
});

test('without a window no function opens one', () => {
  const without = namesOf({ maintenanceWindowExpression: undefined });

  expect(namesOf().filter((name) => !without.includes(name))).toEqual(['OnMaintenanceWindow']);
});

test('reports run on the days that users know', () => {
  const schedules = routes(facts).flatMap(({ name, on }) =>
    'schedule' in on ? [[name, on.schedule]] : [],
  );

  expect(Object.fromEntries(schedules)).toEqual({
    OnMaintenanceWindow: 'cron(0 18 ? * SAT *)',
    OnSweep: 'rate(1 hour)',
    OnExpiryNotices: 'cron(12 5 * * ? *)',
    OnUnacknowledgedDocuments: 'cron(27 5 * * ? *)',
    OnInventoryReport: 'cron(23 3 ? * SAT *)',
    OnInventoryRun: 'cron(23 1 ? * SUN *)',
    OnOngoingActivitiesReport: 'cron(42 2 ? * 7 *)',
    OnPastActivitiesReport: 'cron(42 3 1 * ? *)',
    OnDailyCostsMetric: 'cron(42 0 * * ? *)',
    OnEarlyCostReport: 'cron(42 2 6 * ? *)',
    OnMonthlyCostReport: 'cron(42 2 14 * ? *)',
  });
});
