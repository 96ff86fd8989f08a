/** EC2 resources in the tagging API. */

import type { SimulatedAccount } from '../../world/account.ts';
import { isRegionUsable } from '../../world/regions.ts';
import type { World } from '../../world/world.ts';
import type { TagSource } from '../tagging/tagged-resource.ts';
import { ec2Of, kindsOf } from './state.ts';

export const ec2Tags: TagSource = {
  list: (world, account, region) => {
    if (!isRegionUsable(world, account, region)) return [];
    return kindsOf(ec2Of(world, account, region)).flatMap(([kind, resources]) =>
      [...resources.values()].flatMap(({ id, tags }) =>
        tags.size > 0
          ? [{ arn: arnOf(world, account, region, `${kind}/${id}`), type: `ec2:${kind}`, tags }]
          : [],
      ),
    );
  },

  find: (world, account, region, arn) => {
    const [kind = '', id = ''] = arn.slice(arn.lastIndexOf(':') + 1).split('/');
    if (arnOf(world, account, region, `${kind}/${id}`) !== arn) return undefined;
    const kinds = new Map(kindsOf(ec2Of(world, account, region)));
    return kinds.get(kind)?.get(id)?.tags;
  },
};

function arnOf(world: World, account: SimulatedAccount, region: string, tail: string): string {
  return `arn:${world.partition.name}:ec2:${region}:${account.id}:${tail}`;
}
