import { expect, test } from 'vitest';
import { administratorArn, openServiceClient } from '../../../testing/account-access.ts';
import { errorNameOf, errorOf } from '../../../testing/call-errors.ts';
import { virtualClock } from '../../clock.ts';
import { simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

const text = { type: 'text', x: 0, y: 0, properties: { markdown: 'Hello' } };
const DashboardBody = JSON.stringify({ periodOverride: 'inherit', widgets: [text] });

function open({ pageSize = 20 } = {}) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, pageSize, limits: noLimits });
  const client = openServiceClient(organization, 'cloudwatch');
  const put = (DashboardName: string, body = DashboardBody) =>
    client.call('PutDashboard', { DashboardName, DashboardBody: body });
  return { organization, clock, client, put };
}

test('a dashboard is returned as it was put, in every region', async () => {
  const { organization, put } = open();
  await put('Cockpit');
  const elsewhere = openServiceClient(organization, 'cloudwatch', { region: 'eu-west-1' });

  expect(await elsewhere.call('GetDashboard', { DashboardName: 'Cockpit' })).toMatchObject({
    DashboardName: 'Cockpit',
    DashboardArn: `arn:aws:cloudwatch::${organization.managementAccountId}:dashboard/Cockpit`,
    DashboardBody,
  });
});

test('dashboards are listed by name, page by page and by prefix', async () => {
  const { client, put, clock } = open({ pageSize: 2 });
  for (const name of ['a-2', 'b-1', 'a-1', 'a-3']) await put(name);
  const pages: unknown[] = [];
  const listing = client.pages('ListDashboards', { DashboardNamePrefix: 'a-' });
  for await (const { DashboardEntries } of listing) pages.push(DashboardEntries);
  const entry = (DashboardName: string) => ({
    DashboardName,
    LastModified: new Date(clock.now()),
    Size: DashboardBody.length,
  });

  expect(pages).toMatchObject([[entry('a-1'), entry('a-2')], [entry('a-3')]]);
});

test('dashboards are deleted all together, or not at all', async () => {
  const { client, put } = open();
  await put('one');
  await put('two');
  const failed = await errorNameOf(
    client.call('DeleteDashboards', { DashboardNames: ['one', 'three'] }),
  );
  await client.call('DeleteDashboards', { DashboardNames: ['two'] });
  const missing = await errorNameOf(client.call('GetDashboard', { DashboardName: 'two' }));

  expect(failed).toBe('ResourceNotFound');
  expect(missing).toBe('ResourceNotFound');
  expect(await client.call('ListDashboards')).toMatchObject({
    DashboardEntries: [{ DashboardName: 'one' }],
  });
});

test.for<[string, string, string]>([
  ['is not JSON', '{', ''],
  ['has no widgets', '{}', '/'],
  [
    'has an unknown widget',
    JSON.stringify({ widgets: [{ ...text, type: 'pie' }] }),
    '/widgets/0/type',
  ],
  ['has a widget without properties', '{"widgets":[{"type":"text"}]}', '/widgets/0/properties'],
])('a body that %s is refused', async ([, body, DataPath]) => {
  const { put } = open();

  expect(await errorOf(put('Cockpit', body))).toMatchObject({
    name: 'DashboardInvalidInputError',
    dashboardValidationMessages: [{ DataPath }],
  });
});

test('a name with a space is refused', async () => {
  expect(await errorNameOf(open().put('My Cockpit'))).toBe('InvalidParameterValueException');
});

test('dashboards of other accounts are not visible', async () => {
  const { organization, put } = open();
  await put('Cockpit');
  const { id } = organization.addAccount({ name: 'other' });
  const client = openServiceClient(organization, 'cloudwatch', { principal: administratorArn(id) });

  expect(await client.call('ListDashboards')).toMatchObject({ DashboardEntries: [] });
});
