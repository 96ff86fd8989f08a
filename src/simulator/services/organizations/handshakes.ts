/**
 * Invitations. The invited accounts are outside of the simulation: no account accepts, and an invitation is open until it
 * is canceled or fifteen days old.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_invites.html
 */

import type { Handshake, Organizations } from '@aws-sdk/client-organizations';
import { isAccountId } from '../../../model/account.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { perWorld } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { requireManagement, requireReader } from './access.ts';
import { invalidInput, notFound } from './errors.ts';
import { organizationsPage } from './page.ts';
import { organizationsArn } from './shapes.ts';

interface Invitation {
  readonly id: string;
  readonly target: string;
  readonly type: 'ACCOUNT' | 'EMAIL';
  readonly notes: string | undefined;
  readonly requestedAt: number;
  isCanceled: boolean;
}

const openMs = 15 * 86_400_000;

const invitationsOf = perWorld(() => new Map<string, Invitation>());

export const handshakeHandlers: Handlers<Organizations> = {
  InviteAccountToOrganization: ({ Target, Notes, Tags = [] }, context) => {
    requireManagement(context);
    const { world, now } = context;
    const { Id: target = '', Type: type } = Target;
    checkTarget(world, target, type);
    if (Tags.length > 0)
      throw invalidInput(
        'UNRECOGNIZED_FIELD',
        'The simulator does not know Tags of an invitation yet.',
      );
    const open = [...invitationsOf(world).values()].find(
      (one) => one.target === target && stateOf(one, now) === 'OPEN',
    );
    if (open) {
      const message = 'A handshake for this account and organization already exists.';
      throw new AwsError('DuplicateHandshakeException', message);
    }
    const invitation: Invitation = {
      id: `h-${world.random.text('abcdefghijklmnopqrstuvwxyz0123456789', 12)}`,
      target,
      type: type as Invitation['type'],
      notes: Notes,
      requestedAt: now,
      isCanceled: false,
    };
    invitationsOf(world).set(invitation.id, invitation);
    return { Handshake: toHandshake(context, invitation) };
  },

  CancelHandshake: ({ HandshakeId }, context) => {
    requireManagement(context);
    const invitation = find(context, HandshakeId);
    checkOpen(invitation, context.now);
    invitation.isCanceled = true;
    return { Handshake: toHandshake(context, invitation) };
  },

  // Only the invited account may answer, and it cannot call.
  AcceptHandshake: ({ HandshakeId }, context) => {
    find(context, HandshakeId);
    throw notTheTarget();
  },

  DeclineHandshake: ({ HandshakeId }, context) => {
    find(context, HandshakeId);
    throw notTheTarget();
  },

  DescribeHandshake: ({ HandshakeId }, context) => {
    requireReader(context);
    return { Handshake: toHandshake(context, find(context, HandshakeId)) };
  },

  ListHandshakesForOrganization: (input, context) => {
    requireReader(context);
    const { ActionType, ParentHandshakeId } = input.Filter ?? {};
    const isListed =
      (ActionType === undefined || ActionType === 'INVITE') && ParentHandshakeId === undefined;
    const { items, token } = organizationsPage(context, input, {
      scope: `handshakes ${ActionType} ${ParentHandshakeId}`,
      items: isListed ? [...invitationsOf(context.world).values()] : [],
      key: ({ id }: Invitation) => id,
    });
    return { Handshakes: items.map((one) => toHandshake(context, one)), ...token };
  },

  // Of the accounts of the simulation, none is invited.
  ListHandshakesForAccount: () => ({ Handshakes: [] }),
};

function checkTarget(world: World, target: string, type: string | undefined): void {
  if (type !== 'ACCOUNT' && type !== 'EMAIL') throw invalidInput('INVALID_ENUM');
  const isEmail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(target);
  if (type === 'ACCOUNT' ? !isAccountId(target) : !isEmail) throw invalidInput('INVALID_PATTERN');
  const isMember =
    world.accounts.has(target) || world.organization.emails.has(target.toLowerCase());
  if (!isMember) return;
  const message = 'The invited account is already a member of an organization.';
  throw new AwsError('HandshakeConstraintViolationException', message, {
    members: { Reason: 'ALREADY_IN_AN_ORGANIZATION' },
  });
}

function find({ world }: CallContext, id: string): Invitation {
  const invitation = invitationsOf(world).get(id);
  if (!invitation) throw notFound('Handshake');
  return invitation;
}

function stateOf({ isCanceled, requestedAt }: Invitation, now: number) {
  if (isCanceled) return 'CANCELED';
  return now - requestedAt < openMs ? 'OPEN' : 'EXPIRED';
}

function checkOpen(invitation: Invitation, now: number): void {
  const state = stateOf(invitation, now);
  if (state === 'OPEN') return;
  const message = `The handshake is in the state ${state}, and cannot change.`;
  throw new AwsError('InvalidHandshakeTransitionException', message);
}

function notTheTarget(): AwsError {
  const message = "You don't have permissions to access this resource.";
  return new AwsError('AccessDeniedException', message);
}

function toHandshake({ world, now }: CallContext, invitation: Invitation): Handshake {
  const { id, target, type, notes, requestedAt } = invitation;
  const { id: organizationId } = world.organization;
  return {
    Id: id,
    Arn: organizationsArn(world, 'handshake', 'invite', id),
    // The party of the organization has its id without the prefix.
    Parties: [
      { Id: organizationId.replace(/^o-/, ''), Type: 'ORGANIZATION' },
      { Id: target, Type: type },
    ],
    State: stateOf(invitation, now),
    RequestedTimestamp: new Date(requestedAt),
    ExpirationTimestamp: new Date(requestedAt + openMs),
    Action: 'INVITE',
    Resources: [
      { Type: 'ORGANIZATION', Value: organizationId },
      { Type: type, Value: target },
      ...(notes === undefined ? [] : [{ Type: 'NOTES' as const, Value: notes }]),
    ],
  };
}
