/** The input of RunInstances: what is kept of it, and what is refused by name. */

import type { EC2 } from '@aws-sdk/client-ec2';
import type { CallContext, HandlerInput, Handlers } from '../../service.ts';
import { iamOf } from '../iam/state.ts';
import { ec2Error, requireResource } from './errors.ts';
import { type InstanceOptions, type NewVolume, usualMetadata } from './make-instance.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import type { Ec2State, Subnet } from './resources.ts';
import { keyOf, performanceOf } from './volume-options.ts';

export type RunInput = HandlerInput<Parameters<NonNullable<Handlers<EC2>['RunInstances']>>[0]>;

export const rootDevice = '/dev/xvda';

const known = [
  'BlockDeviceMappings',
  'ClientToken',
  'DisableApiTermination',
  'EbsOptimized',
  'IamInstanceProfile',
  'ImageId',
  'InstanceInitiatedShutdownBehavior',
  'InstanceType',
  'KeyName',
  'MaxCount',
  'MetadataOptions',
  'MinCount',
  'Monitoring',
  'NetworkInterfaces',
  'Placement',
  'SecurityGroupIds',
  'SecurityGroups',
  'SubnetId',
  'TagSpecifications',
  'UserData',
];

export function refuseUnknownLaunch(input: RunInput): void {
  refuseUnknown(input, 'RunInstances', known);
  refuseUnknown(input.Placement ?? {}, 'RunInstances', ['AvailabilityZone', 'Tenancy']);
  const [network, second] = input.NetworkInterfaces ?? [];
  refuseUnknown({ 'NetworkInterfaces.2': second }, 'RunInstances', []);
  refuseUnknown(network ?? {}, 'RunInstances', ['DeviceIndex', 'Groups', 'SubnetId']);
  for (const { Ebs = {}, ...mapping } of input.BlockDeviceMappings ?? []) {
    refuseUnknown(mapping, 'RunInstances', ['DeviceName']);
    refuseUnknown(Ebs, 'RunInstances', knownOfVolumes);
  }
}

const knownOfVolumes = [
  'DeleteOnTermination',
  'Encrypted',
  'Iops',
  'KmsKeyId',
  'SnapshotId',
  'Throughput',
  'VolumeSize',
  'VolumeType',
];

export function optionsOf(input: RunInput, context: CallContext): InstanceOptions {
  const { MetadataOptions: metadata = {}, UserData } = input;
  return {
    profile: profileOf(input, context),
    metadata: {
      HttpTokens: metadata.HttpTokens ?? usualMetadata.HttpTokens,
      HttpPutResponseHopLimit:
        metadata.HttpPutResponseHopLimit ?? usualMetadata.HttpPutResponseHopLimit,
      HttpEndpoint: metadata.HttpEndpoint ?? usualMetadata.HttpEndpoint,
      HttpProtocolIpv6: metadata.HttpProtocolIpv6 ?? usualMetadata.HttpProtocolIpv6,
      InstanceMetadataTags: metadata.InstanceMetadataTags ?? usualMetadata.InstanceMetadataTags,
    },
    isMonitored: input.Monitoring?.Enabled ?? false,
    ebsOptimized: input.EbsOptimized ?? false,
    tenancy: input.Placement?.Tenancy ?? 'default',
    userData: UserData,
    isProtected: input.DisableApiTermination ?? false,
    shutdownBehavior: input.InstanceInitiatedShutdownBehavior ?? 'stop',
  };
}

/** By name or ARN, never both. */
function profileOf({ IamInstanceProfile: requested }: RunInput, context: CallContext) {
  if (!requested) return undefined;
  const { Arn, Name } = requested;
  if (Arn !== undefined && Name !== undefined) {
    const message =
      "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'";
    throw ec2Error('InvalidParameterCombination', message);
  }
  const profile = iamOf
    .ofCall(context)
    .instanceProfiles.values()
    .find(({ arn, name }) => (Arn === undefined ? name === Name : arn === Arn));
  if (profile) return { arn: profile.arn, id: profile.id };
  const message =
    Arn === undefined
      ? `Value (${Name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`
      : `Value (${Arn}) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN`;
  throw ec2Error('InvalidParameterValue', message);
}

/** Groups are named by id, or by name in the default VPC. */
export function groupsFor(
  input: RunInput,
  { vpcId }: Subnet,
  { groups, vpcs }: Ec2State,
): readonly string[] {
  const ids = input.SecurityGroupIds ?? input.NetworkInterfaces?.[0]?.Groups ?? [];
  for (const id of ids) requireResource(groups, 'security-group', id);
  const names = input.SecurityGroups ?? [];
  if (names.length > 0 && !vpcs.get(vpcId)?.isDefault) {
    const message = 'The parameter groupName cannot be used with the parameter subnet';
    throw ec2Error('InvalidParameterCombination', message);
  }
  const named = (name: string) =>
    groups.values().find((group) => group.vpcId === vpcId && group.name === name)?.id;
  const found = names.map((name) => {
    const id = named(name);
    if (id !== undefined) return id;
    const message = `The security group '${name}' does not exist in VPC '${vpcId}'`;
    throw ec2Error('InvalidGroup.NotFound', message);
  });
  const all = [...ids, ...found];
  const standard = named('default');
  return all.length > 0 || standard === undefined ? all : [standard];
}

type VolumeRequest = Omit<NewVolume, 'zone' | 'now' | 'attachedTo' | 'tags'>;

/** One volume per mapping, and one for the root device unless it is mapped. */
export function volumesFor(input: RunInput, context: CallContext): readonly VolumeRequest[] {
  const mapped = (input.BlockDeviceMappings ?? []).map(({ DeviceName = rootDevice, Ebs = {} }) => {
    const { VolumeType = 'gp3', VolumeSize = 8, Encrypted = false } = Ebs;
    return {
      device: DeviceName,
      sizeGib: VolumeSize,
      type: VolumeType,
      encrypted: Encrypted,
      snapshotId: Ebs.SnapshotId,
      deleteOnTermination: Ebs.DeleteOnTermination ?? true,
      performance: performanceOf({ ...Ebs, VolumeType, VolumeSize }),
      keyId: keyOf(context, Ebs),
    };
  });
  const isRoot = ({ device }: { readonly device: string }) => /^\/dev\/(xvda|sda1)$/.test(device);
  const root = { device: rootDevice, sizeGib: 8, type: 'gp3', encrypted: false };
  return mapped.some(isRoot) ? mapped : [root, ...mapped];
}
