import { CreateVpcCommand } from '@aws-sdk/client-ec2';
import {
  GetResourcesCommand,
  GetTagKeysCommand,
  GetTagValuesCommand,
  paginateGetResources,
  TagResourcesCommand,
  UntagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { expect, test } from 'vitest';
import { errorNameOf } from '../../../testing/call-errors.ts';
import { clientsOf } from '../../../testing/organization-clients.ts';
import { simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

function open(pageSize = 20) {
  const organization = simulateOrganization({ pageSize, limits: noLimits });
  const { managementAccountId: owner, id } = organization;
  const arnOf = (accountId: string) => `arn:aws:organizations::${owner}:account/${id}/${accountId}`;
  return { organization, arnOf, client: clientsOf(organization).tagging };
}

const ResourceTypeFilters = ['organizations:account'];

test('accounts that were ever tagged appear, in the global region, to the management account', async () => {
  const { organization, arnOf, client } = open();
  const tagged = organization.addAccount({ name: 'tagged', tags: { team: 'red' } });
  const emptied = organization.addAccount({ name: 'emptied', tags: {} });
  organization.addAccount({ name: 'never tagged' });
  const input = { ResourceTypeFilters };
  const { ResourceTagMappingList } = await client.send(new GetResourcesCommand(input));
  expect(ResourceTagMappingList).toEqual([
    { ResourceARN: arnOf(tagged.id), Tags: [{ Key: 'team', Value: 'red' }] },
    { ResourceARN: arnOf(emptied.id), Tags: [] },
  ]);
  const elsewhere = clientsOf(organization, { region: 'eu-west-1' }).tagging;
  const member = clientsOf(organization, { principal: tagged.roleArn }).tagging;
  for (const other of [elsewhere, member]) {
    const answer = await other.send(new GetResourcesCommand(input));
    expect(answer.ResourceTagMappingList).toEqual([]);
  }
});

test('pages end with an empty token', async () => {
  const { organization, client } = open(2);
  for (const team of ['red', 'blue', 'red', 'green', 'red']) {
    organization.addAccount({ name: team, tags: { team } });
  }
  const sizes: number[] = [];
  for await (const page of paginateGetResources({ client }, { ResourceTypeFilters })) {
    sizes.push(page.ResourceTagMappingList?.length ?? 0);
  }
  expect(sizes).toEqual([2, 2, 1]);
  const red = await client.send(
    new GetResourcesCommand({ TagFilters: [{ Key: 'team', Values: ['red', 'green'] }] }),
  );
  expect(red.ResourceTagMappingList).toHaveLength(2);
  const values = await client.send(new GetTagValuesCommand({ Key: 'team' }));
  expect(values.TagValues).toEqual(['blue', 'green']);
  const wrong = client.send(new GetTagKeysCommand({ PaginationToken: 'wrong' }));
  expect(await errorNameOf(wrong)).toBe('PaginationTokenExpiredException');
  const many = client.send(new GetResourcesCommand({ ResourcesPerPage: 101 }));
  expect(await errorNameOf(many)).toBe('InvalidParameterException');
});

test('tags are written through, and unknown resources are named', async () => {
  const { organization, arnOf, client } = open();
  const account = organization.addAccount({ name: 'member' });
  const there = arnOf(account.id);
  const missing = arnOf('000000000000');
  const { FailedResourcesMap } = await client.send(
    new TagResourcesCommand({ ResourceARNList: [there, missing], Tags: { team: 'red', x: 'y' } }),
  );
  expect(Object.keys(FailedResourcesMap ?? {})).toEqual([missing]);
  await client.send(new UntagResourcesCommand({ ResourceARNList: [there], TagKeys: ['x'] }));
  expect(organization.account(account.id).tags).toEqual({ team: 'red' });
});

test('resources of a region are found by their service or type', async () => {
  const { organization } = open();
  const { roleArn } = organization.addAccount({ name: 'member' });
  const { ec2, tagging } = clientsOf(organization, { principal: roleArn, region: 'eu-west-1' });
  const Tags = [{ Key: 'team', Value: 'red' }];
  const { Vpc } = await ec2.send(
    new CreateVpcCommand({
      CidrBlock: '10.0.0.0/16',
      TagSpecifications: [{ ResourceType: 'vpc', Tags }],
    }),
  );
  for (const type of ['ec2', 'ec2:vpc']) {
    const found = await tagging.send(new GetResourcesCommand({ ResourceTypeFilters: [type] }));
    expect(found.ResourceTagMappingList?.map(({ ResourceARN }) => ResourceARN)).toEqual([
      `arn:aws:ec2:eu-west-1:${Vpc?.OwnerId}:vpc/${Vpc?.VpcId}`,
    ]);
  }
});
