/** The initial IAM of an account: the role for access from other accounts and, when seeded, typical resources. */

import { type Random, randomFrom } from '../../../model/random.ts';
import { defaultRoleName, type FirstRole, type SimulatedAccount } from '../../world/account.ts';
import type { World } from '../../world/world.ts';
import { makeGroup, makeRole, makeUser, makeUserKey } from './make.ts';
import { makePolicy } from './make-policy.ts';
import type { IamCreationContext, IamState } from './resources.ts';

export function seedIam(world: World, account: SimulatedAccount, state: IamState): void {
  const random = randomFrom(world.seed, account.id, 'iam');
  const creation: IamCreationContext = { world, account, state, random, now: account.joinedAt };
  if (account.firstRole) makeFirstRole(creation, account.firstRole);
  if (!account.seeded) return;
  makeServiceRoles(creation, random);
  makePeople(creation, random);
}

function makeFirstRole(creation: IamCreationContext, requested: FirstRole): void {
  const { partition, organization } = creation.world;
  const manager = `arn:${partition.name}:iam::${organization.managementAccountId}:root`;
  const role = makeRole(creation, {
    name: requested.name ?? defaultRoleName,
    trustPolicy: JSON.stringify(requested.trustPolicy ?? trust({ AWS: manager })),
    maxSessionSeconds: requested.maxSessionSeconds,
    tags: new Map(Object.entries(requested.tags ?? {})),
  });
  const administrator = `arn:${partition.name}:iam::aws:policy/AdministratorAccess`;
  for (const arn of requested.managedPolicies ?? [administrator]) role.managed.add(arn);
  for (const [name, document] of Object.entries(requested.inlinePolicies ?? {})) {
    role.inline.set(name, JSON.stringify(document));
  }
}

const functions = ['order-importer', 'thumbnailer', 'nightly-report', 'webhook', 'price-feed'];

function makeServiceRoles(creation: IamCreationContext, random: Random): void {
  const { partition } = creation.world;
  for (const name of functions.slice(0, 1 + random.integer(3))) {
    const role = makeRole(creation, {
      name: `${name}-role`,
      path: '/service-role/',
      trustPolicy: JSON.stringify(trust({ Service: 'lambda.amazonaws.com' })),
    });
    role.managed.add(
      `arn:${partition.name}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`,
    );
    role.inline.set('write', document(['s3:PutObject'], `arn:${partition.name}:s3:::${name}/*`));
  }
}

function makePeople(creation: IamCreationContext, random: Random): void {
  if (!random.chance(0.5)) return;
  const arn = `arn:${creation.world.partition.name}:iam::aws:policy/ReadOnlyAccess`;
  makeGroup(creation, 'readers').managed.add(arn);
  makePolicy(creation, {
    name: 'deploy',
    document: document(['cloudformation:*', 's3:*'], '*'),
    description: 'What the pipeline needs',
  });
  for (const name of ['ci', 'maria', 'jonas'].slice(0, 1 + random.integer(3))) {
    const user = makeUser(creation, { name });
    user.groups.add('readers');
    if (random.chance(0.7)) makeUserKey(creation, user);
  }
}

function trust(principal: object): object {
  const statement = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' };
  return { Version: '2012-10-17', Statement: [statement] };
}

function document(actions: readonly string[], resource: string): string {
  const statement = { Effect: 'Allow', Action: actions, Resource: resource };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
