import { expect, test } from 'vitest';
import { openServiceClient } from '../../../../testing/account-access.ts';
import { failureOf } from '../../../../testing/failure-of.ts';
import { simulateOrganization } from '../../../index.ts';

const budget = {
  Title: 'Budget alert on account 111111111111',
  Description: 'Over 80%',
  Source: 'Flotilla',
  Severity: '2',
  OperationalData: {
    '/aws/dedup': { Type: 'SearchableString', Value: '{"dedupString":"budget 111111111111"}' },
    account: { Type: 'SearchableString', Value: '111111111111' },
  },
  Tags: [{ Key: 'exception', Value: 'BudgetAlertException' }],
};

const opsCenter = (pageSize = 20) =>
  openServiceClient(simulateOrganization({ pageSize }), 'ssm', { region: 'eu-west-1' });

test('an item with the text of an open one is refused, and names that one', async () => {
  const ssm = opsCenter();
  const { OpsItemId } = await ssm.call('CreateOpsItem', budget);

  const refused = await ssm.call('CreateOpsItem', budget).catch((error: unknown) => error);
  await ssm.call('UpdateOpsItem', { OpsItemId, Status: 'Resolved' });
  const next = await ssm.call('CreateOpsItem', budget);

  expect(refused).toMatchObject({ name: 'OpsItemAlreadyExistsException', OpsItemId });
  expect(next.OpsItemId).not.toBe(OpsItemId);
});

test('other resources are not duplicates', async () => {
  const ssm = opsCenter();
  const of = (resource: string) => ({
    ...budget,
    OperationalData: {
      ...budget.OperationalData,
      '/aws/resources': { Type: 'SearchableString', Value: `[{"arn":"${resource}"}]` },
    },
  });

  const ids = [
    (await ssm.call('CreateOpsItem', of('a'))).OpsItemId,
    (await ssm.call('CreateOpsItem', of('b'))).OpsItemId,
  ];

  expect(new Set(ids).size).toBe(2);
});

test('operational data is added and deleted, and its duplicate text stays', async () => {
  const ssm = opsCenter();
  const { OpsItemId } = await ssm.call('CreateOpsItem', budget);
  await ssm.call('UpdateOpsItem', {
    OpsItemId,
    OperationalData: { report: { Type: 'String', Value: 's3://bucket/key' } },
    OperationalDataToDelete: ['account'],
  });

  const { OpsItem } = await ssm.call('GetOpsItem', { OpsItemId });

  expect(OpsItem).toMatchObject({
    Title: budget.Title,
    Status: 'Open',
    Version: '2',
    OperationalData: {
      '/aws/dedup': budget.OperationalData['/aws/dedup'],
      report: { Type: 'String', Value: 's3://bucket/key' },
    },
  });
  expect(
    await failureOf(() =>
      ssm.call('UpdateOpsItem', { OpsItemId, OperationalDataToDelete: ['/aws/dedup'] }),
    ),
  ).toEqual(['OpsItemInvalidParameterException', 'The deduplication string cannot be changed.']);
});

test('items are listed by filters, in pages, the newest first', async () => {
  const ssm = opsCenter(2);
  const create = async (Title: string, account: string) => {
    const OperationalData = { account: { Type: 'SearchableString', Value: account } };
    const { OpsItemId } = await ssm.call('CreateOpsItem', { ...budget, Title, OperationalData });
    return OpsItemId;
  };
  const resolved = await create('first', '1');
  for (const title of ['second', 'third', 'fourth']) await create(title, '1');
  await create('other', '2');
  await ssm.call('UpdateOpsItem', { OpsItemId: resolved, Status: 'Resolved' });
  const OpsItemFilters = [
    { Key: 'Status', Operator: 'Equal', Values: ['Open', 'InProgress'] },
    { Key: 'OperationalData', Operator: 'Equal', Values: ['{"key":"account","value":"1"}'] },
  ];

  const pages: string[][] = [];
  for await (const { OpsItemSummaries } of ssm.pages('DescribeOpsItems', { OpsItemFilters })) {
    const titles = OpsItemSummaries as readonly { readonly Title: string }[];
    pages.push(titles.map(({ Title }) => Title));
  }

  expect(pages).toEqual([['fourth', 'third'], ['second']]);
});

test('what OpsCenter does not accept is refused with its errors', async () => {
  const ssm = opsCenter();
  const { OpsItemId } = await ssm.call('CreateOpsItem', budget);
  const data = (key: string, Value: string) => ({
    ...budget,
    OperationalData: { [key]: { Value } },
  });
  const failures = [
    () => ssm.call('CreateOpsItem', { ...budget, Title: '' }),
    () => ssm.call('CreateOpsItem', { ...budget, Description: 'x'.repeat(2_049) }),
    () => ssm.call('CreateOpsItem', { ...budget, Priority: 6 }),
    () => ssm.call('CreateOpsItem', data('/aws/own', 'x')),
    () => ssm.call('CreateOpsItem', data('/aws/dedup', 'budget')),
    () => ssm.call('UpdateOpsItem', { OpsItemId, Status: 'Closed' }),
    () => ssm.call('GetOpsItem', { OpsItemId: 'oi-000000000000' }),
    () =>
      ssm.call('DescribeOpsItems', {
        OpsItemFilters: [{ Key: 'Status', Operator: 'Contains', Values: ['Open'] }],
      }),
    () =>
      ssm.call('DescribeOpsItems', {
        OpsItemFilters: [{ Key: 'OperationalData', Operator: 'Equal', Values: ['no JSON'] }],
      }),
  ].map(failureOf);

  expect((await Promise.all(failures)).map(([name]) => name)).toEqual([
    ...Array(3).fill('ValidationException'),
    ...Array(3).fill('OpsItemInvalidParameterException'),
    'OpsItemNotFoundException',
    ...Array(2).fill('OpsItemInvalidParameterException'),
  ]);
});

test('items have tags, and can be deleted twice', async () => {
  const ssm = opsCenter();
  const { OpsItemId } = await ssm.call('CreateOpsItem', budget);
  const resource = { ResourceType: 'OpsItem', ResourceId: OpsItemId };
  await ssm.call('AddTagsToResource', { ...resource, Tags: [{ Key: 'account', Value: '1' }] });

  const { TagList } = await ssm.call('ListTagsForResource', resource);
  await ssm.call('DeleteOpsItem', { OpsItemId });
  await ssm.call('DeleteOpsItem', { OpsItemId });

  expect(TagList).toEqual([...budget.Tags, { Key: 'account', Value: '1' }]);
  expect((await failureOf(() => ssm.call('ListTagsForResource', resource)))[0]).toBe(
    'InvalidResourceId',
  );
});

test('tags of a new item require the permission to tag', async () => {
  const organization = simulateOrganization();
  const { managementAccountId } = organization;
  const iam = openServiceClient(organization, 'iam');
  await iam.call('CreateUser', { UserName: 'sre' });
  const statement = { Effect: 'Allow', Action: 'ssm:CreateOpsItem', Resource: '*' };
  await iam.call('PutUserPolicy', {
    UserName: 'sre',
    PolicyName: 'create',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  });
  const principal = `arn:aws:iam::${managementAccountId}:user/sre`;
  const ssm = openServiceClient(organization, 'ssm', { principal });
  const { Tags, ...untagged } = budget;

  await ssm.call('CreateOpsItem', untagged);

  expect((await failureOf(() => ssm.call('CreateOpsItem', budget)))[1]).toContain(
    'not authorized to perform: ssm:AddTagsToResource',
  );
});
