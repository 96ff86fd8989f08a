/** VPCs. */

import type { EC2 } from '@aws-sdk/client-ec2';
import type { CallContext, Handlers } from '../../service.ts';
import { callerEc2 } from './caller-ec2.ts';
import { ec2Error, requireResource } from './errors.ts';
import { makeDefaultVpc, makeVpc } from './make.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import type { Ec2State, Vpc } from './resources.ts';
import { select } from './select.ts';
import { specifiedTags, toTags } from './tags.ts';

export const vpcHandlers: Handlers<EC2> = {
  DescribeVpcs: (input, context) => {
    const { items, token } = select(context, input, {
      kind: 'vpc',
      resources: callerEc2(context).vpcs,
      ids: input.VpcIds,
      filters: input.Filters,
      values: ({ id, cidr, isDefault }: Vpc) => ({
        'vpc-id': id,
        cidr,
        'cidr-block': cidr,
        'is-default': String(isDefault),
        isDefault: String(isDefault),
        state: 'available',
        'owner-id': context.caller.accountId,
      }),
    });
    return { Vpcs: items.map((vpc) => toVpc(context, vpc)), ...token };
  },

  CreateVpc: (input, context) => {
    refuseUnknown(input, 'CreateVpc', ['CidrBlock', 'InstanceTenancy', 'TagSpecifications']);
    const { CidrBlock, InstanceTenancy, TagSpecifications } = input;
    if (CidrBlock === undefined) {
      throw ec2Error('MissingParameter', 'The request must contain the parameter cidrBlock');
    }
    checkCidr(CidrBlock);
    const creation = { state: callerEc2(context), random: context.world.random };
    if (InstanceTenancy === 'host') {
      throw ec2Error('InvalidParameterValue', 'The tenancy host is not one of a VPC.');
    }
    const vpc = makeVpc(creation, {
      cidr: CidrBlock,
      isDefault: false,
      tenancy: InstanceTenancy,
      tags: specifiedTags(TagSpecifications, 'vpc'),
    });
    return { Vpc: toVpc(context, vpc) };
  },

  CreateDefaultVpc: (_, context) => {
    const state = callerEc2(context);
    if (state.vpcs.values().some(({ isDefault }) => isDefault)) {
      const message = 'A Default VPC already exists for this account in this region.';
      throw ec2Error('DefaultVpcAlreadyExists', message);
    }
    const vpc = makeDefaultVpc({ state, random: context.world.random }, context.region);
    return { Vpc: toVpc(context, vpc) };
  },

  DeleteVpc: ({ VpcId }, context) => {
    const state = callerEc2(context);
    const vpc = requireResource(state.vpcs, 'vpc', VpcId);
    if (isInUse(state, vpc)) {
      const message = `The vpc '${VpcId}' has dependencies and cannot be deleted.`;
      throw ec2Error('DependencyViolation', message);
    }
    state.vpcs.delete(VpcId);
    for (const resources of [state.groups, state.routeTables, state.networkAcls]) {
      for (const { id, vpcId } of resources.values()) if (vpcId === VpcId) resources.delete(id);
    }
    return {};
  },

  DescribeVpcAttribute: ({ VpcId, Attribute }, context) => {
    const { dnsSupport, dnsHostnames } = requireResource(callerEc2(context).vpcs, 'vpc', VpcId);
    if (Attribute === 'enableDnsSupport') return { VpcId, EnableDnsSupport: { Value: dnsSupport } };
    if (Attribute === 'enableDnsHostnames') {
      return { VpcId, EnableDnsHostnames: { Value: dnsHostnames } };
    }
    // Off unless it is enabled, which the simulator does not know.
    return { VpcId, EnableNetworkAddressUsageMetrics: { Value: false } };
  },

  ModifyVpcAttribute: (input, context) => {
    refuseUnknown(input, 'ModifyVpcAttribute', ['VpcId', 'EnableDnsHostnames', 'EnableDnsSupport']);
    const { EnableDnsHostnames, EnableDnsSupport } = input;
    const vpc = requireResource(callerEc2(context).vpcs, 'vpc', input.VpcId);
    if (EnableDnsHostnames && EnableDnsSupport) {
      const message = 'Fields for multiple attribute types specified';
      throw ec2Error('InvalidParameterCombination', message);
    }
    vpc.dnsHostnames = EnableDnsHostnames?.Value ?? vpc.dnsHostnames;
    vpc.dnsSupport = EnableDnsSupport?.Value ?? vpc.dnsSupport;
    return {};
  },
};

/** A valid block of a network: 16 to 28 bits. */
export function checkCidr(cidr: string): void {
  const bits = Number(/^(?:\d{1,3}\.){3}\d{1,3}\/(\d{1,2})$/.exec(cidr)?.[1] ?? 0);
  if (bits < 16 || bits > 28) {
    throw ec2Error('InvalidVpc.Range', `The CIDR '${cidr}' is invalid.`);
  }
}

function isInUse({ subnets, gateways, groups }: Ec2State, { id }: Vpc): boolean {
  return (
    subnets.values().some(({ vpcId }) => vpcId === id) ||
    gateways.values().some(({ vpcId }) => vpcId === id) ||
    groups.values().some(({ vpcId, name }) => vpcId === id && name !== 'default')
  );
}

function toVpc(context: CallContext, { id, cidr, isDefault, tenancy, tags }: Vpc) {
  return {
    VpcId: id,
    CidrBlock: cidr,
    CidrBlockAssociationSet: [
      {
        AssociationId: `vpc-cidr-assoc-${id.slice('vpc-'.length)}`,
        CidrBlock: cidr,
        CidrBlockState: { State: 'associated' as const },
      },
    ],
    DhcpOptionsId: 'default',
    InstanceTenancy: tenancy,
    IsDefault: isDefault,
    OwnerId: context.caller.accountId,
    State: 'available' as const,
    Tags: toTags(tags),
  };
}
