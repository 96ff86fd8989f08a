import * as org from '@aws-sdk/client-organizations';
import { expect, test } from 'vitest';
import { refusalOf } from '../../../testing/call-errors.ts';
import { virtualClock } from '../../clock.ts';
import { simulateOrganization } from '../../simulate-organization.ts';

const dayMs = 86_400_000;

function open() {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock });
  const member = organization.addAccount({ name: 'member' });
  const management = new org.OrganizationsClient({ ...organization.access() });
  const inMember = new org.OrganizationsClient({ ...organization.access(member.roleArn) });
  return { clock, organization, member, management, inMember };
}

const nameOf = async (call: Promise<unknown>) => (await refusalOf(call)).name;

test('an organization exists once', async () => {
  const { management } = open();
  const refused = [
    await nameOf(management.send(new org.CreateOrganizationCommand({}))),
    await nameOf(management.send(new org.DeleteOrganizationCommand({}))),
    await nameOf(management.send(new org.EnableAllFeaturesCommand({}))),
  ];
  expect(refused).toEqual([
    'AlreadyInOrganizationException',
    'OrganizationNotEmptyException',
    'HandshakeConstraintViolationException',
  ]);
});

test('an account that was created in the organization cannot leave it', async () => {
  const { clock, organization, member, management, inMember } = open();
  const reasonOf = async (call: Promise<unknown>) => {
    const error = await call.then(
      () => undefined,
      (thrown: { readonly name: string; readonly Reason?: string }) => thrown,
    );
    return [error?.name, error?.Reason];
  };
  const remove = (AccountId: string) =>
    management.send(new org.RemoveAccountFromOrganizationCommand({ AccountId }));
  const leave = () => inMember.send(new org.LeaveOrganizationCommand({}));
  expect([await reasonOf(remove(member.id)), await reasonOf(leave())]).toEqual([
    ['ConstraintViolationException', 'WAIT_PERIOD_ACTIVE'],
    ['ConstraintViolationException', 'WAIT_PERIOD_ACTIVE'],
  ]);
  await clock.advance(4 * dayMs);
  expect(await reasonOf(remove(member.id))).toEqual([
    'ConstraintViolationException',
    'MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED',
  ]);
  expect([
    (await reasonOf(remove(organization.managementAccountId)))[0],
    (await reasonOf(remove('999999999999')))[0],
  ]).toEqual(['MasterCannotLeaveOrganizationException', 'AccountNotFoundException']);
});

test('an invitation is open until it is canceled or fifteen days old', async () => {
  const { clock, organization, member, management } = open();
  const invite = (Id: string, Type: org.HandshakePartyType = 'ACCOUNT') =>
    management.send(
      new org.InviteAccountToOrganizationCommand({ Target: { Id, Type }, Notes: 'hello' }),
    );
  const { Handshake } = await invite('222222222222');
  const HandshakeId = Handshake?.Id ?? '';
  expect(Handshake).toEqual({
    Id: expect.stringMatching(/^h-[a-z0-9]{12}$/),
    Arn: `arn:aws:organizations::${organization.managementAccountId}:handshake/${organization.id}/invite/${HandshakeId}`,
    Parties: [
      { Id: organization.id.slice(2), Type: 'ORGANIZATION' },
      { Id: '222222222222', Type: 'ACCOUNT' },
    ],
    State: 'OPEN',
    RequestedTimestamp: new Date(clock.now()),
    ExpirationTimestamp: new Date(clock.now() + 15 * dayMs),
    Action: 'INVITE',
    Resources: [
      { Type: 'ORGANIZATION', Value: organization.id },
      { Type: 'ACCOUNT', Value: '222222222222' },
      { Type: 'NOTES', Value: 'hello' },
    ],
  });
  expect([await nameOf(invite('222222222222')), await nameOf(invite(member.id))]).toEqual([
    'DuplicateHandshakeException',
    'HandshakeConstraintViolationException',
  ]);
  await management.send(new org.CancelHandshakeCommand({ HandshakeId }));
  await invite('new@example.org', 'EMAIL');
  await clock.advance(15 * dayMs);
  const listed = await management.send(new org.ListHandshakesForOrganizationCommand({}));
  expect(listed.Handshakes?.map(({ State }) => State)).toEqual(['CANCELED', 'EXPIRED']);
  const again = management.send(new org.CancelHandshakeCommand({ HandshakeId }));
  expect(await nameOf(again)).toBe('InvalidHandshakeTransitionException');
  const unknown = new org.DescribeHandshakeCommand({ HandshakeId: 'h-0000000000' });
  expect(await nameOf(management.send(unknown))).toBe('HandshakeNotFoundException');
});
