import { expect, test } from 'vitest';
import { openServiceClient } from '../../../testing/account-access.ts';
import { errorNameOf, refusalOf } from '../../../testing/call-errors.ts';
import { forbid } from '../../../testing/organization-clients.ts';
import { type SimulationOptions, simulateOrganization } from '../../index.ts';

interface Page {
  readonly ResourceDescriptions: readonly Description[];
}

interface Description {
  readonly Identifier: string;
  readonly Properties: string;
}

function open(options: SimulationOptions = {}, region = 'us-east-1') {
  const organization = simulateOrganization({ seed: 7, ...options });
  const account = organization.addAccount({ name: 'member', seeded: true });
  const service = (name: string) =>
    openServiceClient(organization, name, { principal: account.roleArn, region });
  const client = service('cloudcontrol');
  const pages = async (TypeName: string) =>
    (await Array.fromAsync(client.pages('ListResources', { TypeName }))) as unknown as Page[];
  const ids = async (TypeName: string) =>
    (await pages(TypeName)).flatMap((page) =>
      page.ResourceDescriptions.map(({ Identifier }) => Identifier),
    );
  return { organization, account, client, service, pages, ids };
}

test('resources of other services are listed here too, under CloudFormation’s names', async () => {
  const { client, service, ids } = open();
  const { Roles } = (await service('iam').call('ListRoles')) as {
    Roles: readonly { RoleName: string; Arn: string }[];
  };
  const [role] = Roles;
  const found = await client.call('GetResource', {
    TypeName: 'AWS::IAM::Role',
    Identifier: role?.RoleName,
  });

  expect(await ids('AWS::IAM::Role')).toEqual(Roles.map(({ RoleName }) => RoleName));
  const { ResourceDescription } = found as { ResourceDescription: Description };
  expect(JSON.parse(ResourceDescription.Properties)).toMatchObject({
    RoleName: role?.RoleName,
    Arn: role?.Arn,
  });
});

/** The first of the synthetic types that this account uses. */
async function inUse(find: (type: string) => Promise<readonly string[]>) {
  for (const type of ['Synthetics::Canary', 'IVS::Stage', 'OSIS::Pipeline', 'DataBrew::Job']) {
    const found = await find(`AWS::${type}`);
    if (found.length > 1) return { type: `AWS::${type}`, found };
  }
  throw new Error('none of them is in use');
}

test('other types come from the seed, in pages that add up, and are found by their identifier', async () => {
  const { type, found } = await inUse(open({ seed: 3 }).ids);
  const { client, pages } = open({ seed: 3, pageSize: 1 });
  const Identifier = found.at(-1);

  expect(
    (await pages(type)).map(({ ResourceDescriptions }) => ResourceDescriptions.length),
  ).toEqual(found.map(() => 1));
  expect(await client.call('GetResource', { TypeName: type, Identifier })).toMatchObject({
    TypeName: type,
    ResourceDescription: { Identifier },
  });
  expect(
    await errorNameOf(client.call('GetResource', { TypeName: type, Identifier: 'nobody' })),
  ).toBe('ResourceNotFoundException');
});

test.each([
  ['AWS::Nobody::Knows', 'TypeNotFoundException'],
  ['AWS::ApiGateway::Stage', 'InvalidRequestException'],
  ['AWS::SQS::QueuePolicy', 'UnsupportedActionException'],
])('%s is refused with %s', async (TypeName, name) => {
  const { client } = open();

  expect(await errorNameOf(client.call('ListResources', { TypeName }))).toBe(name);
});

test('a missing property is named, and with it the listing succeeds', async () => {
  const { client } = open();
  const ResourceModel = JSON.stringify({ RestApiId: 'abc' });
  const TypeName = 'AWS::ApiGateway::Stage';
  const refused = await refusalOf(client.call('ListResources', { TypeName }));

  expect(refused.message).toContain('[RestApiId]');
  expect(await client.call('ListResources', { TypeName, ResourceModel })).toMatchObject({
    TypeName,
  });
});

test('a token of another listing is refused', async () => {
  const { client } = open();
  const requested = { TypeName: 'AWS::IAM::Role', NextToken: 'made-up' };

  expect(await errorNameOf(client.call('ListResources', requested))).toBe(
    'InvalidRequestException',
  );
});

test('the handler of a type requires the permissions of its service in addition to Cloud Control’s', async () => {
  const { organization, account, client } = open();
  await forbid(organization, account.id, 'iam:ListRoles');
  const listed = (TypeName: string) => client.call('ListResources', { TypeName });

  expect(await errorNameOf(listed('AWS::IAM::Role'))).toBe('AccessDeniedException');
  expect(await listed('AWS::IAM::User')).toMatchObject({ TypeName: 'AWS::IAM::User' });
});

test('request tokens are unknown, because nothing is created through Cloud Control', async () => {
  const { client } = open();

  expect(
    await errorNameOf(client.call('GetResourceRequestStatus', { RequestToken: 'token' })),
  ).toBe('RequestTokenNotFoundException');
});
