import { expect, test } from 'vitest';
import { openServiceClient } from '../testing/account-access.ts';
import { simulateOrganization } from './index.ts';

function world() {
  const organization = simulateOrganization();
  const glue = (region = 'us-east-1') => openServiceClient(organization, 'glue', { region });
  return { organization, glue };
}

const job = { Name: 'clean', CreatedOn: '2026-01-05T10:00:00.000Z', Role: 'r' };
const stubs = { service: 'glue', operation: 'GetJobs', output: { Jobs: [job] } };

test('a stubbed response is returned exactly, times as times, until it is removed', async () => {
  const { organization, glue } = world();
  const takeAway = organization.stubResponse(stubs);

  const answer = await glue().call('GetJobs');
  expect(answer.Jobs).toEqual([{ ...job, CreatedOn: new Date(job.CreatedOn) }]);
  takeAway();
  expect((await glue().call('GetJobs')).Jobs).not.toEqual(answer.Jobs);
});

test('it is returned only to matching calls: the region, the account, the input', async () => {
  const { organization, glue } = world();
  const empty = { ...stubs, output: { Jobs: [] } };
  organization.stubResponse(empty);
  organization.stubResponse({ ...stubs, region: 'eu-west-1' });
  organization.stubResponse({ ...stubs, account: '999999999999' });
  organization.stubResponse({ ...stubs, input: { MaxResults: 7 } });
  const count = async (region: string, input = {}) =>
    ((await glue(region).call('GetJobs', input)).Jobs as unknown[]).length;

  expect(await count('eu-west-1')).toBe(1);
  expect(await count('us-east-1')).toBe(0);
  expect(await count('us-east-1', { MaxResults: 7 })).toBe(1);
});

test('permissions still apply, and an unknown member is a mistake', async () => {
  const bugs: unknown[] = [];
  const organization = simulateOrganization({ onBug: (error) => void bugs.push(error) });
  const glue = openServiceClient(organization, 'glue', { region: 'us-east-1' });
  organization.stubResponse({ ...stubs, output: { Jobs: [{ Nmae: 'x' }] } });

  await expect(glue.call('GetJobs')).rejects.toThrow();
  expect(String(bugs[0])).toContain('The stubbed response GetJobs.Jobs has no member Nmae.');
  organization.deny({ service: 'glue', operation: 'GetJobs' });
  await expect(glue.call('GetJobs')).rejects.toThrow('not authorized');
});
