import { acrossAccounts } from 'flotilla';
import { simulateOrganization } from 'flotilla/simulator';
import { expect, test } from 'vitest';
import defaultVpcs from './default-vpcs.ts';

test('finds the default VPC of every region, and reports unread regions', async () => {
  const organization = simulateOrganization();
  organization.addAccount({ name: 'alpha', id: '111111111111' });
  organization.addAccount({ name: 'beta', id: '222222222222' });
  organization.deny({ service: 'ec2', account: '222222222222' });

  const { results, exceptions } = await acrossAccounts(defaultVpcs, {
    aws: organization.access(),
    regions: ['eu-west-1', 'us-east-1'],
    order: 'input',
  });

  expect(results.map(({ account, region, value }) => [account.name, region, value])).toEqual([
    ['alpha', 'eu-west-1', [expect.stringMatching(/^vpc-/)]],
    ['alpha', 'us-east-1', [expect.stringMatching(/^vpc-/)]],
  ]);
  expect(exceptions.map(({ account, region, kind }) => [account.name, region, kind])).toEqual([
    ['beta', 'eu-west-1', 'denied'],
    ['beta', 'us-east-1', 'denied'],
  ]);
});
