/** What an account has, for generated resources to refer to: a reference leads to something that can be listed. */

import type { CallContext } from '../service.ts';
import { ec2Of } from '../services/ec2/state.ts';
import { iamOf } from '../services/iam/state.ts';
import { groupsOf } from '../services/logs/state.ts';
import { bucketsOf } from '../services/s3/state.ts';
import { topicsOf } from '../services/sns/state.ts';
import { arnOf } from './words.ts';

export type Kind = keyof typeof finders;

export interface Estate {
  /** Names, ids or ARNs, as members of that kind have them. */
  find(kind: Kind): readonly string[];
}

/** Services without handlers that are used everywhere, because others refer to what is in them. */
export const usedEverywhere: readonly string[] = ['kms'];

/** One per call, which looks for each kind once: an answer has hundreds of members. */
export function estateOf(context: CallContext): Estate {
  const known = estates.get(context);
  if (known) return known;
  const found = new Map<Kind, readonly string[]>();
  const estate: Estate = {
    find(kind) {
      const there = found.get(kind) ?? finders[kind](context);
      found.set(kind, there);
      return there;
    },
  };
  estates.set(context, estate);
  return estate;
}

const estates = new WeakMap<CallContext, Estate>();

type Find = (context: CallContext) => readonly string[];

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
} as const satisfies Readonly<Record<string, Find>>;

/** The first that a listing of the service would make. */
function generated(service: string, noun: string): Find {
  return ({ world, region, caller: { accountId } }) => {
    const origin = { partition: world.partition.name, service, region, accountId };
    return [arnOf(origin, noun, `${noun.toLowerCase()}-1`)];
  };
}

function accountOf({ world, caller }: CallContext) {
  return world.accounts.get(caller.accountId);
}

/** Those of services; where there are none, whatever role there is. */
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

/** One VPC, so that subnets and groups that stand beside it lie in it. */
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
