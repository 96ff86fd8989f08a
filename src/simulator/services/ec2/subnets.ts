/** Subnets. */

import type { EC2 } from '@aws-sdk/client-ec2';
import type { CallContext, Handlers } from '../../service.ts';
import { callerEc2, ec2Arn } from './caller-ec2.ts';
import { ec2Error, requireResource } from './errors.ts';
import { makeSubnet, zonesOf } from './make.ts';
import type { Subnet } from './resources.ts';
import { select } from './select.ts';
import { specifiedTags, toTags } from './tags.ts';
import { checkCidr } from './vpcs.ts';

export const subnetHandlers: Handlers<EC2> = {
  DescribeSubnets: (input, context) => {
    const { items, token } = select(context, input, {
      kind: 'subnet',
      resources: callerEc2(context).subnets,
      ids: input.SubnetIds,
      filters: input.Filters,
      values: ({ id, vpcId, zone, cidr, isDefault }: Subnet) => ({
        'subnet-id': id,
        'vpc-id': vpcId,
        'availability-zone': zone,
        availabilityZone: zone,
        'cidr-block': cidr,
        cidrBlock: cidr,
        'default-for-az': String(isDefault),
        state: 'available',
        'owner-id': context.caller.accountId,
      }),
    });
    return { Subnets: items.map((subnet) => toSubnet(context, subnet)), ...token };
  },

  CreateSubnet: (input, context) => {
    const { VpcId, CidrBlock, AvailabilityZone: zone } = input;
    const state = callerEc2(context);
    requireResource(state.vpcs, 'vpc', VpcId);
    if (CidrBlock === undefined) {
      throw ec2Error('MissingParameter', 'The request must contain the parameter cidrBlock');
    }
    checkCidr(CidrBlock);
    const taken = [...state.subnets.values()].some(
      ({ vpcId, cidr }) => vpcId === VpcId && cidr === CidrBlock,
    );
    if (taken) {
      const message = `The CIDR '${CidrBlock}' conflicts with another subnet`;
      throw ec2Error('InvalidSubnet.Conflict', message);
    }
    const zones = zonesOf(context.region);
    if (zone !== undefined && !zones.includes(zone)) {
      const message = `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.join(', ')}.`;
      throw ec2Error('InvalidParameterValue', message);
    }
    const creation = { state, random: context.world.random };
    const subnet = makeSubnet(creation, {
      vpcId: VpcId,
      cidr: CidrBlock,
      zone: zone ?? `${context.region}a`,
      isDefault: false,
      tags: specifiedTags(input.TagSpecifications, 'subnet'),
    });
    return { Subnet: toSubnet(context, subnet) };
  },

  DeleteSubnet: ({ SubnetId }, context) => {
    const state = callerEc2(context);
    requireResource(state.subnets, 'subnet', SubnetId);
    const isUsed = state.instances
      .values()
      .some(({ subnetId, state: name }) => subnetId === SubnetId && name !== 'terminated');
    if (isUsed) {
      const message = `The subnet '${SubnetId}' has dependencies and cannot be deleted.`;
      throw ec2Error('DependencyViolation', message);
    }
    state.subnets.delete(SubnetId);
    return {};
  },
};

function toSubnet(context: CallContext, subnet: Subnet) {
  const bits = Number(subnet.cidr.split('/')[1]);
  return {
    SubnetId: subnet.id,
    SubnetArn: ec2Arn(context, 'subnet', subnet.id),
    VpcId: subnet.vpcId,
    CidrBlock: subnet.cidr,
    // AWS reserves five addresses of every subnet.
    AvailableIpAddressCount: 2 ** (32 - bits) - 5,
    AvailabilityZone: subnet.zone,
    DefaultForAz: subnet.isDefault,
    MapPublicIpOnLaunch: subnet.isDefault,
    OwnerId: context.caller.accountId,
    State: 'available' as const,
    Tags: toTags(subnet.tags),
  };
}
