import { OrganizationsClient, TagResourceCommand } from '@aws-sdk/client-organizations';
import { expect, test } from 'vitest';
import { openFleet } from '../aws/open-fleet.ts';
import { type SimulationOptions, simulateOrganization } from '../simulator/index.ts';
import type { AccountDetails } from './candidate-accounts.ts';
import { selectAccounts } from './select-accounts.ts';
import { type SelectionOptions, selectionSchema } from './selection.ts';

const bare: AccountDetails = { facts: true, ouPath: false, tags: false };

function world(options: SimulationOptions = {}) {
  const organization = simulateOrganization({ pageSize: 2, ...options });
  const workloads = organization.addOu({ name: 'Workloads' });
  const production = organization.addOu({ name: 'Production', parent: workloads.id });
  const add = (name: string, ou: string | undefined, tags: Record<string, string>) =>
    organization.addAccount({ name, tags, ...(ou && { ou }) }).id;
  const ids = {
    web: add('web-prod', production.id, { team: 'web', tier: 'prod' }),
    search: add('search/dev', workloads.id, { team: 'search', tier: 'dev' }),
    data: add('.data-prod', production.id, { team: 'data', tier: 'prod' }),
    lab: add('lab', undefined, {}),
  };
  const fleet = openFleet(organization.access());
  const select = async (selection: SelectionOptions, details: AccountDetails = bare) =>
    Array.fromAsync(selectAccounts(fleet, selectionSchema.parse(selection), details));
  const names = async (selection: SelectionOptions) => {
    const selected = await select(selection);
    return selected
      .filter(({ skip }) => skip?.reason !== 'management')
      .map(({ account }) => account.name);
  };
  return {
    organization,
    workloads,
    production,
    ids,
    select,
    names,
    calls: organization.journal.count,
  };
}

test.each([
  ['everybody', {}, ['web-prod', 'search/dev', '.data-prod', 'lab']],
  [
    'names by glob, slashes and leading dots included',
    { names: ['*-prod'] },
    ['web-prod', '.data-prod'],
  ],
  ['any of several names', { names: ['lab', 'search*'] }, ['search/dev', 'lab']],
  ['one tag', { tags: { tier: 'prod' } }, ['web-prod', '.data-prod']],
  ['all of several tags', { tags: { tier: 'prod', team: 'web' } }, ['web-prod']],
  ['a state', { states: ['active'] }, ['web-prod', 'search/dev', '.data-prod', 'lab']],
])('selects %s', async (_, selection, expected) => {
  expect(await world().names(selection)).toEqual(expected);
});

test('filters narrow the targets, and ignored accounts are excluded', async () => {
  const { names, workloads, ids } = world();

  expect(await names({ targets: [workloads.id], names: ['*-prod'], ignore: [ids.data] })).toEqual([
    'web-prod',
  ]);
});

test('names of OU paths are read once per unit, for all its accounts', async () => {
  const { select, calls } = world();
  const selected = await select({}, { ...bare, ouPath: true });

  expect(selected.map(({ account }) => [account.name, account.ouPath])).toEqual([
    [expect.anything(), '/'],
    ['web-prod', '/Workloads/Production'],
    ['search/dev', '/Workloads'],
    ['.data-prod', '/Workloads/Production'],
    ['lab', '/'],
  ]);
  expect(calls('organizations:DescribeOrganizationalUnit')).toBe(2);
});

test('tags of all accounts are read in a page or two, not in a call per account', async () => {
  const { select, calls } = world({ pageSize: 100 });
  const selected = await select({}, { ...bare, tags: true });

  expect(selected.map(({ account }) => account.tags)).toEqual([
    {},
    { team: 'web', tier: 'prod' },
    { team: 'search', tier: 'dev' },
    { team: 'data', tier: 'prod' },
    {},
  ]);
  expect([calls('tagging:GetResources'), calls('organizations:ListTagsForResource')]).toEqual([
    1, 0,
  ]);
});

test('where the tagging API is denied, each account is read', async () => {
  const { organization, select, names, calls } = world();
  organization.deny({ service: 'tagging' });

  expect(await names({ tags: { team: 'web' } })).toEqual(['web-prod']);
  const selected = await select({}, { ...bare, tags: true });
  expect(selected.at(1)?.account.tags).toEqual({ team: 'web', tier: 'prod' });
  expect(calls('organizations:ListTagsForResource')).toBeGreaterThan(0);
});

test('tags that cannot be read are an error, not an empty selection', async () => {
  const { organization, names } = world();
  organization.deny({ service: 'tagging' });
  organization.deny({ service: 'organizations', operation: 'ListTagsForResource' });

  await expect(names({ tags: { team: 'web' } })).rejects.toThrow(
    'allow organizations:ListTagsForResource',
  );
});

test('a tag that was just set selects its account', async () => {
  const { organization, ids, names } = world();
  const client = new OrganizationsClient(organization.access());
  await client.send(
    new TagResourceCommand({ ResourceId: ids.lab, Tags: [{ Key: 'team', Value: 'lab' }] }),
  );

  expect(await names({ tags: { team: 'lab' } })).toEqual(['lab']);
});

test('accounts without paths are completed level by level, each unit once', async () => {
  const { workloads, names, calls } = world({ legacyStatus: true });

  expect(await names({ targets: [workloads.id] })).toEqual([
    'web-prod',
    'search/dev',
    '.data-prod',
  ]);
  // Five accounts, and the two OUs above some of them.
  expect(calls('organizations:ListParents')).toBe(7);
});

test('many accounts by id are read from the listing, in fewer calls than one by one', async () => {
  const { organization, select, calls } = world({ pageSize: 20 });
  const many = Array.from(
    { length: 30 },
    (_, index) => organization.addAccount({ name: `many-${index}` }).id,
  );
  const selected = await select({ targets: [...many, '999999999999'] });

  expect(selected.filter(({ skip }) => !skip).map(({ account }) => account.id)).toEqual(many);
  expect(selected.filter(({ skip }) => skip)).toEqual([
    {
      account: { id: '999999999999' },
      skip: { reason: 'not-in-organization', detail: 'it is not an account of this organization' },
    },
  ]);
  expect([calls('organizations:DescribeAccount'), calls('organizations:ListAccounts')]).toEqual([
    0, 2,
  ]);
});

test('a unit that exists and is empty matches no account, and the error repeats the selection', async () => {
  const { organization, select } = world();
  const { id } = organization.addOu({ name: 'Empty' });

  await expect(select({ targets: [id] })).rejects.toThrow(
    `no account matches the selection (targets ["${id}"]); widen it`,
  );
});

test('a listing that fails in the middle is an error, not a shorter organization', async () => {
  const { organization, select } = world();
  organization.fault({
    service: 'organizations',
    operation: 'ListAccounts',
    skip: 1,
    fault: { error: { code: 'ServiceException', status: 500 } },
  });

  await expect(select({})).rejects.toMatchObject({ code: 'OrganizationUnreadable' });
});

test('an account outside of any organization is reported as such', async () => {
  const { organization, select } = world();
  organization.fault({
    service: 'organizations',
    fault: { error: { code: 'AWSOrganizationsNotInUseException', message: 'none' } },
  });

  await expect(select({})).rejects.toThrow(
    'this account is not in an organization; name the accounts by id',
  );
});
