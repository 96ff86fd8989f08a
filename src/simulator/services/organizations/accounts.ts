/** Account management: creation over time, moves, closure over time. */

import type { CreateAccountStatus, Organizations } from '@aws-sdk/client-organizations';
import { AwsError } from '../../../wire/aws-error.ts';
import { trailCreation } from '../../cloudtrail.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { addAccount } from '../../world/add-account.ts';
import { moveAccount } from '../../world/change-organization.ts';
import { accountId, createAccountRequestId } from '../../world/ids.ts';
import type { CreateAccountRequest, Organization } from '../../world/organization.ts';
import type { World } from '../../world/world.ts';
import { requireManagement } from './access.ts';
import { constraint, invalidInput, notFound } from './errors.ts';
import { accountOf, parentOf } from './find.ts';
import { organizationsPage } from './page.ts';
import { checkTags } from './tags.ts';

/** How long AWS takes, on the simulator's clock. */
const creationMs = 10_000;
const closureMs = 60_000;

const maxCreationsAtOnce = 5;
const maxClosuresAtOnce = 3;
const closureWindowMs = 30 * 86_400_000;

export const accountHandlers: Handlers<Organizations> = {
  CreateAccount: (input, context) => {
    requireManagement(context);
    const { world, now } = context;
    const { organization } = world;
    checkNewAccount(input.AccountName, input.Email);
    const tags = checkTags(input.Tags ?? []);
    checkRoomForCreation(organization);
    const request: CreateAccountRequest = {
      id: createAccountRequestId(world.random),
      name: input.AccountName,
      requestedAt: now,
      state: 'IN_PROGRESS',
    };
    organization.createRequests.set(request.id, request);
    const requested = { email: input.Email, roleName: input.RoleName, tags };
    world.timeline.schedule(now + creationMs, 'the creation of an account', (at) =>
      finishCreation(world, request, requested, at),
    );
    return { CreateAccountStatus: toStatus(request) };
  },

  DescribeCreateAccountStatus: ({ CreateAccountRequestId }, context) => {
    requireManagement(context);
    if (!/^car-[a-z0-9]{8,32}$/.test(CreateAccountRequestId)) throw invalidInput('INVALID_PATTERN');
    const request = context.world.organization.createRequests.get(CreateAccountRequestId);
    if (!request) throw notFound('CreateAccountStatus');
    return { CreateAccountStatus: toStatus(request) };
  },

  ListCreateAccountStatus: (input, context) => {
    requireManagement(context);
    const states: readonly string[] = input.States ?? [];
    const all = [...context.world.organization.createRequests.values()];
    const { items, token } = organizationsPage(context, input, {
      scope: `create-status ${states.join()}`,
      items: all.filter(({ state }) => states.length === 0 || states.includes(state)),
      key: ({ id }: CreateAccountRequest) => id,
    });
    return { CreateAccountStatuses: items.map(toStatus), ...token };
  },

  MoveAccount: ({ AccountId, SourceParentId, DestinationParentId }, context) => {
    requireManagement(context);
    const { world } = context;
    const account = accountOf(world, AccountId);
    const source = parentOf(world, SourceParentId, 'SourceParent');
    const destination = parentOf(world, DestinationParentId, 'DestinationParent');
    if (account.parentId !== source.id) throw notFound('SourceParent');
    if (source.id === destination.id) {
      const message = 'The account is already in the destination that you specified.';
      throw new AwsError('DuplicateAccountException', message);
    }
    moveAccount(world, account, destination.id);
    return {};
  },

  CloseAccount: ({ AccountId }, context) => {
    requireManagement(context);
    const { world, now } = context;
    const account = accountOf(world, AccountId);
    checkClosure(context, account);
    account.state = 'PENDING_CLOSURE';
    account.closedAt = now;
    world.organization.closures.push(now);
    world.timeline.schedule(now + closureMs, 'the closure of an account', () => {
      account.state = 'CLOSED';
    });
    return {};
  },
};

interface NewAccountRequest {
  readonly email: string;
  readonly roleName: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
}

function finishCreation(
  world: World,
  request: CreateAccountRequest,
  { email, roleName, tags }: NewAccountRequest,
  now: number,
): void {
  const { organization } = world;
  request.completedAt = now;
  // AWS detects a taken address only while it processes the request.
  if (organization.emails.has(email.toLowerCase())) {
    request.state = 'FAILED';
    request.failureReason = 'EMAIL_ALREADY_EXISTS';
    trailCreation(world, now, { state: 'FAILED', failureReason: request.failureReason });
    return;
  }
  const account = addAccount(world, {
    id: accountId(world.random, (id) => world.accounts.has(id)),
    name: request.name,
    email,
    parentId: organization.rootId,
    joinedAt: now,
    firstRole: roleName === undefined ? {} : { name: roleName },
    ...(tags.size > 0 && { tags: Object.fromEntries(tags) }),
  });
  request.state = 'SUCCEEDED';
  request.accountId = account.id;
  trailCreation(world, now, {
    state: 'SUCCEEDED',
    accountId: account.id,
    accountName: account.name,
  });
}

function checkNewAccount(name: string, email: string): void {
  if (name.length < 1 || email.length < 6) throw invalidInput('MIN_LENGTH_EXCEEDED');
  if (name.length > 50 || email.length > 64) throw invalidInput('MAX_LENGTH_EXCEEDED');
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw invalidInput('INVALID_PATTERN');
}

function checkRoomForCreation({ createRequests, accounts, maxAccounts }: Organization): void {
  const running = [...createRequests.values()].filter(({ state }) => state === 'IN_PROGRESS');
  if (running.length >= maxCreationsAtOnce) {
    const message = 'You have attempted to create more accounts at once than is allowed.';
    throw constraint('ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED', message);
  }
  if (accounts.length + running.length >= maxAccounts) {
    const message = 'You have exceeded the allowed number of AWS accounts.';
    throw constraint('ACCOUNT_NUMBER_LIMIT_EXCEEDED', message);
  }
}

function checkClosure(
  { world, now }: CallContext,
  account: { readonly id: string; readonly state: string },
): void {
  const { organization } = world;
  if (account.id === organization.managementAccountId) {
    const message = 'You attempted to close the management account.';
    throw constraint('CANNOT_CLOSE_MANAGEMENT_ACCOUNT', message);
  }
  if (account.state === 'PENDING_CLOSURE') {
    throw new AwsError('ConflictException', 'The account is already being closed.');
  }
  if (account.state !== 'ACTIVE') {
    const message = 'You attempted to close an account that is already closed.';
    throw new AwsError('AccountAlreadyClosedException', message);
  }
  const closing = organization.accounts.filter(({ state }) => state === 'PENDING_CLOSURE');
  if (closing.length >= maxClosuresAtOnce) {
    const message = 'You have exceeded the number of accounts that can be closed at a time.';
    throw constraint('CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED', message);
  }
  const recent = organization.closures.filter((at) => at > now - closureWindowMs);
  if (recent.length >= closureQuota(organization)) {
    const message = 'You have exceeded close account quota for the past 30 days.';
    throw constraint('CLOSE_ACCOUNT_QUOTA_EXCEEDED', message);
  }
}

/** A tenth of the active members in thirty days, with a minimum of ten and a maximum of a thousand. */
function closureQuota({ accounts }: Organization): number {
  const active = accounts.filter(({ state }) => state === 'ACTIVE').length - 1;
  return Math.min(1_000, Math.max(10, Math.floor(active / 10)));
}

function toStatus(request: CreateAccountRequest): CreateAccountStatus {
  return {
    Id: request.id,
    AccountName: request.name,
    State: request.state,
    RequestedTimestamp: new Date(request.requestedAt),
    ...(request.completedAt !== undefined && {
      CompletedTimestamp: new Date(request.completedAt),
    }),
    ...(request.accountId !== undefined && { AccountId: request.accountId }),
    ...(request.failureReason !== undefined && { FailureReason: request.failureReason }),
  };
}
