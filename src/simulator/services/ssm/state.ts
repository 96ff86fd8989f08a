/** The Parameter Store state of one account and region. */

import type { SimulatedAccount } from '../../world/account.ts';
import { perRegion } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { seedParameters } from './seed-parameters.ts';

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

export interface SsmState {
  readonly parameters: Map<string, Parameter>;
  /** The names in order, computed on demand: pages of ten over ten thousand would sort a thousand times. */
  sorted: readonly Parameter[] | undefined;
}

export const ssmOf = perRegion(
  (world: World, account: SimulatedAccount, region): SsmState => ({
    parameters: seedParameters(world, account, region),
    sorted: undefined,
  }),
);

export function inOrder(state: SsmState): readonly Parameter[] {
  state.sorted ??= [...state.parameters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return state.sorted;
}

export function currentOf({ versions }: Parameter): ParameterVersion {
  return versions.at(-1) ?? versions[0];
}

export function parameterArn(
  { partition }: World,
  { accountId, region }: { readonly accountId: string; readonly region: string },
  name: string,
): string {
  return `arn:${partition.name}:ssm:${region}:${accountId}:parameter/${name.replace(/^\//, '')}`;
}
