/** Performance and key of a volume. */

import type { CallContext } from '../../service.ts';
import { ec2Error } from './errors.ts';
import type { VolumePerformance } from './resources.ts';

interface VolumeInput {
  readonly VolumeType?: string | undefined;
  readonly Size?: number | undefined;
  readonly VolumeSize?: number | undefined;
  readonly Iops?: number | undefined;
  readonly Throughput?: number | undefined;
  readonly MultiAttachEnabled?: boolean | undefined;
}

/**
 * What AWS provides without a request: 3,000 operations and 125 MiB a second for gp3; for gp2 three operations for each
 * GiB, between 100 and 16,000. https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
 */
export function performanceOf(input: VolumeInput): VolumePerformance {
  const { VolumeType: type = 'gp2', Size, VolumeSize = Size ?? 8, Iops, Throughput } = input;
  if (Throughput !== undefined && type !== 'gp3') {
    throw notSupported('throughput', type);
  }
  if (Iops !== undefined && !['gp3', 'io1', 'io2'].includes(type)) throw notSupported('iops', type);
  if (Iops === undefined && ['io1', 'io2'].includes(type)) {
    throw ec2Error('MissingParameter', 'The request must contain the parameter iops');
  }
  const isMultiAttach = input.MultiAttachEnabled ?? false;
  if (isMultiAttach && !['io1', 'io2'].includes(type)) throw notSupported('multiAttach', type);
  const isOfGp2 = type === 'gp2';
  const usual = isOfGp2 ? Math.min(16_000, Math.max(100, 3 * VolumeSize)) : undefined;
  return {
    iops: Iops ?? (type === 'gp3' ? 3_000 : usual),
    throughput: Throughput ?? (type === 'gp3' ? 125 : undefined),
    isMultiAttach,
  };
}

function notSupported(parameter: string, type: string) {
  const message = `The parameter ${parameter} is not supported for ${type} volumes.`;
  return ec2Error('InvalidParameterCombination', message);
}

interface KeyInput {
  readonly Encrypted?: boolean | undefined;
  readonly KmsKeyId?: string | undefined;
}

/** ARN of the key: of an encrypted volume alone, by default AWS's own one. */
export function keyOf(
  { world, caller, region }: CallContext,
  { Encrypted = false, KmsKeyId }: KeyInput,
): string | undefined {
  if (!Encrypted && KmsKeyId !== undefined) {
    const message = 'The parameter KmsKeyId requires the parameter Encrypted to be set.';
    throw ec2Error('InvalidParameterDependency', message);
  }
  if (!Encrypted) return undefined;
  const key = KmsKeyId ?? 'alias/aws/ebs';
  if (key.startsWith('arn:')) return key;
  const resource = key.startsWith('alias/') ? key : `key/${key}`;
  return `arn:${world.partition.name}:kms:${region}:${caller.accountId}:${resource}`;
}
