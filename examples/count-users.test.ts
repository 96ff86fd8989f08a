import { CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { acrossAccounts } from 'flotilla';
import { simulateOrganization } from 'flotilla/simulator';
import { expect, test } from 'vitest';
import countUsers from './count-users.ts';

test('counts the users of every account, page by page', async () => {
  const organization = simulateOrganization({ pageSize: 2 });
  organization.addAccount({ name: 'alpha', id: '111111111111' });
  organization.addAccount({ name: 'beta', id: '222222222222' });
  const iam = new IAMClient(organization.access('arn:aws:iam::111111111111:root'));
  for (const UserName of ['ana', 'ben', 'chloe'])
    await iam.send(new CreateUserCommand({ UserName }));

  const { results } = await acrossAccounts(countUsers, {
    aws: organization.access(),
    order: 'input',
  });

  expect(results.map(({ account, value }) => [account.name, value])).toEqual([
    ['alpha', 3],
    ['beta', 0],
  ]);
});
