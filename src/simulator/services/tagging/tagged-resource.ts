/** Resources that the tagging API knows, and where they come from. */

import type { SimulatedAccount } from '../../world/account.ts';
import type { World } from '../../world/world.ts';

export interface TaggedResource {
  readonly arn: string;
  /** `ec2:instance`, `organizations:account`. */
  readonly type: string;
  readonly tags: ReadonlyMap<string, string>;
}

export interface TagSource {
  /** Only resources that were ever tagged. */
  list(world: World, account: SimulatedAccount, region: string): readonly TaggedResource[];
  /** The mutable tags behind an ARN; undefined when the source does not have the resource. */
  find(
    world: World,
    account: SimulatedAccount,
    region: string,
    arn: string,
  ): Map<string, string> | undefined;
}
