import { expect, test } from 'vitest';
import { openServiceClient } from '../../../testing/account-access.ts';
import { failureOf } from '../../../testing/failure-of.ts';
import { simulateOrganization } from '../../index.ts';

async function fixture(template: object = {}) {
  const organization = simulateOrganization({ pageSize: 2 });
  const incidents = openServiceClient(organization, 'ssm-incidents', { region: 'eu-west-1' });
  await incidents.call('CreateReplicationSet', { regions: { 'eu-west-1': {} } });
  const { arn: responsePlanArn } = await incidents.call('CreateResponsePlan', {
    name: 'SpaDemoResponsePlan',
    incidentTemplate: { title: 'An exception', impact: 5, ...template },
  });
  return { incidents, responsePlanArn, accountId: organization.managementAccountId };
}

test('a client token starts one incident', async () => {
  const { incidents, responsePlanArn, accountId } = await fixture();
  const start = async (clientToken: string) => {
    const input = { responsePlanArn, clientToken, title: 'Budget alert' };
    return (await incidents.call('StartIncident', input)).incidentRecordArn;
  };

  const [first, again, other] = [await start('a'), await start('a'), await start('b')];

  expect(again).toBe(first);
  expect(other).not.toBe(first);
  expect(first).toMatch(
    new RegExp(`^arn:aws:ssm-incidents::${accountId}:incident-record/SpaDemoResponsePlan/`),
  );
});

test('the string of a plan leads to its open incident', async () => {
  const { incidents, responsePlanArn } = await fixture({ dedupeString: 'one' });
  const start = async () => {
    const { incidentRecordArn } = await incidents.call('StartIncident', { responsePlanArn });
    return incidentRecordArn;
  };

  const [first, second] = [await start(), await start()];
  await incidents.call('UpdateIncidentRecord', { arn: first, status: 'RESOLVED' });
  const third = await start();

  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('an incident is updated, tagged, related to an attachment and resolved', async () => {
  const { incidents, responsePlanArn } = await fixture({ incidentTags: { team: 'sre' } });
  const { incidentRecordArn: arn } = await incidents.call('StartIncident', {
    responsePlanArn,
    impact: 4,
  });
  await incidents.call('UpdateIncidentRecord', { arn, summary: '# Budget', status: 'RESOLVED' });
  await incidents.call('TagResource', { resourceArn: arn, tags: { exception: 'Budget' } });
  const identifier = { type: 'ATTACHMENT', value: { url: 'https://example.com/costs.xlsx' } };
  await incidents.call('UpdateRelatedItems', {
    incidentRecordArn: arn,
    relatedItemsUpdate: { itemToAdd: { identifier, title: 'Costs' } },
  });

  const { incidentRecord } = await incidents.call('GetIncidentRecord', { arn });
  const { relatedItems } = await incidents.call('ListRelatedItems', { incidentRecordArn: arn });
  const { tags } = await incidents.call('ListTagsForResource', { resourceArn: arn });

  expect(incidentRecord).toMatchObject({
    title: 'An exception',
    summary: '# Budget',
    impact: 4,
    status: 'RESOLVED',
  });
  expect(relatedItems).toMatchObject([{ identifier, title: 'Costs' }]);
  expect(tags).toEqual({ team: 'sre', exception: 'Budget' });
});

test('incidents are listed by status, in pages, the newest first', async () => {
  const { incidents, responsePlanArn } = await fixture();
  const arns: unknown[] = [];
  for (const title of ['a', 'b', 'c', 'd']) {
    arns.push(
      (await incidents.call('StartIncident', { responsePlanArn, title })).incidentRecordArn,
    );
  }
  await incidents.call('UpdateIncidentRecord', { arn: arns[1], status: 'RESOLVED' });
  const equals = { stringValues: ['OPEN'] };

  const pages: string[][] = [];
  const filters = [{ key: 'status', condition: { equals } }];
  for await (const page of incidents.pages('ListIncidentRecords', { filters })) {
    const found = page.incidentRecordSummaries as readonly { readonly title: string }[];
    pages.push(found.map(({ title }) => title));
  }

  expect(pages).toEqual([['d', 'c'], ['a']]);
});

test('what Incident Manager does not accept is refused with its errors', async () => {
  const { incidents, responsePlanArn } = await fixture();
  const { arn: other } = { arn: `${responsePlanArn}Other` };
  const failures = [
    () => incidents.call('CreateReplicationSet', { regions: { 'eu-west-1': {} } }),
    () => incidents.call('StartIncident', { responsePlanArn: other }),
    () => incidents.call('StartIncident', { responsePlanArn, title: 'x'.repeat(201) }),
    () => incidents.call('GetIncidentRecord', { arn: other }),
    () => incidents.call('TagResource', { resourceArn: other, tags: {} }),
  ].map(failureOf);

  expect((await Promise.all(failures)).map(([name]) => name)).toEqual([
    'ConflictException',
    'ResourceNotFoundException',
    'ValidationException',
    'ResourceNotFoundException',
    'ResourceNotFoundException',
  ]);
});

test('without a replication set there are no plans', async () => {
  const incidents = openServiceClient(simulateOrganization(), 'ssm-incidents');
  const incidentTemplate = { title: 'An exception', impact: 5 };

  expect(
    await failureOf(() => incidents.call('CreateResponsePlan', { name: 'a', incidentTemplate })),
  ).toEqual(['ResourceNotFoundException', 'Resource not found: replication-set']);
});
