/** New networks, complete with AWS's defaults. */

import type { Random } from '../../../model/random.ts';
import { ec2Id } from '../../world/ids.ts';
import type { Ec2State, Peer, SecurityGroup, SecurityGroupRule, Subnet, Vpc } from './resources.ts';

export interface Ec2CreationContext {
  readonly state: Ec2State;
  readonly random: Random;
}

export function zonesOf(region: string): readonly string[] {
  return ['a', 'b', 'c'].map((letter) => region + letter);
}

export interface NewVpc {
  readonly cidr: string;
  readonly isDefault: boolean;
  readonly tenancy?: 'default' | 'dedicated' | undefined;
  readonly tags?: Map<string, string>;
}

/**
 * A VPC always has a main route table, a network ACL and a security group; names for public addresses are on in default
 * VPCs only. https://docs.aws.amazon.com/vpc/latest/userguide/create-vpc.html
 */
export function makeVpc(creation: Ec2CreationContext, requested: NewVpc): Vpc {
  const { cidr, isDefault, tenancy = 'default', tags = new Map<string, string>() } = requested;
  const id = ec2Id('vpc', creation.random);
  const vpc = { id, cidr, isDefault, tenancy, tags, dnsSupport: true, dnsHostnames: isDefault };
  creation.state.vpcs.set(vpc.id, vpc);
  const own = (prefix: string) => ({
    id: id.replace('vpc', prefix),
    vpcId: id,
    tags: new Map<string, string>(),
  });
  const [table, acl] = [own('rtb'), own('acl')];
  creation.state.routeTables.set(table.id, table);
  creation.state.networkAcls.set(acl.id, acl);
  const group = makeGroup(creation, {
    name: 'default',
    description: 'default VPC security group',
    vpcId: vpc.id,
  });
  const peer = { kind: 'group', value: group.id } as const;
  addRule(creation, group, { isEgress: false, protocol: '-1', peer });
  return vpc;
}

/** The initial network of every region: a VPC, a public subnet in each zone, an internet gateway. */
export function makeDefaultVpc(creation: Ec2CreationContext, region: string): Vpc {
  const vpc = makeVpc(creation, { cidr: '172.31.0.0/16', isDefault: true });
  zonesOf(region).forEach((zone, index) => {
    makeSubnet(creation, {
      vpcId: vpc.id,
      cidr: `172.31.${index * 16}.0/20`,
      zone,
      isDefault: true,
      tags: new Map(),
    });
  });
  const id = ec2Id('igw', creation.random);
  creation.state.gateways.set(id, { id, vpcId: vpc.id, tags: new Map() });
  return vpc;
}

export function makeSubnet(creation: Ec2CreationContext, requested: Omit<Subnet, 'id'>): Subnet {
  const subnet = { id: ec2Id('subnet', creation.random), ...requested };
  creation.state.subnets.set(subnet.id, subnet);
  return subnet;
}

export interface NewSecurityGroup {
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly tags?: Map<string, string>;
}

/** Allows all outbound and no inbound traffic. */
export function makeGroup(creation: Ec2CreationContext, options: NewSecurityGroup): SecurityGroup {
  const group: SecurityGroup = {
    id: ec2Id('sg', creation.random),
    name: options.name,
    description: options.description,
    vpcId: options.vpcId,
    tags: options.tags ?? new Map(),
    rules: new Map(),
  };
  creation.state.groups.set(group.id, group);
  const everywhere = { kind: 'ipv4', value: '0.0.0.0/0' } as const;
  addRule(creation, group, { isEgress: true, protocol: '-1', peer: everywhere });
  return group;
}

export interface NewRule {
  readonly isEgress: boolean;
  readonly protocol: string;
  readonly fromPort?: number | undefined;
  readonly toPort?: number | undefined;
  readonly peer: Peer;
  readonly description?: string | undefined;
}

export function addRule(
  { random }: Ec2CreationContext,
  group: SecurityGroup,
  options: NewRule,
): SecurityGroupRule {
  const rule: SecurityGroupRule = {
    id: ec2Id('sgr', random),
    isEgress: options.isEgress,
    protocol: options.protocol,
    fromPort: options.fromPort,
    toPort: options.toPort,
    peer: options.peer,
    description: options.description,
  };
  group.rules.set(rule.id, rule);
  return rule;
}
