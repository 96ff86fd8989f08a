/** A plausible organization from a seed: OUs two levels deep, members in them, some suspended or without their role. */

import type { AccountState } from '../model/account.ts';
import { type Random, randomFrom } from '../model/random.ts';
import { defaultRoleName, type FirstRole } from './world/account.ts';
import { addAccount } from './world/add-account.ts';
import { addOu } from './world/change-organization.ts';
import { accountId } from './world/ids.ts';
import type { World } from './world/world.ts';

/** Fills the world with `count` members; zero leaves only the root and the management account. */
export function seedMembers(world: World, count: number): void {
  if (count === 0) return;
  const random = randomFrom(world.seed, 'members');
  const homes = seedUnits(world);
  const taken = (id: string) => world.accounts.has(id);
  const latest = Math.min(world.clock.now(), newest);
  for (let index = 0; index < count; index++) {
    const id = accountId(random, taken);
    const { ouId, environment } = random.pick(homes);
    const name = `${random.pick(teams)}-${environment}-${String(index + 1).padStart(digitsOf(count), '0')}`;
    const tags = seedTags(random, name, environment);
    addAccount(world, {
      id,
      name,
      email: `${name}@example.com`,
      parentId: ouId,
      state: seedState(random),
      joinedAt: latest - random.integer(3 * 365) * 86_400_000 - random.integer(86_400_000),
      joinedMethod: random.chance(0.1) ? 'INVITED' : 'CREATED',
      ...(tags && { tags }),
      firstRole: seedRole(random),
      seeded: true,
      ...(random.chance(0.1) && world.partition.name === 'aws' && { regions: ['eu-central-2'] }),
    });
  }
}

/** No account joined after this day, whatever the clock says, so that the same seed gives the same dates. */
const newest = Date.UTC(2026, 0, 1);

interface SeededParent {
  readonly ouId: string;
  readonly environment: string;
}

const teams = ['payments', 'search', 'catalog', 'billing', 'data', 'mobile', 'web', 'identity'];
const owners = ['platform', 'security', 'finance', 'research', 'support', 'operations'];

/** Six OUs: three at the top, three below Workloads, so that paths of both lengths occur. */
function seedUnits(world: World): readonly SeededParent[] {
  const { rootId } = world.organization;
  const security = addOu(world, 'Security', rootId);
  const sandbox = addOu(world, 'Sandbox', rootId);
  const workloads = addOu(world, 'Workloads', rootId);
  const production = addOu(world, 'Production', workloads.id);
  const staging = addOu(world, 'Staging', workloads.id);
  const development = addOu(world, 'Development', workloads.id);
  return [
    { ouId: security.id, environment: 'security' },
    { ouId: sandbox.id, environment: 'sandbox' },
    { ouId: production.id, environment: 'prod' },
    { ouId: production.id, environment: 'prod' },
    { ouId: staging.id, environment: 'staging' },
    { ouId: development.id, environment: 'dev' },
  ];
}

/** Three in a hundred are suspended or closed. */
function seedState(random: Random): AccountState {
  if (!random.chance(0.03)) return 'ACTIVE';
  return random.chance(0.5) ? 'SUSPENDED' : 'CLOSED';
}

const defaultRole: FirstRole = { name: defaultRoleName };

/** In three of a hundred the role was deleted. */
function seedRole(random: Random): FirstRole | undefined {
  return random.chance(0.03) ? undefined : defaultRole;
}

function seedTags(random: Random, name: string, environment: string) {
  if (random.chance(0.2)) return undefined;
  return {
    team: name.slice(0, name.indexOf('-')),
    environment,
    owner: `${random.pick(owners)}@example.com`,
    ...(random.chance(0.5) && { 'cost-center': `cc-${100 + random.integer(40)}` }),
  };
}

function digitsOf(count: number): number {
  return Math.max(2, String(count).length);
}
