/** Instances in the form of EC2, and the values for its filters. */

import type { Reservation, Instance as SdkInstance } from '@aws-sdk/client-ec2';
import type { CallContext } from '../../service.ts';
import { callerEc2 } from './caller-ec2.ts';
import { rootDevice } from './launch-input.ts';
import type { Instance, InstanceStateName } from './resources.ts';
import type { FilterValues } from './select.ts';
import { toTags } from './tags.ts';

const codes: Readonly<Record<InstanceStateName, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

export function stateOf({ state }: Instance) {
  return { Code: codes[state], Name: state };
}

export function toInstance(context: CallContext, instance: Instance): SdkInstance {
  const { groups, volumes } = callerEc2(context);
  const isGone = instance.state === 'terminated';
  const attached = [...volumes.values()].flatMap(({ id, attachment }) =>
    attachment?.instanceId === instance.id ? [{ id, attachment }] : [],
  );
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    InstanceType: instance.type as never,
    LaunchTime: new Date(instance.launchedAt),
    State: stateOf(instance),
    StateTransitionReason: instance.reason,
    Placement: { AvailabilityZone: instance.zone, Tenancy: instance.tenancy as never },
    Monitoring: { State: instance.isMonitored ? 'enabled' : 'disabled' },
    EbsOptimized: instance.ebsOptimized,
    MetadataOptions: { State: 'applied', ...instance.metadata },
    // A terminated instance has lost its network interface.
    ...(!isGone && {
      SubnetId: instance.subnetId,
      VpcId: instance.vpcId,
      PrivateIpAddress: instance.privateIp,
      PrivateDnsName: `ip-${instance.privateIp.replaceAll('.', '-')}.ec2.internal`,
    }),
    ...(instance.keyName !== undefined && { KeyName: instance.keyName }),
    ...(instance.clientToken !== undefined && { ClientToken: instance.clientToken }),
    ...(instance.profile && {
      IamInstanceProfile: { Arn: instance.profile.arn, Id: instance.profile.id },
    }),
    RootDeviceName: rootDevice,
    RootDeviceType: 'ebs',
    BlockDeviceMappings: attached.map(({ id, attachment }) => ({
      DeviceName: attachment.device,
      Ebs: {
        VolumeId: id,
        Status: 'attached',
        AttachTime: new Date(attachment.at),
        DeleteOnTermination: attachment.deleteOnTermination,
      },
    })),
    SecurityGroups: instance.groupIds.map((id) => ({
      GroupId: id,
      GroupName: groups.get(id)?.name ?? '',
    })),
    Tags: toTags(instance.tags),
  };
}

/** Instances launched by one call form one reservation. */
export function toReservations(
  context: CallContext,
  instances: readonly Instance[],
): Reservation[] {
  const launches = Map.groupBy(instances, ({ reservationId }) => reservationId);
  return [...launches].map(([ReservationId, same]) => ({
    ReservationId,
    OwnerId: context.caller.accountId,
    Groups: [],
    Instances: same.map((instance) => toInstance(context, instance)),
  }));
}

export function instanceValues({ caller }: CallContext): (instance: Instance) => FilterValues {
  return (instance) => ({
    'instance-id': instance.id,
    'instance-state-name': instance.state,
    'instance-state-code': String(codes[instance.state]),
    'instance-type': instance.type,
    'image-id': instance.imageId,
    'availability-zone': instance.zone,
    'subnet-id': instance.subnetId,
    'vpc-id': instance.vpcId,
    'private-ip-address': instance.privateIp,
    'reservation-id': instance.reservationId,
    'owner-id': caller.accountId,
    'key-name': instance.keyName,
    'instance.group-id': instance.groupIds,
    'client-token': instance.clientToken,
  });
}
