/** Ids of EC2's generated resources, and its errors for those that do not exist. */

import type { Random } from '../../model/random.ts';
import { hexadecimal } from '../world/ids.ts';
import { kebab } from './resource-origin.ts';

/** Prefixes of ids, as EC2's own examples have them. */
const prefixes: Readonly<Record<string, string>> = {
  address: 'eipalloc',
  'customer-gateway': 'cgw',
  'dhcp-options': 'dopt',
  'egress-only-internet-gateway': 'eigw',
  'flow-log': 'fl',
  host: 'h',
  image: 'ami',
  'launch-template': 'lt',
  'managed-prefix-list': 'pl',
  'nat-gateway': 'nat',
  'network-acl': 'acl',
  'network-interface': 'eni',
  'reserved-instances': 'ri',
  'route-table': 'rtb',
  snapshot: 'snap',
  'spot-instance-request': 'sir',
  'transit-gateway': 'tgw',
  'transit-gateway-attachment': 'tgw-attach',
  'vpc-endpoint': 'vpce',
  'vpc-peering-connection': 'pcx',
  'vpn-connection': 'vpn',
  'vpn-gateway': 'vgw',
};

/** Ids are unique: `snap-0123456789abcdef0`. Kinds without a known prefix keep their numbers. */
export function ec2Ids(
  name: string,
  numbered: readonly string[],
  random: Random,
): readonly string[] {
  const prefix = prefixes[name];
  if (prefix === undefined) return numbered;
  return numbered.map(() => `${prefix}-0${random.text(hexadecimal, 16)}`);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, where the name is irregular. */
const codes: Readonly<Record<string, string>> = {
  allocation: 'InvalidAllocationID.NotFound',
  'carrier-gateway': 'InvalidCarrierGatewayID.NotFound',
  'dhcp-options': 'InvalidDhcpOptionID.NotFound',
  'egress-only-internet-gateway': 'InvalidEgressOnlyInternetGatewayId.NotFound',
  'flow-log': 'InvalidFlowLogId.NotFound',
  host: 'InvalidHostID.NotFound',
  image: 'InvalidAMIID.NotFound',
  'launch-template': 'InvalidLaunchTemplateId.NotFound',
  'nat-gateway': 'NatGatewayNotFound',
  'prefix-list': 'InvalidPrefixListID.NotFound',
  snapshot: 'InvalidSnapshot.NotFound',
  volume: 'InvalidVolume.NotFound',
  'vpc-endpoint': 'InvalidVpcEndpointId.NotFound',
};

/** Of a member that names resources: `SnapshotIds`, `KeyName`. */
export function ec2NotFoundCode(member: string): string {
  const kind = member.replace(/(Ids?|Names?)$/, '');
  return codes[kebab(kind)] ?? `Invalid${kind}ID.NotFound`;
}
