/** A parameter and its versions, as data. */

import type { World } from '../../world/world.ts';

export type ParameterType = 'String' | 'StringList' | 'SecureString';

export type Tier = 'Standard' | 'Advanced';

export interface Parameter {
  readonly name: string;
  readonly arn: string;
  readonly type: ParameterType;
  readonly tags: Map<string, string>;
  /** Oldest first; at most a hundred. */
  versions: readonly [ParameterVersion, ...ParameterVersion[]];
}

export interface ParameterVersion {
  readonly version: number;
  readonly value: string;
  readonly tier: Tier;
  readonly dataType: string;
  readonly description: string | undefined;
  readonly allowedPattern: string | undefined;
  readonly keyId: string | undefined;
  readonly modifiedAt: number;
  /** ARN of the principal that wrote it. */
  readonly modifiedBy: string;
}

export function parameterArn(
  { partition }: World,
  { accountId, region }: { readonly accountId: string; readonly region: string },
  name: string,
): string {
  return `arn:${partition.name}:ssm:${region}:${accountId}:parameter/${name.replace(/^\//, '')}`;
}
