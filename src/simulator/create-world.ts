/** The world on its first day: a management account with an administrator, and as many members as asked for. */

import { partitions } from '../aws/models/service-model.ts';
import type { Clock } from '../model/clock.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { seedMembers } from './seed.ts';
import { makeUser, makeUserKey } from './services/iam/make.ts';
import { iamOf } from './services/iam/state.ts';
import { addAccount } from './world/account.ts';
import { accountId } from './world/ids.ts';
import { createKeys } from './world/keys.ts';
import { createOrganization } from './world/organization.ts';
import { fullAccess } from './world/organization-policies.ts';
import { randomFrom } from './world/random.ts';
import { createRunning } from './world/running.ts';
import { createTimeline } from './world/timeline.ts';
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
}

/** Long-term keys of the administrator of the management account, the same in every world. */
export const administratorKey = { id: 'test', secret: 'test' } as const;

export function createWorld(wanted: NewWorld): World {
  const partition = partitions.find(({ name }) => name === wanted.partition);
  if (!partition) {
    const known = partitions.map(({ name }) => name).join(', ');
    const message = `There is no partition ${wanted.partition}; there are ${known}.`;
    throw new FlotillaError('InvalidInput', message);
  }
  const random = randomFrom(wanted.seed, 'ids');
  const managementAccountId = wanted.managementAccountId ?? accountId(random, () => false);
  const world: World = {
    partition,
    homeRegion: wanted.homeRegion ?? partition.globalRegion,
    seed: wanted.seed,
    pageSize: wanted.pageSize,
    legacyStatus: wanted.legacyStatus,
    clock: wanted.clock,
    timeline: createTimeline(),
    running: createRunning(),
    eventFaults: () => [0],
    watchers: new Set(),
    arrivals: new Set(),
    random,
    organization: createOrganization(random, managementAccountId, wanted.maxAccounts),
    accounts: new Map(),
    keys: createKeys(),
    identityProviders: new Map(),
  };
  world.organization.policies.set(fullAccess.id, fullAccess);
  addManagementAccount(world);
  seedMembers(world, wanted.accounts);
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
  const making = { world, account, state, random, now: account.joinedAt };
  const administrator = makeUser(making, { name: 'administrator' });
  administrator.managed.add(`arn:${partition.name}:iam::aws:policy/AdministratorAccess`);
  makeUserKey(making, administrator, administratorKey);
}
