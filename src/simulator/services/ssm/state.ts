/** The Parameter Store state of one account and region. */

import type { SimulatedAccount } from '../../world/account.ts';
import { perRegion } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import type { Parameter, ParameterVersion } from './parameter.ts';
import { seedParameters } from './seed-parameters.ts';

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
