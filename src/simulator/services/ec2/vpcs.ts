/** VPCs. */

import type { EC2 } from '@aws-sdk/client-ec2';
import type { CallContext, Handlers } from '../../service.ts';
import { callerEc2, ec2Error, requireResource } from './caller-ec2.ts';
import { makeDefaultVpc, makeVpc } from './make.ts';
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

  CreateVpc: ({ CidrBlock, TagSpecifications }, context) => {
    if (CidrBlock === undefined) {
      throw ec2Error('MissingParameter', 'The request must contain the parameter cidrBlock');
    }
    checkCidr(CidrBlock);
    const creation = { state: callerEc2(context), random: context.world.random };
    const vpc = makeVpc(creation, CidrBlock, false, specifiedTags(TagSpecifications, 'vpc'));
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
    for (const { id, vpcId } of state.groups.values()) {
      if (vpcId === VpcId) state.groups.delete(id);
    }
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

function toVpc(context: CallContext, { id, cidr, isDefault, tags }: Vpc) {
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
    InstanceTenancy: 'default' as const,
    IsDefault: isDefault,
    OwnerId: context.caller.accountId,
    State: 'available' as const,
    Tags: toTags(tags),
  };
}
