import { expect, test } from 'vitest';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { arnOf } from './identity.ts';

const { byKey, entries } = loadCatalogue();
const place = { partition: 'aws', region: 'eu-west-1', accountId: '111111111111' };

function arn(key: string, item: object): string | undefined {
  const entry = byKey.get(key);
  return entry && arnOf(entry, { place, now: 0, item });
}

test.each([
  ['ec2_vpc', { VpcId: 'vpc-1' }, 'vpc/vpc-1'],
  ['ec2_route_table', { RouteTableId: 'rtb-1' }, 'route-table/rtb-1'],
  ['ec2_network_acl', { NetworkAclId: 'acl-1' }, 'network-acl/acl-1'],
  ['ec2_security_group', { GroupId: 'sg-1' }, 'security-group/sg-1'],
  ['ec2_dhcp_options', { DhcpOptionsId: 'dopt-1' }, 'dhcp-options/dopt-1'],
])('the ARN of %s has the account that owns it, as of a shared VPC', (key, item, resource) => {
  const of = (account: string) => `arn:aws:ec2:eu-west-1:${account}:${resource}`;
  expect(arn(key, { ...item, OwnerId: '222222222222' })).toBe(of('222222222222'));
  expect(arn(key, item)).toBe(of('111111111111'));
  expect(arn(key, { ...item, OwnerId: 'amazon' })).toBe(of('111111111111'));
});

test('every type whose answer names the owner has the owner in its ARN', () => {
  const owned = entries.filter(
    ({ arn: of }) => of && 'template' in of && /\{owner\}/.test(of.template),
  );
  expect(owned.map(({ key }) => key)).toEqual([
    'ec2_carrier_gateway',
    'ec2_dhcp_options',
    'ec2_host',
    'ec2_internet_gateway',
    'ec2_local_gateway',
    'ec2_network_acl',
    'ec2_network_interface',
    'ec2_route_table',
    'ec2_security_group',
    'ec2_traffic_mirror_session',
    'ec2_traffic_mirror_target',
    'ec2_volume',
    'ec2_vpc',
    'ec2_vpc_endpoint',
  ]);
});
