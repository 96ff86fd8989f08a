import { expect, test } from 'vitest';
import { readBelow, readTexts, smallestSettings, warningsOf } from '../testing/settings-texts.ts';
import { readSettings } from './read-settings.ts';

const withoutWindow = smallestSettings.replace(/^ {2}maintenance_window_expression.*\n/m, '');

test('a file without a maintenance window is accepted, with a warning that accounts never expire', async () => {
  const read = await readTexts({ 'settings.yaml': withoutWindow });

  expect('settings' in read && read.settings.automation.maintenanceWindowExpression).toBe(
    undefined,
  );
  expect(warningsOf(read)).toEqual([
    'settings.yaml:1:1: automation.maintenance_window_expression is missing: accounts without a schedule of their own never expire',
  ]);
});

test('there is no warning when every entry has a window of its own', async () => {
  const own = `defaults: {schedule: {maintenance_window_expression: rate(7 days)}}
accounts: [{identifier: "111111111111"}]
`;

  expect(warningsOf(await readTexts({ 'settings.yaml': `${withoutWindow}${own}` }))).toEqual([]);
});

const entry = (schedule: string) =>
  `accounts:\n  - identifier: "111111111111"\n    schedule: {${schedule}}\n`;

test.for<[string, string, string]>([
  [
    'a day that does not exist',
    entry('maintenance_window_expression: cron(0 18 30 2 ? *)'),
    '9:47: schedule.maintenance_window_expression is "cron(0 18 30 2 ? *)", which never fires again: these accounts never expire',
  ],
  [
    'a year that is over',
    entry('maintenance_window_expression: cron(0 18 ? * SAT 2025)'),
    '9:47: schedule.maintenance_window_expression is "cron(0 18 ? * SAT 2025)", which never fires again: these accounts never expire',
  ],
  [
    'blackout dates on all its days',
    entry(
      'maintenance_window_expression: cron(0 18 ? * SAT 2027), blackout_dates: [{from: 2027-01-01, to: 2027-12-31}]',
    ),
    '9:47: schedule.maintenance_window_expression is "cron(0 18 ? * SAT 2027)", which never fires again outside of the blackout dates: these accounts never expire',
  ],
  [
    'no sweep',
    'automation_sweep_expression: cron(0 18 31 4 ? *)\n',
    '7:30: automation.sweep_expression is "cron(0 18 31 4 ? *)", which never fires again: no sweep runs',
  ],
  [
    'the role of another team',
    'automation_role_name_to_manage_codebuild: team/Worker\n',
    '7:43: automation.role_name_to_manage_codebuild is "team/Worker", a role with a path; Control Tower and Organizations create their roles without one',
  ],
])('%s is a warning', async ([, more, warning]) => {
  expect(warningsOf(await readBelow(more))).toEqual([`settings.yaml:${warning}`]);
});

test('a schedule of defaults that never fires is reported once', async () => {
  const more = `defaults: {schedule: {maintenance_window_expression: cron(0 18 30 2 ? *)}}
accounts: [{identifier: "111111111111"}, {identifier: "222222222222"}]
`;

  expect(warningsOf(await readBelow(more))).toHaveLength(1);
});

test('whether a year is over depends on the clock of the caller', async () => {
  const text = `${smallestSettings}${entry('maintenance_window_expression: cron(0 18 ? * SAT 2025)')}`;
  const readText = async (path: string) => (path === 'settings.yaml' ? text : 'version: 0.2\n');
  const clock = { now: () => Date.UTC(2025, 0, 1) };

  expect(warningsOf(await readSettings({ path: 'settings.yaml', readText, clock }))).toEqual([]);
});

test('more tags than AWS keeps are a warning at the first that is too many', async () => {
  const tags = (count: number) =>
    Array.from({ length: count }, (_, at) => `      tag-${at}: x\n`).join('');
  const account = 'accounts:\n  - identifier: "111111111111"\n    account_tags:\n';

  expect(warningsOf(await readBelow(`${account}${tags(48)}`))).toEqual([]);
  expect(warningsOf(await readBelow(`${account}${tags(49)}`))).toEqual([
    'settings.yaml:58:15: account_tags has 49 tags; AWS keeps 50 of an account, and two of them are its state and its holder',
  ]);
});
