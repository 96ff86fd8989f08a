/** The EC2 resources of one account and region, as data. */

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
