/** The resources of an account that generated resources may refer to: every reference leads to something listable. */

import type { CallContext } from '../service.ts';
import { ec2Of } from '../services/ec2/state.ts';
import { iamOf } from '../services/iam/state.ts';
import { groupsOf } from '../services/logs/state.ts';
import { bucketsOf } from '../services/s3/state.ts';
import { topicsOf } from '../services/sns/state.ts';
import { arnOf } from './resource-origin.ts';

export type ReferenceKind = keyof typeof finders;

export interface KnownResources {
  /** Names, ids or ARNs, as members of that kind have them. */
  find(kind: ReferenceKind): readonly string[];
}

/** Services without handlers that are used in every account, because other services refer to their resources. */
export const usedEverywhere: readonly string[] = ['kms'];

/** One per call, which looks up each kind once: a response has hundreds of members. */
export function estateOf(context: CallContext): KnownResources {
  const known = estates.get(context);
  if (known) return known;
  const found = new Map<ReferenceKind, readonly string[]>();
  const estate: KnownResources = {
    find(kind) {
      const there = found.get(kind) ?? finders[kind](context);
      found.set(kind, there);
      return there;
    },
  };
  estates.set(context, estate);
  return estate;
}

const estates = new WeakMap<CallContext, KnownResources>();

type FindReferences = (context: CallContext) => readonly string[];

const finders = {
  roleArn: (context) => rolesOf(context).map(({ arn }) => arn),
  roleName: (context) => rolesOf(context).map(({ name }) => name),
  vpc: (context) => firstVpc(context),
  subnet: (context) => inFirstVpc(context, 'subnets'),
  securityGroup: (context) => inFirstVpc(context, 'groups'),
  bucketName: (context) => buckets(context),
  bucketArn: (context) =>
    buckets(context).map((name) => `arn:${context.world.partition.name}:s3:::${name}`),
  key: generated('kms', 'Key'),
  logGroupName: (context) => logGroups(context).map(({ name }) => name),
  logGroupArn: (context) => logGroups(context).map(({ arn }) => arn),
  topic: (context) => topics(context),
} as const satisfies Readonly<Record<string, FindReferences>>;

/** The first resources that a listing of the service would return. */
function generated(service: string, noun: string): FindReferences {
  return ({ world, region, caller: { accountId } }) => {
    const origin = { partition: world.partition.name, service, region, accountId };
    return [arnOf(origin, noun, `${noun.toLowerCase()}-1`)];
  };
}

function accountOf({ world, caller }: CallContext) {
  return world.accounts.get(caller.accountId);
}

/** Service roles, or any role when there are none. */
function rolesOf(context: CallContext) {
  const account = accountOf(context);
  const roles = account ? [...iamOf(context.world, account).roles.values()] : [];
  const ofServices = roles.filter(({ path }) => path === '/service-role/');
  return ofServices.length > 0 ? ofServices : roles;
}

function ec2(context: CallContext) {
  const account = accountOf(context);
  return account && ec2Of(context.world, account, context.region);
}

/** One VPC, so that subnets and groups of one resource belong to the same VPC. */
function firstVpc(context: CallContext): string[] {
  return [...(ec2(context)?.vpcs.keys() ?? [])].slice(0, 1);
}

function inFirstVpc(context: CallContext, kind: 'subnets' | 'groups'): string[] {
  const [vpcId] = firstVpc(context);
  const all = [...(ec2(context)?.[kind].values() ?? [])];
  return all.filter((one) => one.vpcId === vpcId).map(({ id }) => id);
}

function buckets(context: CallContext): string[] {
  const account = accountOf(context);
  return account ? [...bucketsOf(context.world, account).keys()] : [];
}

function logGroups(context: CallContext) {
  const account = accountOf(context);
  return account ? [...groupsOf(context.world, account, context.region).values()] : [];
}

function topics(context: CallContext): string[] {
  const account = accountOf(context);
  return account ? [...topicsOf(context.world, account, context.region).keys()] : [];
}
