/** The EC2 resources of one account and region, as data. */

export interface Ec2Resource {
  readonly id: string;
  readonly tags: Map<string, string>;
}

export interface Vpc extends Ec2Resource {
  readonly cidr: string;
  readonly isDefault: boolean;
  readonly tenancy: 'default' | 'dedicated';
  /** Whether Amazon's resolver answers, and whether public addresses get names. */
  dnsSupport: boolean;
  dnsHostnames: boolean;
}

/** The main route table or the default network ACL of a VPC: it is created and deleted with it. */
export interface VpcDefault extends Ec2Resource {
  readonly vpcId: string;
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
  readonly profile: { readonly arn: string; readonly id: string } | undefined;
  readonly clientToken: string | undefined;
  readonly metadata: MetadataOptions;
  readonly isMonitored: boolean;
  readonly ebsOptimized: boolean;
  readonly tenancy: string;
  /** Base64, as it was given. */
  userData: string | undefined;
  isProtected: boolean;
  shutdownBehavior: string;
  launchedAt: number;
  state: InstanceStateName;
  /** Why it stopped or terminated. */
  reason: string;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsResponse.html */
export interface MetadataOptions {
  readonly HttpTokens: 'optional' | 'required';
  readonly HttpPutResponseHopLimit: number;
  readonly HttpEndpoint: 'enabled' | 'disabled';
  readonly HttpProtocolIpv6: 'enabled' | 'disabled';
  readonly InstanceMetadataTags: 'enabled' | 'disabled';
}

export interface EbsVolume extends Ec2Resource {
  readonly sizeGib: number;
  readonly type: string;
  readonly zone: string;
  readonly encrypted: boolean;
  readonly createdAt: number;
  readonly snapshotId: string | undefined;
  readonly performance: VolumePerformance;
  readonly keyId: string | undefined;
  readonly clientToken: string | undefined;
  attachment?: {
    readonly instanceId: string;
    readonly device: string;
    readonly at: number;
    readonly deleteOnTermination: boolean;
  };
}

export interface VolumePerformance {
  readonly iops: number | undefined;
  readonly throughput: number | undefined;
  readonly isMultiAttach: boolean;
}

export interface Ec2State {
  readonly vpcs: Map<string, Vpc>;
  readonly subnets: Map<string, Subnet>;
  readonly routeTables: Map<string, VpcDefault>;
  readonly networkAcls: Map<string, VpcDefault>;
  readonly gateways: Map<string, InternetGateway>;
  readonly groups: Map<string, SecurityGroup>;
  readonly instances: Map<string, Instance>;
  readonly volumes: Map<string, EbsVolume>;
}
