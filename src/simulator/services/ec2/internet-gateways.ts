/** Internet gateways. */

import type { EC2 } from '@aws-sdk/client-ec2';
import type { CallContext, Handlers } from '../../service.ts';
import { ec2Id } from '../../world/ids.ts';
import { callerEc2 } from './caller-ec2.ts';
import { ec2Error, requireResource } from './errors.ts';
import type { InternetGateway } from './resources.ts';
import { select } from './select.ts';
import { specifiedTags, toTags } from './tags.ts';

export const gatewayHandlers: Handlers<EC2> = {
  DescribeInternetGateways: (input, context) => {
    const { items, token } = select(context, input, {
      kind: 'internet-gateway',
      resources: callerEc2(context).gateways,
      ids: input.InternetGatewayIds,
      filters: input.Filters,
      values: ({ id, vpcId }: InternetGateway) => ({
        'internet-gateway-id': id,
        'attachment.vpc-id': vpcId,
        'attachment.state': vpcId && 'available',
        'owner-id': context.caller.accountId,
      }),
    });
    return { InternetGateways: items.map((gateway) => toGateway(context, gateway)), ...token };
  },

  CreateInternetGateway: ({ TagSpecifications }, context) => {
    const id = ec2Id('igw', context.world.random);
    const gateway = { id, tags: specifiedTags(TagSpecifications, 'internet-gateway') };
    callerEc2(context).gateways.set(id, gateway);
    return { InternetGateway: toGateway(context, gateway) };
  },

  AttachInternetGateway: ({ InternetGatewayId, VpcId }, context) => {
    const state = callerEc2(context);
    const gateway = requireResource(state.gateways, 'internet-gateway', InternetGatewayId);
    requireResource(state.vpcs, 'vpc', VpcId);
    if (gateway.vpcId !== undefined) {
      const message = `resource ${InternetGatewayId} is already attached to network ${gateway.vpcId}`;
      throw ec2Error('Resource.AlreadyAssociated', message);
    }
    gateway.vpcId = VpcId;
    return {};
  },

  DetachInternetGateway: ({ InternetGatewayId, VpcId }, context) => {
    const gateway = requireResource(
      callerEc2(context).gateways,
      'internet-gateway',
      InternetGatewayId,
    );
    if (gateway.vpcId !== VpcId) {
      const message = `resource ${InternetGatewayId} is not attached to network ${VpcId}`;
      throw ec2Error('Gateway.NotAttached', message);
    }
    delete gateway.vpcId;
    return {};
  },

  DeleteInternetGateway: ({ InternetGatewayId }, context) => {
    const { gateways } = callerEc2(context);
    const gateway = requireResource(gateways, 'internet-gateway', InternetGatewayId);
    if (gateway.vpcId !== undefined) {
      const message = `The internetGateway '${InternetGatewayId}' has dependencies and cannot be deleted.`;
      throw ec2Error('DependencyViolation', message);
    }
    gateways.delete(InternetGatewayId);
    return {};
  },
};

function toGateway({ caller }: CallContext, { id, vpcId, tags }: InternetGateway) {
  return {
    InternetGatewayId: id,
    OwnerId: caller.accountId,
    Attachments: vpcId === undefined ? [] : [{ VpcId: vpcId, State: 'available' as never }],
    Tags: toTags(tags),
  };
}
