/** Listings that need several tokens for the next page: Route 53's record sets. */

import { expect, test } from 'vitest';
import { simulateOrganization } from '../../simulator/index.ts';
import { collectRecords } from '../../testing/collect-records.ts';
import { loadCatalogue, selectEntries } from '../catalogue/catalogue.ts';

const id = '111111111111';
const entries = selectEntries(loadCatalogue(), { types: ['route53_record_set'] });
const zone = { Id: '/hostedzone/Z1', Name: 'example.com.', CallerReference: '1' };
const sets = [
  { Name: 'example.com.', Type: 'NS', TTL: 172_800, ResourceRecords: [{ Value: 'ns-1' }] },
  { Name: 'www.example.com.', Type: 'A', SetIdentifier: 'blue', Weight: 9 },
  { Name: 'www.example.com.', Type: 'A', SetIdentifier: 'green', Weight: 1 },
];

/** Three pages; each identifies the next one by three members, or by two. */
function world() {
  const organization = simulateOrganization();
  organization.addAccount({ name: 'alpha', id });
  const stub = (operation: string, output: object, input?: object) =>
    organization.stubResponse({
      service: 'route53',
      operation,
      output: { ...output },
      ...(input && { input: { ...input } }),
    });
  const page = { IsTruncated: false, MaxItems: 1 };
  stub('ListHostedZones', { ...page, HostedZones: [zone], Marker: '' });
  stub('ListQueryLoggingConfigs', { QueryLoggingConfigs: [] });
  stub('ListTagsForResources', { ResourceTagSets: [] });
  const next = { NextRecordName: 'www.example.com.', NextRecordType: 'A' };
  stub('ListResourceRecordSets', { ...page, ResourceRecordSets: sets.slice(0, 1), ...next });
  const second = { StartRecordName: 'www.example.com.', StartRecordType: 'A' };
  stub(
    'ListResourceRecordSets',
    { ...page, ResourceRecordSets: sets.slice(1, 2), ...next, NextRecordIdentifier: 'green' },
    second,
  );
  const third = { ...second, StartRecordIdentifier: 'green' };
  stub('ListResourceRecordSets', { ...page, ResourceRecordSets: sets.slice(2) }, third);
  return organization;
}

test('record sets are read to the end, each with an id of its own below its zone', async () => {
  const { records, manifest } = await collectRecords({
    organization: world(),
    accountId: id,
    entries,
  });

  expect(records.map((one) => [one.id, one.resource])).toEqual([
    ['Z1/example.com./NS', sets[0]],
    ['Z1/www.example.com./A/blue', sets[1]],
    ['Z1/www.example.com./A/green', sets[2]],
  ]);
  expect(manifest).toMatchObject([{ type: 'record_set', status: 'done', count: 3, calls: 3 }]);
});

test('a response that repeats the same page is a failure, not an endless loop', async () => {
  const organization = world();
  const next = { NextRecordName: 'a.', NextRecordType: 'A' };
  organization.stubResponse({
    service: 'route53',
    operation: 'ListResourceRecordSets',
    output: { IsTruncated: true, MaxItems: 1, ResourceRecordSets: [], ...next },
  });

  const { manifest } = await collectRecords({
    organization,
    accountId: id,
    entries,
  });

  expect(manifest).toMatchObject([
    { status: 'failed', message: 'ListResourceRecordSets returned the same page twice', calls: 2 },
  ]);
});
