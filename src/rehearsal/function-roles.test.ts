/**
 * Every function has a role of its own with the permissions of a deployment, for seven weeks in which everything happens.
 * A permission that is missing is denied; one that is not used is listed with its reason.
 */

import { beforeAll, expect, test } from 'vitest';
import { describeDeployment } from '../deployment/describe-deployment.ts';
import { type RouteName, routeNames } from '../lifecycle/routes/routes.ts';
import type { CheckedPermission } from '../simulator/index.ts';
import { liveSevenWeeks, openEventfulEnvironment } from '../testing/eventful-weeks.ts';
import type { TermsEnvironment } from '../testing/terms-environment.ts';

const checked: CheckedPermission[] = [];
let env: TermsEnvironment;

beforeAll(async () => {
  env = await openEventfulEnvironment();
  env.organization.watchPermissions((one) => checked.push(one));
  await liveSevenWeeks(env);
}, 600_000);

const roleOf = ({ principal }: CheckedPermission) => principal.split('/')[1] ?? '';

test('no function is denied what it calls', () => {
  const ours = new Set(routeNames.map((name) => `SpaDemo${name}`));
  const denied = checked.filter((one) => !one.allowed && ours.has(roleOf(one)));

  expect([...new Set(denied.map((one) => `${roleOf(one)} ${one.action} ${one.resource}`))]).toEqual(
    [],
  );
  expect(env.handled.filter(({ error }) => error !== undefined)).toEqual([]);
  expect(routeNames.map((route) => env.lifecycleOf(route).meter.lost())).toEqual(
    routeNames.map(() => 0),
  );
});

test('every function was invoked, or is called by a browser', () => {
  const invoked = new Set(env.handled.map(({ route }) => route));

  // Inventories are switched off here: see inventory.long.test.ts.
  const elsewhere = ['OnAcknowledgement', 'OnInventoryAccount', 'OnInventoryRun'];
  expect(routeNames.filter((route) => !invoked.has(route)).sort()).toEqual(elsewhere);
});

/** What Lambda calls in the name of the function, besides its handler. */
const byLambda = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];

/** An account that a function advances may need any step, and seldom needs it there. */
const seldomWhenAdvanced = [
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'sns:Subscribe',
  'cloudwatch:PutMetricData',
];

const seldom: Readonly<Partial<Record<RouteName, readonly string[]>>> = {
  OnVanillaAccount: seldomWhenAdvanced,
  OnVanillaAccountTag: seldomWhenAdvanced,
  OnAssignedAccountFromQueue: seldomWhenAdvanced,
  OnReleasedAccount: seldomWhenAdvanced,
  OnExpiredAccount: seldomWhenAdvanced,
  OnPreparedAccountFromCodebuild: seldomWhenAdvanced,
  OnPurgedAccountFromCodebuild: seldomWhenAdvanced,
  OnAlertFromCodebuild: seldomWhenAdvanced,
  OnAccountMessages: ['dynamodb:DeleteItem'],
  // Installed after the time of a window; a window that is closed early, or open for longer.
  OnMaintenanceWindow: ['cloudwatch:PutMetricData', 'dynamodb:DescribeTable', 'events:PutEvents'],
  OnSweep: ['dynamodb:DescribeTable', 'events:PutEvents'],
  // The last rates of currencies, when their source does not answer.
  OnEarlyCostReport: ['s3:GetObject', 's3:ListBucket'],
  // The link to a report is used by a person.
  OnException: ['s3:GetObject'],
  // A mail that SES refuses; an event that another invocation handles.
  OnHolderNotice: ['events:PutEvents', 'dynamodb:GetItem'],
  OnExpiryReport: ['events:PutEvents', 'dynamodb:GetItem'],
  OnHolderDocument: ['events:PutEvents', 'dynamodb:GetItem'],
};

test('a function may do what it does, and little else', () => {
  const { settings, hub } = env.lifecycle;
  const { functions } = describeDeployment(settings, { ...hub, organizationId: 'o-x' });
  const used = new Map(
    [...Map.groupBy(checked, roleOf)].map(([role, all]) => [
      role,
      new Set(all.map(({ action }) => action)),
    ]),
  );
  const unused = functions.flatMap(({ name, route, statements, deadLetters }) => {
    const expected = [
      ...byLambda,
      ...(deadLetters === undefined ? [] : ['sqs:SendMessage']),
      ...(seldom[route] ?? []),
    ];
    return statements
      .flatMap(({ Action }) => Action)
      .filter((action) => !used.get(name)?.has(action) && !expected.includes(action))
      .map((action) => `${route} ${action}`);
  });

  expect(unused).toEqual([]);
});

interface DashboardBody {
  readonly widgets: readonly {
    readonly properties: { readonly metrics?: readonly (readonly unknown[])[] };
  }[];
}

/** Names of our own metrics with their dimensions, as graphs of the dashboard name or search them. */
function shownMetrics(body: DashboardBody): readonly string[] {
  const all = body.widgets.flatMap(({ properties }) => properties.metrics ?? []);
  return all.flatMap(([first, name, ...dimensions]) => {
    if (first === 'SustainablePersonalAccount') return [`${name} ${dimensions[0]}`];
    const { expression = '' } = first as { readonly expression?: string };
    const search = /\{SustainablePersonalAccount,(\w+),(\w+)\} MetricName="(\w+)"/.exec(expression);
    return search ? [`${search[3]} ${search[1]},${search[2]}`] : [];
  });
}

test('every metric of the dashboard and of the alarms is emitted', async () => {
  const { settings, hub } = env.lifecycle;
  const { dashboard, alarms } = describeDeployment(settings, { ...hub, organizationId: 'o-x' });
  const Namespace = 'SustainablePersonalAccount';
  const { Metrics } = await env.lifecycle.inHub('cloudwatch').call('ListMetrics', { Namespace });
  const emitted = (
    Metrics as readonly {
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string }[];
    }[]
  ).map(({ MetricName, Dimensions }) => `${MetricName} ${Dimensions.map(({ Name }) => Name)}`);
  const alarmed = alarms.flatMap(({ metric: { namespace, name, dimensions } }) =>
    namespace === Namespace ? [`${name} ${Object.keys(dimensions)}`] : [],
  );

  const shown = new Set([...shownMetrics(dashboard.body as DashboardBody), ...alarmed]);

  expect(shown.size).toBe(8);
  expect(shown.difference(new Set(emitted))).toEqual(new Set());
});
