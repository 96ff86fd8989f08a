import { expect, onTestFinished, test } from 'vitest';
import { simulateOrganization } from '../simulator/index.ts';
import { openFleet } from './open-fleet.ts';

const region = 'eu-west-1';

async function fixture() {
  const organization = simulateOrganization();
  const server = await organization.serve();
  onTestFinished(() => server.close());
  const { credentials } = organization.access();
  const fleet = openFleet({ endpoint: server.url, credentials, region });
  onTestFinished(() => fleet.close());
  const s3 = fleet.generic('s3', region);
  const CreateBucketConfiguration = { LocationConstraint: region };
  await s3.call('CreateBucket', { Bucket: 'reports', CreateBucketConfiguration });
  const Key = 'SpaReports/Exceptions/1 é+&.xlsx';
  await s3.call('PutObject', { Bucket: 'reports', Key, Body: new TextEncoder().encode('costs') });
  return { fleet, object: { bucket: 'reports', key: Key, region, fileName: 'costs".xlsx' } };
}

test('a link downloads its object under its name', async () => {
  const { fleet, object } = await fixture();

  const response = await fetch(await fleet.presign({ ...object, expiresSeconds: 60 }));

  expect([response.status, await response.text()]).toEqual([200, 'costs']);
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="costs_.xlsx"');
});

test('a link is valid for its own object, and until it expires', async () => {
  const { fleet, object } = await fixture();
  const link = await fleet.presign({ ...object, expiresSeconds: 60 });
  const early = new Date(Date.now() - 120_000).toISOString().replace(/[-:]|\.\d+/g, '');

  const statuses = [
    link.replace('Exceptions', 'Costs'),
    link.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'),
    link.replace(/X-Amz-Date=\w+/, `X-Amz-Date=${early}`),
    link.replace(/&X-Amz-Signature=.*/, ''),
  ].map(async (url) => (await fetch(url)).status);

  expect(await Promise.all(statuses)).toEqual([403, 403, 403, 403]);
});
