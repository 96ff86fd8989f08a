/** New instances and volumes. */

import { ec2Id } from '../../world/ids.ts';
import type { Ec2CreationContext } from './make.ts';
import type { EbsVolume, Instance, InstanceStateName, Subnet } from './resources.ts';

export interface NewInstance {
  readonly imageId: string;
  readonly type: string;
  readonly subnet: Subnet;
  readonly groupIds: readonly string[];
  readonly reservationId: string;
  readonly now: number;
  readonly state: InstanceStateName;
  readonly tags: Map<string, string>;
  readonly keyName?: string | undefined;
  readonly profileArn?: string | undefined;
  readonly clientToken?: string | undefined;
}

export function makeInstance(
  { state, random }: Ec2CreationContext,
  options: NewInstance,
): Instance {
  const { subnet } = options;
  const base = subnet.cidr.split('.').slice(0, 2).join('.');
  const instance: Instance = {
    id: ec2Id('i', random),
    reservationId: options.reservationId,
    imageId: options.imageId,
    type: options.type,
    subnetId: subnet.id,
    vpcId: subnet.vpcId,
    zone: subnet.zone,
    privateIp: `${base}.${random.integer(250)}.${4 + random.integer(250)}`,
    groupIds: options.groupIds,
    keyName: options.keyName,
    profileArn: options.profileArn,
    clientToken: options.clientToken,
    launchedAt: options.now,
    state: options.state,
    reason: '',
    tags: options.tags,
  };
  state.instances.set(instance.id, instance);
  return instance;
}

export interface NewVolume {
  readonly sizeGib: number;
  readonly type: string;
  readonly zone: string;
  readonly encrypted: boolean;
  readonly now: number;
  readonly snapshotId?: string | undefined;
  readonly attachedTo?: string;
  readonly tags: Map<string, string>;
}

export function makeVolume({ state, random }: Ec2CreationContext, options: NewVolume): EbsVolume {
  const { sizeGib, type, zone, encrypted, snapshotId, attachedTo, now, tags } = options;
  const volume: EbsVolume = {
    id: ec2Id('vol', random),
    sizeGib,
    type,
    zone,
    encrypted,
    createdAt: now,
    snapshotId,
    tags,
    ...(attachedTo !== undefined && {
      attachment: {
        instanceId: attachedTo,
        device: '/dev/xvda',
        at: now,
        deleteOnTermination: true,
      },
    }),
  };
  state.volumes.set(volume.id, volume);
  return volume;
}
