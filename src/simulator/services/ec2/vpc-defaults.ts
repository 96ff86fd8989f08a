/** What every VPC has from the start: its main route table and its network ACL. */

import type { EC2, NetworkAclEntry, RouteTable } from '@aws-sdk/client-ec2';
import type { CallContext, Handlers } from '../../service.ts';
import { callerEc2 } from './caller-ec2.ts';
import type { Ec2State, VpcDefault } from './resources.ts';
import { select } from './select.ts';
import { toTags } from './tags.ts';

export const vpcDefaultHandlers: Handlers<EC2> = {
  DescribeRouteTables: (input, context) => {
    const state = callerEc2(context);
    const { items, token } = select(context, input, {
      kind: 'route-table',
      resources: state.routeTables,
      ids: input.RouteTableIds,
      filters: input.Filters,
      values: ({ id, vpcId }: VpcDefault) => ({
        'route-table-id': id,
        'vpc-id': vpcId,
        'owner-id': context.caller.accountId,
        'association.main': 'true',
        'association.route-table-id': id,
        'association.route-table-association-id': associationId(id, 'rtb', 'rtbassoc'),
        // Subnets without a table of their own have no association.
        'association.subnet-id': undefined,
        'association.gateway-id': undefined,
        'route.destination-cidr-block': routesOf(state, vpcId).map(
          (one) => one.DestinationCidrBlock,
        ),
        'route.gateway-id': routesOf(state, vpcId).map((one) => one.GatewayId),
        'route.state': 'active',
      }),
    });
    return { RouteTables: items.map((one) => toRouteTable(context, state, one)), ...token };
  },

  DescribeNetworkAcls: (input, context) => {
    const state = callerEc2(context);
    const { items, token } = select(context, input, {
      kind: 'network-acl',
      resources: state.networkAcls,
      ids: input.NetworkAclIds,
      filters: input.Filters,
      values: ({ id, vpcId }: VpcDefault) => ({
        'network-acl-id': id,
        'vpc-id': vpcId,
        default: 'true',
        'owner-id': context.caller.accountId,
        'association.network-acl-id': id,
        'association.subnet-id': subnetsOf(state, vpcId),
      }),
    });
    return {
      NetworkAcls: items.map(({ id, vpcId, tags }) => ({
        NetworkAclId: id,
        VpcId: vpcId,
        OwnerId: context.caller.accountId,
        IsDefault: true,
        Entries: [
          entry(100, 'allow', true),
          entry(32_767, 'deny', true),
          entry(100, 'allow', false),
          entry(32_767, 'deny', false),
        ],
        Associations: subnetsOf(state, vpcId).map((SubnetId) => ({
          NetworkAclAssociationId: associationId(SubnetId, 'subnet', 'aclassoc'),
          NetworkAclId: id,
          SubnetId,
        })),
        Tags: toTags(tags),
      })),
      ...token,
    };
  },
};

function toRouteTable(
  { caller }: CallContext,
  state: Ec2State,
  { id, vpcId, tags }: VpcDefault,
): RouteTable {
  return {
    RouteTableId: id,
    VpcId: vpcId,
    OwnerId: caller.accountId,
    Associations: [
      {
        Main: true,
        RouteTableAssociationId: associationId(id, 'rtb', 'rtbassoc'),
        RouteTableId: id,
        AssociationState: { State: 'associated' },
      },
    ],
    PropagatingVgws: [],
    Routes: routesOf(state, vpcId).map((route) => ({ ...route, State: 'active' })),
    Tags: toTags(tags),
  };
}

/** Within the VPC; the default VPC also has a route to its internet gateway. */
function routesOf({ vpcs, gateways }: Ec2State, vpcId: string) {
  const vpc = vpcs.get(vpcId);
  if (!vpc) return [];
  const gateway = gateways.values().find((one) => one.vpcId === vpcId);
  const local = {
    DestinationCidrBlock: vpc.cidr,
    GatewayId: 'local',
    Origin: 'CreateRouteTable' as const,
  };
  if (!vpc.isDefault || !gateway) return [local];
  const out = {
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: gateway.id,
    Origin: 'CreateRoute' as const,
  };
  return [local, out];
}

function subnetsOf({ subnets }: Ec2State, vpcId: string): readonly string[] {
  return [...subnets.values()].filter((one) => one.vpcId === vpcId).map(({ id }) => id);
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html */
function entry(number: number, action: 'allow' | 'deny', isEgress: boolean): NetworkAclEntry {
  return {
    RuleNumber: number,
    RuleAction: action,
    Egress: isEgress,
    Protocol: '-1',
    CidrBlock: '0.0.0.0/0',
  };
}

function associationId(id: string, prefix: string, kind: string): string {
  return id.replace(prefix, kind);
}
