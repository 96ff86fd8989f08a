import { accessKeyId, secretAccessKey, uniqueId } from '../../world/ids.ts';
import type { World } from '../../world/world.ts';
import type { Group, IamCreationContext, Identity, Role, User, UserKey } from './resources.ts';

export interface NewRole {
  readonly name: string;
  readonly path?: string | undefined;
  readonly trustPolicy: string;
  readonly description?: string | undefined;
  readonly maxSessionSeconds?: number | undefined;
  readonly boundary?: string | undefined;
  readonly tags?: ReadonlyMap<string, string>;
}

export function makeRole(creation: IamCreationContext, options: NewRole): Role {
  const role: Role = {
    ...makeIdentity(creation, 'role', options.name, options.path),
    trustPolicy: options.trustPolicy,
    description: options.description ?? '',
    maxSessionSeconds: options.maxSessionSeconds ?? 3_600,
    ...(options.boundary && { boundary: options.boundary }),
    tags: new Map(options.tags),
  };
  creation.state.roles.set(role.name.toLowerCase(), role);
  return role;
}

export interface NewUser {
  readonly name: string;
  readonly path?: string | undefined;
  readonly boundary?: string | undefined;
  readonly tags?: ReadonlyMap<string, string>;
}

export function makeUser(creation: IamCreationContext, options: NewUser): User {
  const user: User = {
    ...makeIdentity(creation, 'user', options.name, options.path),
    ...(options.boundary && { boundary: options.boundary }),
    tags: new Map(options.tags),
    keys: new Map(),
    groups: new Set(),
  };
  creation.state.users.set(user.name.toLowerCase(), user);
  return user;
}

export function makeGroup(creation: IamCreationContext, name: string, path?: string): Group {
  const group = makeIdentity(creation, 'group', name, path);
  creation.state.groups.set(name.toLowerCase(), group);
  return group;
}

export interface NewKey {
  readonly id?: string;
  readonly secret?: string;
}

/** Creates a key for a user, registered in the whole simulator. */
export function makeUserKey(
  creation: IamCreationContext,
  user: User,
  options: NewKey = {},
): { readonly key: UserKey; readonly secret: string } {
  const { world, account, random, now } = creation;
  const id = options.id ?? accessKeyId('AKIA', account.id, random);
  const secret = options.secret ?? secretAccessKey(world.secrets ?? random);
  const key: UserKey = { id, createdAt: now, status: 'Active' };
  user.keys.set(id, key);
  registerUserKey(world, { accountId: account.id, user, key, secret }, now);
  return { key, secret };
}

export interface RegisteredKey {
  readonly accountId: string;
  readonly user: User;
  readonly key: UserKey;
  readonly secret: string;
}

export function registerUserKey(
  world: World,
  { accountId, user, key, secret }: RegisteredKey,
  now: number,
): void {
  world.keys.put(
    {
      caller: {
        accountId,
        kind: 'user',
        arn: user.arn,
        userId: user.id,
        name: user.name,
        accessKeyId: key.id,
      },
      secretAccessKey: secret,
      active: key.status === 'Active',
      onUse: (use) => {
        key.lastUsed = use;
      },
    },
    now,
  );
}

const prefixes = { role: 'AROA', user: 'AIDA', group: 'AGPA' } as const;

function makeIdentity(
  { world, account, random, now }: IamCreationContext,
  kind: keyof typeof prefixes,
  name: string,
  path = '/',
): Identity {
  return {
    id: uniqueId(prefixes[kind], random),
    name,
    path,
    arn: `arn:${world.partition.name}:iam::${account.id}:${kind}${path}${name}`,
    createdAt: now,
    managed: new Set(),
    inline: new Map(),
  };
}
