/** Adds accounts to the organization. */

import type { AccountState } from '../../model/account.ts';
import type { FirstRole, SimulatedAccount } from './account.ts';
import { accountId } from './ids.ts';
import type { World } from './world.ts';

export interface NewAccount {
  readonly id?: string;
  readonly name: string;
  readonly email?: string;
  readonly parentId: string;
  readonly state?: AccountState;
  readonly joinedAt: number;
  readonly joinedMethod?: 'CREATED' | 'INVITED';
  readonly tags?: Readonly<Record<string, string>>;
  readonly firstRole: FirstRole | undefined;
  readonly seeded?: boolean;
  /** Enabled from the start. */
  readonly regions?: readonly string[];
}

/** Adds an account to the organization. The caller keeps ids and addresses unique. */
export function addAccount(world: World, options: NewAccount): SimulatedAccount {
  const { organization } = world;
  const id = options.id ?? accountId(world.random, (taken) => world.accounts.has(taken));
  const account: SimulatedAccount = {
    id,
    name: options.name,
    email: options.email ?? `${id}@example.com`,
    state: options.state ?? 'ACTIVE',
    joinedAt: options.joinedAt,
    joinedMethod: options.joinedMethod ?? 'CREATED',
    parentId: options.parentId,
    ...(options.tags && { tags: new Map(Object.entries(options.tags)) }),
    ...(options.regions && { regions: new Map(options.regions.map((name) => [name, 'ENABLED'])) }),
    firstRole: options.firstRole,
    seeded: options.seeded ?? false,
  };
  world.accounts.set(id, account);
  organization.accounts.push(account);
  organization.emails.add(account.email.toLowerCase());
  organization.nodes.get(account.parentId)?.accountIds.add(id);
  for (const arrived of world.arrivals) arrived(account);
  return account;
}
