/** Volumes. */

import type { EC2 } from '@aws-sdk/client-ec2';
import type { Handlers } from '../../service.ts';
import { callerEc2 } from './caller-ec2.ts';
import { ec2Error, requireResource } from './errors.ts';
import { zonesOf } from './make.ts';
import { makeVolume } from './make-instance.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import type { EbsVolume } from './resources.ts';
import { select } from './select.ts';
import { specifiedTags, toTags } from './tags.ts';
import { keyOf, performanceOf } from './volume-options.ts';

export const volumeHandlers: Handlers<EC2> = {
  DescribeVolumes: (input, context) => {
    const { items, token } = select(context, input, {
      kind: 'volume',
      resources: callerEc2(context).volumes,
      ids: input.VolumeIds,
      filters: input.Filters,
      values: (volume: EbsVolume) => ({
        'volume-id': volume.id,
        status: statusOf(volume),
        size: String(volume.sizeGib),
        'volume-type': volume.type,
        'availability-zone': volume.zone,
        encrypted: String(volume.encrypted),
        'snapshot-id': volume.snapshotId,
        'attachment.instance-id': volume.attachment?.instanceId,
      }),
    });
    return { Volumes: items.map(toVolume), ...token };
  },

  CreateVolume: (input, context) => {
    refuseUnknown(input, 'CreateVolume', [
      'AvailabilityZone',
      'ClientToken',
      'Encrypted',
      'Iops',
      'KmsKeyId',
      'MultiAttachEnabled',
      'Size',
      'SnapshotId',
      'TagSpecifications',
      'Throughput',
      'VolumeType',
    ]);
    const { Size, SnapshotId, VolumeType = 'gp2', AvailabilityZone: zone = '' } = input;
    if (Size === undefined && SnapshotId === undefined) {
      throw ec2Error('MissingParameter', 'The request must contain the parameter size/snapshot');
    }
    if (!zonesOf(context.region).includes(zone)) {
      throw ec2Error('InvalidZone.NotFound', `The zone '${zone}' does not exist.`);
    }
    const state = callerEc2(context);
    const { ClientToken } = input;
    const repeated = state.volumes.values().find(({ clientToken }) => clientToken === ClientToken);
    if (ClientToken !== undefined && repeated) return toVolume(repeated);
    const creation = { state, random: context.world.random };
    const volume = makeVolume(creation, {
      sizeGib: Size ?? 8,
      type: VolumeType,
      zone,
      encrypted: input.Encrypted ?? false,
      now: context.now,
      snapshotId: SnapshotId,
      performance: performanceOf(input),
      keyId: keyOf(context, input),
      clientToken: ClientToken,
      tags: specifiedTags(input.TagSpecifications, 'volume'),
    });
    return toVolume(volume);
  },

  AttachVolume: ({ VolumeId, InstanceId, Device }, context) => {
    const state = callerEc2(context);
    const volume = requireResource(state.volumes, 'volume', VolumeId);
    const instance = requireResource(state.instances, 'instance', InstanceId);
    if (volume.attachment) {
      throw ec2Error('VolumeInUse', `${VolumeId} is already attached to an instance`);
    }
    if (volume.zone !== instance.zone) {
      const message = `The volume '${VolumeId}' is not in the same availability zone as instance '${InstanceId}'`;
      throw ec2Error('InvalidVolume.ZoneMismatch', message);
    }
    volume.attachment = {
      instanceId: InstanceId,
      device: Device,
      at: context.now,
      deleteOnTermination: false,
    };
    return { VolumeId, InstanceId, Device, State: 'attached', AttachTime: new Date(context.now) };
  },

  DetachVolume: ({ VolumeId }, context) => {
    const volume = requireResource(callerEc2(context).volumes, 'volume', VolumeId);
    const { attachment } = volume;
    if (!attachment) {
      throw ec2Error('IncorrectState', `Volume '${VolumeId}' is in the 'available' state.`);
    }
    delete volume.attachment;
    return {
      VolumeId,
      InstanceId: attachment.instanceId,
      Device: attachment.device,
      State: 'detached',
    };
  },

  DeleteVolume: ({ VolumeId }, context) => {
    const { volumes } = callerEc2(context);
    const { attachment } = requireResource(volumes, 'volume', VolumeId);
    if (attachment) {
      const message = `Volume ${VolumeId} is currently attached to ${attachment.instanceId}`;
      throw ec2Error('VolumeInUse', message);
    }
    volumes.delete(VolumeId);
    return {};
  },
};

function statusOf({ attachment }: EbsVolume) {
  return attachment ? 'in-use' : 'available';
}

function toVolume(volume: EbsVolume) {
  const { attachment } = volume;
  return {
    VolumeId: volume.id,
    Size: volume.sizeGib,
    VolumeType: volume.type as never,
    AvailabilityZone: volume.zone,
    Encrypted: volume.encrypted,
    ...(volume.keyId !== undefined && { KmsKeyId: volume.keyId }),
    ...(volume.performance.iops !== undefined && { Iops: volume.performance.iops }),
    ...(volume.performance.throughput !== undefined && {
      Throughput: volume.performance.throughput,
    }),
    MultiAttachEnabled: volume.performance.isMultiAttach,
    CreateTime: new Date(volume.createdAt),
    SnapshotId: volume.snapshotId ?? '',
    State: statusOf(volume) as 'in-use' | 'available',
    Attachments: attachment
      ? [
          {
            VolumeId: volume.id,
            InstanceId: attachment.instanceId,
            Device: attachment.device,
            State: 'attached' as const,
            AttachTime: new Date(attachment.at),
            DeleteOnTermination: attachment.deleteOnTermination,
          },
        ]
      : [],
    Tags: toTags(volume.tags),
  };
}
