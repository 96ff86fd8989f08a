/** Builds and inspects an organization by hand, for tests and rehearsals that need a specific one. */

import { type AccountState, isAccountId } from '../model/account.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { findRole, iamOf } from './services/iam/state.ts';
import {
  defaultRoleName,
  type FirstRole,
  type RegionStatus,
  type SimulatedAccount,
} from './world/account.ts';
import { addAccount } from './world/add-account.ts';
import { addOu } from './world/change-organization.ts';
import { accountPath, ancestry } from './world/organization.ts';
import { regionStatus, setRegionStatus } from './world/regions.ts';
import type { World } from './world/world.ts';

/** An account to add. */
export interface AddedAccount {
  readonly name: string;
  /** Twelve digits. Default: a free one. */
  readonly id?: string;
  /** Address of the root user, unique in the organization. Default: `<id>@example.com`. */
  readonly email?: string;
  /** Id of an OU; default: the root. */
  readonly ou?: string;
  /** Default ACTIVE. */
  readonly state?: AccountState;
  /** Default: none. */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * The role for access from other accounts. Default `OrganizationAccountAccessRole` with full access, trusting the
   * management account. `false`: none.
   */
  readonly role?: false | FirstRole;
  /** Opt-in regions that are enabled from the start. */
  readonly regions?: readonly string[];
  /** Fills it with resources from the seed, like the seeded accounts. Default false. */
  readonly seeded?: boolean;
}

/** An account in its current state. */
export interface AccountFacts {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly state: AccountState;
  /** Ids from the root down to the parent. */
  readonly parents: readonly string[];
  /** `o-…/r-…/ou-…/<account>/`. */
  readonly path: string;
  readonly tags: Readonly<Record<string, string>>;
  /** ARN of the role for access from other accounts; undefined when there is none. */
  readonly roleArn: string | undefined;
}

/**
 * Builds and inspects the organization. Every method throws a `FlotillaError` with code `InvalidInput` for an account,
 * OU or region that does not exist.
 */
export interface Building {
  /** Adds an OU below the root or another OU. */
  addOu(ou: NewOu): OuFacts;
  /** Adds a member account at once, without the minutes that CreateAccount takes. */
  addAccount(account: AddedAccount): AccountFacts;
  /** Returns all accounts, the management account first. */
  accounts(): readonly AccountFacts[];
  /** Returns an account in its current state. */
  account(id: string): AccountFacts;
  /** Suspends, closes or reactivates an account. */
  setState(accountId: string, state: AccountState): void;
  /** Enables an opt-in region at once. */
  enableRegion(accountId: string, region: string): void;
  /** Disables an opt-in region at once. */
  disableRegion(accountId: string, region: string): void;
  /** Returns the status that the Account Management API shows. */
  regionStatus(accountId: string, region: string): RegionStatus;
}

/** An OU to add. */
export interface NewOu {
  readonly name: string;
  /** Id of an OU or of the root. Default: the root. */
  readonly parent?: string;
  /** Default: a free one. */
  readonly id?: string;
}

/** An OU. */
export interface OuFacts {
  readonly id: string;
  readonly name: string;
}

export function building(world: World): Building {
  const { organization } = world;
  const settle = () => world.timeline.settle(world.clock.now());
  const find = (id: string) => {
    settle();
    return accountNamed(world, id);
  };
  return {
    addOu: ({ name, parent = organization.rootId, id: options }) => {
      const { id } = addOu(world, name, nodeNamed(world, parent), options);
      return { id, name };
    },
    addAccount: (options) => {
      settle();
      return factsOf(world, build(world, options));
    },
    accounts: () => {
      settle();
      return organization.accounts.map((account) => factsOf(world, account));
    },
    account: (id) => factsOf(world, find(id)),
    setState: (id, state) => {
      const account = find(id);
      if (state === 'ACTIVE') delete account.closedAt;
      else if (account.state === 'ACTIVE') account.closedAt = world.clock.now();
      account.state = state;
    },
    enableRegion: (id, region) => setRegionStatus(find(id), regionNamed(world, region), 'ENABLED'),
    disableRegion: (id, region) =>
      setRegionStatus(find(id), regionNamed(world, region), 'DISABLED'),
    regionStatus: (id, region) =>
      regionStatus(world, find(id), regionNamed(world, region)) ?? 'DISABLED',
  };
}

function build(world: World, options: AddedAccount): SimulatedAccount {
  const { name, id, email, state, tags, regions, seeded } = options;
  return addAccount(world, {
    name,
    ...(id !== undefined && { id: freeId(world, id) }),
    ...(email !== undefined && { email: freeEmail(world, email) }),
    ...(state !== undefined && { state }),
    ...(tags && { tags }),
    ...(regions && { regions: regions.map((region) => regionNamed(world, region)) }),
    ...(seeded !== undefined && { seeded }),
    parentId: nodeNamed(world, options.ou ?? world.organization.rootId),
    joinedAt: world.clock.now(),
    firstRole: options.role === false ? undefined : (options.role ?? {}),
  });
}

function factsOf(world: World, account: SimulatedAccount): AccountFacts {
  const { organization } = world;
  return {
    id: account.id,
    name: account.name,
    email: account.email,
    state: account.state,
    parents: ancestry(organization, account.parentId).map(({ id }) => id),
    path: accountPath(organization, account),
    tags: Object.fromEntries(account.tags ?? []),
    roleArn: roleArnOf(world, account),
  };
}

function roleArnOf(world: World, account: SimulatedAccount): string | undefined {
  const name = account.firstRole?.name ?? defaultRoleName;
  const state = iamOf.touched(account);
  if (state) return findRole(state, name)?.arn;
  return account.firstRole && `arn:${world.partition.name}:iam::${account.id}:role/${name}`;
}

function accountNamed(world: World, id: string): SimulatedAccount {
  const account = world.accounts.get(id);
  if (!account) throw notInOrganization(`account ${id}`);
  return account;
}

function nodeNamed(world: World, id: string): string {
  if (!world.organization.nodes.has(id)) throw notInOrganization(`root or OU ${id}`);
  return id;
}

function regionNamed(world: World, region: string): string {
  if (!world.partition.regions.includes(region)) throw notInOrganization(`region ${region}`);
  return region;
}

function freeId(world: World, id: string): string {
  if (!isAccountId(id)) {
    throw new FlotillaError('InvalidInput', `Account ids have 12 digits; "${id}" is not one.`);
  }
  if (world.accounts.has(id)) {
    throw new FlotillaError('InvalidInput', `The account ${id} already exists.`);
  }
  return id;
}

function freeEmail(world: World, email: string): string {
  if (world.organization.emails.has(email.toLowerCase())) {
    throw new FlotillaError('InvalidInput', `An account with the address ${email} already exists.`);
  }
  return email;
}

function notInOrganization(what: string): FlotillaError {
  return new FlotillaError('InvalidInput', `There is no ${what} in the simulated organization.`);
}
