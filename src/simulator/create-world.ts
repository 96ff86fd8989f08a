/** Creates the initial world: a management account with an administrator, and the requested number of member accounts. */

import { partitions } from '../aws/models/service-model.ts';
import type { Clock } from '../model/clock.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { type Random, randomFrom, unpredictable } from '../model/random.ts';
import { createTimeline } from '../model/timeline.ts';
import { seedMembers } from './seed.ts';
import { makeUser, makeUserKey } from './services/iam/make.ts';
import { iamOf } from './services/iam/state.ts';
import { addAccount } from './world/add-account.ts';
import { accessKeyId, accountId, secretAccessKey } from './world/ids.ts';
import { createKeys } from './world/keys.ts';
import { createOrganization } from './world/organization.ts';
import { fullAccess } from './world/organization-policies.ts';
import { createPendingTasks } from './world/pending-tasks.ts';
import type { World } from './world/world.ts';

export interface NewWorld {
  readonly seed: string | number;
  readonly accounts: number;
  readonly pageSize: number;
  readonly clock: Clock;
  readonly partition: string;
  readonly homeRegion?: string;
  readonly legacyStatus: boolean;
  readonly maxAccounts: number;
  readonly managementAccountId?: string;
  /** Keys that cannot be guessed. Otherwise they follow from the seed, and the administrator's is `test`. */
  readonly secretKeys?: boolean;
  /** Receives what fails outside of every call. */
  readonly onBug: (error: Error) => void;
}

const knownKey = { id: 'test', secret: 'test' } as const;

export function createWorld(options: NewWorld): World {
  const partition = partitions.find(({ name }) => name === options.partition);
  if (!partition) {
    const known = partitions.map(({ name }) => name).join(', ');
    const message = `There is no partition ${options.partition}; there are ${known}.`;
    throw new FlotillaError('InvalidInput', message);
  }
  const random = randomFrom(options.seed, 'ids');
  const managementAccountId = options.managementAccountId ?? accountId(random, () => false);
  const secrets = options.secretKeys ? unpredictable() : undefined;
  const world: World = {
    partition,
    homeRegion: options.homeRegion ?? partition.globalRegion,
    seed: options.seed,
    pageSize: options.pageSize,
    legacyStatus: options.legacyStatus,
    clock: options.clock,
    timeline: createTimeline((error, name) => options.onBug(bugIn(name, error))),
    pendingTasks: createPendingTasks(),
    eventFaults: () => [0],
    watchers: new Set(),
    arrivals: new Set(),
    random,
    secrets,
    administratorKey: secrets ? randomKey(managementAccountId, secrets) : knownKey,
    organization: createOrganization(random, managementAccountId, options.maxAccounts),
    accounts: new Map(),
    keys: createKeys(),
    identityProviders: new Map(),
  };
  world.organization.policies.set(fullAccess.id, fullAccess);
  addManagementAccount(world);
  seedMembers(world, options.accounts);
  return world;
}

function addManagementAccount(world: World): void {
  const { organization, clock, partition, random } = world;
  const account = addAccount(world, {
    id: organization.managementAccountId,
    name: 'management',
    email: 'management@example.com',
    parentId: organization.rootId,
    joinedAt: Math.min(clock.now(), Date.UTC(2022, 0, 1)),
    joinedMethod: 'INVITED',
    firstRole: undefined,
  });
  const state = iamOf(world, account);
  const creation = { world, account, state, random, now: account.joinedAt };
  const administrator = makeUser(creation, { name: 'administrator' });
  administrator.managed.add(`arn:${partition.name}:iam::aws:policy/AdministratorAccess`);
  makeUserKey(creation, administrator, world.administratorKey);
}

/** What is due fails by itself: the call that happened to come next has no part in it. */
function bugIn(name: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `The simulator failed in ${name}: ${reason}. This is a bug of the simulator: please report it, with this message and its stack.`;
  return new Error(message, { cause });
}

function randomKey(accountId: string, secrets: Random) {
  return { id: accessKeyId('AKIA', accountId, secrets), secret: secretAccessKey(secrets) };
}
