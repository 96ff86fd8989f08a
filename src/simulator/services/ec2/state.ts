/** The EC2 state of one account and region. */

import type { SimulatedAccount } from '../../world/account.ts';
import { perRegion } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { seedEc2 } from './seed-ec2.ts';

export interface Ec2Resource {
  readonly id: string;
  readonly tags: Map<string, string>;
}

export interface Vpc extends Ec2Resource {
  readonly cidr: string;
  readonly isDefault: boolean;
}

export interface Subnet extends Ec2Resource {
  readonly vpcId: string;
  readonly cidr: string;
  readonly zone: string;
  readonly isDefault: boolean;
}

export interface InternetGateway extends Ec2Resource {
  vpcId?: string;
}

export interface SecurityGroup extends Ec2Resource {
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly rules: Map<string, SecurityGroupRule>;
}

/** One source or destination on one range of ports. */
export interface SecurityGroupRule {
  readonly id: string;
  readonly isEgress: boolean;
  /** `tcp`, `-1` for all. */
  readonly protocol: string;
  readonly fromPort: number | undefined;
  readonly toPort: number | undefined;
  readonly peer: Peer;
  readonly description: string | undefined;
}

export interface Peer {
  readonly kind: 'ipv4' | 'ipv6' | 'group' | 'prefix-list';
  readonly value: string;
}

export type InstanceStateName =
  | 'pending'
  | 'running'
  | 'stopping'
  | 'stopped'
  | 'shutting-down'
  | 'terminated';

export interface Instance extends Ec2Resource {
  readonly reservationId: string;
  readonly imageId: string;
  readonly type: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly privateIp: string;
  readonly groupIds: readonly string[];
  readonly keyName: string | undefined;
  readonly profileArn: string | undefined;
  readonly clientToken: string | undefined;
  launchedAt: number;
  state: InstanceStateName;
  /** Why it stopped or terminated. */
  reason: string;
}

export interface EbsVolume extends Ec2Resource {
  readonly sizeGib: number;
  readonly type: string;
  readonly zone: string;
  readonly encrypted: boolean;
  readonly createdAt: number;
  readonly snapshotId: string | undefined;
  attachment?: {
    readonly instanceId: string;
    readonly device: string;
    readonly at: number;
    readonly deleteOnTermination: boolean;
  };
}

export interface Ec2State {
  readonly vpcs: Map<string, Vpc>;
  readonly subnets: Map<string, Subnet>;
  readonly gateways: Map<string, InternetGateway>;
  readonly groups: Map<string, SecurityGroup>;
  readonly instances: Map<string, Instance>;
  readonly volumes: Map<string, EbsVolume>;
}

/** Every region starts with a default VPC; a seeded account has more. */
export const ec2Of = perRegion(
  (world: World, account: SimulatedAccount, region: string): Ec2State => {
    const state: Ec2State = {
      vpcs: new Map(),
      subnets: new Map(),
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
    ['security-group', state.groups],
    ['subnet', state.subnets],
    ['volume', state.volumes],
    ['vpc', state.vpcs],
  ];
}
