import {
  DisableRegionCommand,
  EnableRegionCommand,
  GetAlternateContactCommand,
  GetContactInformationCommand,
  GetRegionOptStatusCommand,
  ListRegionsCommand,
  PutAlternateContactCommand,
  PutContactInformationCommand,
  paginateListRegions,
} from '@aws-sdk/client-account';
import { DisableAWSServiceAccessCommand } from '@aws-sdk/client-organizations';
import { expect, test } from 'vitest';
import { errorNameOf, refusalOf } from '../../../testing/call-errors.ts';
import { clientsOf } from '../../../testing/organization-clients.ts';
import { virtualClock } from '../../clock.ts';
import { simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

function open(pageSize = 50) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, pageSize, limits: noLimits });
  const member = organization.addAccount({ name: 'member', regions: ['eu-south-1'] });
  return {
    clock,
    organization,
    member,
    manager: clientsOf(organization).account,
    client: clientsOf(organization, { principal: member.roleArn }).account,
  };
}

test('regions are paged, and filtered by status on request', async () => {
  const { client } = open(10);
  const names: (string | undefined)[] = [];
  const input = { RegionOptStatusContains: ['ENABLED' as const, 'ENABLED_BY_DEFAULT' as const] };
  for await (const { Regions = [] } of paginateListRegions({ client }, input)) {
    names.push(...Regions.map(({ RegionName }) => RegionName));
  }
  expect(names).toHaveLength(18);
  expect(names).toContain('eu-south-1');
  const wrong = client.send(new ListRegionsCommand({ MaxResults: 51 }));
  expect(await refusalOf(wrong)).toMatchObject({ name: 'ValidationException', status: 400 });
});

test('the management account names members, not itself; members name no account', async () => {
  const { organization, member, manager, client } = open();
  const send = (sender: typeof client, AccountId?: string) =>
    sender.send(new GetRegionOptStatusCommand({ AccountId, RegionName: 'eu-south-1' }));
  expect((await send(manager, member.id)).RegionOptStatus).toBe('ENABLED');
  expect((await send(manager)).RegionOptStatus).toBe('DISABLED');
  expect((await send(client)).RegionOptStatus).toBe('ENABLED');
  for (const refused of [
    send(manager, organization.managementAccountId),
    send(client, member.id),
    send(manager, '000000000000'),
  ]) {
    expect(await errorNameOf(refused)).toBe('AccessDeniedException');
  }
  const { organizations } = clientsOf(organization);
  const ServicePrincipal = 'account.amazonaws.com';
  await organizations.send(new DisableAWSServiceAccessCommand({ ServicePrincipal }));
  expect(await errorNameOf(send(manager, member.id))).toBe('AccessDeniedException');
});

test('enabling and disabling a region takes time', async () => {
  const { clock, organization, member, client } = open();
  const RegionName = 'af-south-1';
  const status = () => organization.regionStatus(member.id, RegionName);
  await client.send(new EnableRegionCommand({ RegionName }));
  expect(status()).toBe('ENABLING');
  expect(await errorNameOf(client.send(new DisableRegionCommand({ RegionName })))).toBe(
    'ConflictException',
  );
  await clock.advance(5 * 60_000);
  expect(status()).toBe('ENABLED');
  await client.send(new DisableRegionCommand({ RegionName }));
  expect(status()).toBe('DISABLING');
  await clock.advance(5 * 60_000);
  expect(status()).toBe('DISABLED');
  const fixed = client.send(new DisableRegionCommand({ RegionName: 'us-east-1' }));
  expect(await errorNameOf(fixed)).toBe('ValidationException');
});

test('contacts are stored', async () => {
  const { client } = open();
  expect(await refusalOf(client.send(new GetContactInformationCommand({})))).toMatchObject({
    name: 'ResourceNotFoundException',
    status: 404,
  });
  const ContactInformation = {
    FullName: 'Ana',
    AddressLine1: '1 Road',
    City: 'Paris',
    PostalCode: '75001',
    CountryCode: 'FR',
    PhoneNumber: '+33100000000',
  };
  await client.send(new PutContactInformationCommand({ ContactInformation }));
  const main = await client.send(new GetContactInformationCommand({}));
  expect(main.ContactInformation).toEqual(ContactInformation);
  const AlternateContactType = 'SECURITY' as const;
  const contact = {
    AlternateContactType,
    Name: 'Ben',
    Title: 'CISO',
    EmailAddress: 'ben@example.com',
    PhoneNumber: '+33100000001',
  };
  await client.send(new PutAlternateContactCommand(contact));
  const other = await client.send(new GetAlternateContactCommand({ AlternateContactType }));
  expect(other.AlternateContact).toEqual(contact);
});
