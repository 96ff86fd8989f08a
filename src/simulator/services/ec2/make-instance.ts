/** New instances and volumes. */

import { ec2Id } from '../../world/ids.ts';
import type { Ec2CreationContext } from './make.ts';
import type {
  EbsVolume,
  Instance,
  InstanceStateName,
  MetadataOptions,
  Subnet,
  VolumePerformance,
} from './resources.ts';
import { performanceOf } from './volume-options.ts';

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
  readonly clientToken?: string | undefined;
  readonly options?: Partial<InstanceOptions>;
}

/** What a launch may request beyond image, type and network. */
export type InstanceOptions = Pick<
  Instance,
  | 'profile'
  | 'metadata'
  | 'isMonitored'
  | 'ebsOptimized'
  | 'tenancy'
  | 'userData'
  | 'isProtected'
  | 'shutdownBehavior'
>;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html */
export const usualMetadata: MetadataOptions = {
  HttpTokens: 'optional',
  HttpPutResponseHopLimit: 1,
  HttpEndpoint: 'enabled',
  HttpProtocolIpv6: 'disabled',
  InstanceMetadataTags: 'disabled',
};

const usualOptions: InstanceOptions = {
  profile: undefined,
  metadata: usualMetadata,
  isMonitored: false,
  ebsOptimized: false,
  tenancy: 'default',
  userData: undefined,
  isProtected: false,
  shutdownBehavior: 'stop',
};

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
    clientToken: options.clientToken,
    ...usualOptions,
    ...options.options,
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
  readonly device?: string;
  readonly deleteOnTermination?: boolean;
  readonly performance?: VolumePerformance;
  readonly keyId?: string | undefined;
  readonly clientToken?: string | undefined;
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
    performance: options.performance ?? performanceOf({ VolumeType: type, Size: sizeGib }),
    keyId: options.keyId,
    clientToken: options.clientToken,
    tags,
    ...(attachedTo !== undefined && {
      attachment: {
        instanceId: attachedTo,
        device: options.device ?? '/dev/xvda',
        at: now,
        deleteOnTermination: options.deleteOnTermination ?? true,
      },
    }),
  };
  state.volumes.set(volume.id, volume);
  return volume;
}
