/** The world's data in the form of Organizations. */

import type {
  Account,
  OrganizationalUnit,
  PolicySummary,
  Root,
} from '@aws-sdk/client-organizations';
import type { SimulatedAccount } from '../../world/account.ts';
import {
  accountPath,
  nodePath,
  type OrganizationNode,
  type OrganizationPolicy,
} from '../../world/organization.ts';
import type { World } from '../../world/world.ts';

/** `arn:aws:organizations::<management account>:<kind>/o-…/<id>`. */
export function organizationsArn(world: World, kind: string, ...ids: readonly string[]): string {
  const { id, managementAccountId } = world.organization;
  const path = [kind, id, ...ids].join('/');
  return `arn:${world.partition.name}:organizations::${managementAccountId}:${path}`;
}

export function toAccount(world: World, account: SimulatedAccount): Account {
  return {
    Id: account.id,
    Arn: organizationsArn(world, 'account', account.id),
    Name: account.name,
    Email: account.email,
    JoinedMethod: account.joinedMethod,
    JoinedTimestamp: new Date(account.joinedAt),
    ...(world.legacyStatus
      ? { Status: legacyStatus(account.state) }
      : {
          Paths: [accountPath(world.organization, account)],
          State: account.state as Account['State'],
        }),
  };
}

export function toOu(world: World, node: OrganizationNode): OrganizationalUnit {
  return {
    Id: node.id,
    Arn: organizationsArn(world, 'ou', node.id),
    Name: node.name,
    Path: nodePath(world.organization, node.id),
  };
}

export function toRoot(world: World): Root {
  const { rootId, policyTypes } = world.organization;
  return {
    Id: rootId,
    Arn: organizationsArn(world, 'root', rootId),
    Name: 'Root',
    PolicyTypes: [...policyTypes].map((type) => ({ Type: type as never, Status: 'ENABLED' })),
  };
}

export function toPolicySummary(world: World, policy: OrganizationPolicy): PolicySummary {
  const tail = `${policy.type.toLowerCase()}/${policy.id}`;
  return {
    Id: policy.id,
    Arn: policy.awsManaged
      ? `arn:${world.partition.name}:organizations::aws:policy/${tail}`
      : organizationsArn(world, 'policy', tail),
    Name: policy.name,
    Description: policy.description,
    Type: policy.type as PolicySummary['Type'],
    AwsManaged: policy.awsManaged,
  };
}

/** The three values of the former `Status`. */
function legacyStatus(state: string): 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' {
  return state === 'ACTIVE' || state === 'PENDING_CLOSURE' ? state : 'SUSPENDED';
}
