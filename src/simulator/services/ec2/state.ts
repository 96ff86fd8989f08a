/** The EC2 state of one account and region. */

import type { SimulatedAccount } from '../../world/account.ts';
import { perRegion } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import type { Ec2Resource, Ec2State } from './resources.ts';
import { seedEc2 } from './seed-ec2.ts';

/** Every region starts with a default VPC; a seeded account has more. */
export const ec2Of = perRegion(
  (world: World, account: SimulatedAccount, region: string): Ec2State => {
    const state: Ec2State = {
      vpcs: new Map(),
      subnets: new Map(),
      routeTables: new Map(),
      networkAcls: new Map(),
      gateways: new Map(),
      groups: new Map(),
      instances: new Map(),
      volumes: new Map(),
    };
    seedEc2({ world, account, region, state });
    return state;
  },
);

/** All resources with an id and tags, by their names in the tagging API and DescribeTags. */
export function kindsOf(
  state: Ec2State,
): readonly (readonly [kind: string, ReadonlyMap<string, Ec2Resource>])[] {
  return [
    ['instance', state.instances],
    ['internet-gateway', state.gateways],
    ['network-acl', state.networkAcls],
    ['route-table', state.routeTables],
    ['security-group', state.groups],
    ['subnet', state.subnets],
    ['volume', state.volumes],
    ['vpc', state.vpcs],
  ];
}
