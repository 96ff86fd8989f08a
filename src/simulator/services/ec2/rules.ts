/**
 * Rules of security groups: inputs are permissions with lists of peers, single rules are stored, outputs are
 * permissions.
 */

import type { IpPermission } from '@aws-sdk/client-ec2';
import { ec2Error } from './errors.ts';
import type { NewRule } from './make.ts';
import type { Peer, SecurityGroupRule } from './resources.ts';

interface RuleInput {
  readonly IpPermissions?: readonly IpPermission[] | undefined;
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly CidrIp?: string | undefined;
}

/** A list of permissions, or the short form with one CIDR. */
export function readRules(input: RuleInput, isEgress: boolean): readonly NewRule[] {
  const { CidrIp, IpProtocol, FromPort, ToPort } = input;
  const short: IpPermission[] =
    CidrIp === undefined ? [] : [{ IpProtocol, FromPort, ToPort, IpRanges: [{ CidrIp }] }];
  return [...(input.IpPermissions ?? []), ...short].flatMap((permission) =>
    peersOf(permission).map(({ description, ...peer }) => ({
      isEgress,
      ...portsOf(permission),
      peer,
      description,
    })),
  );
}

/** The description does not count. */
export function sameRule(a: NewRule, b: NewRule): boolean {
  return ruleKey(a) === ruleKey(b);
}

/** One permission per range of ports, with all its peers. */
export function toPermissions(
  rules: readonly SecurityGroupRule[],
  accountId: string,
): IpPermission[] {
  const byPorts = Map.groupBy(
    rules,
    ({ protocol, fromPort, toPort }) => `${protocol} ${fromPort} ${toPort}`,
  );
  return [...byPorts.values()].flatMap((same) => {
    const [first] = same;
    return first ? [toPermission(first, same, accountId)] : [];
  });
}

function toPermission(
  { protocol, fromPort, toPort }: SecurityGroupRule,
  rules: readonly SecurityGroupRule[],
  accountId: string,
): IpPermission {
  const of = (kind: Peer['kind']) => rules.filter(({ peer }) => peer.kind === kind);
  const described = ({ description }: SecurityGroupRule) =>
    description === undefined ? {} : { Description: description };
  return {
    IpProtocol: protocol,
    ...(fromPort !== undefined && { FromPort: fromPort }),
    ...(toPort !== undefined && { ToPort: toPort }),
    IpRanges: of('ipv4').map((rule) => ({ CidrIp: rule.peer.value, ...described(rule) })),
    Ipv6Ranges: of('ipv6').map((rule) => ({ CidrIpv6: rule.peer.value, ...described(rule) })),
    PrefixListIds: of('prefix-list').map((rule) => ({
      PrefixListId: rule.peer.value,
      ...described(rule),
    })),
    UserIdGroupPairs: of('group').map((rule) => ({
      GroupId: rule.peer.value,
      UserId: accountId,
      ...described(rule),
    })),
  };
}

function portsOf({ IpProtocol, FromPort, ToPort }: IpPermission) {
  if (IpProtocol === undefined) {
    throw ec2Error('MissingParameter', 'The request must contain the parameter ipProtocol');
  }
  // All protocols include all ports.
  return IpProtocol === '-1'
    ? { protocol: '-1', fromPort: undefined, toPort: undefined }
    : { protocol: IpProtocol, fromPort: FromPort, toPort: ToPort };
}

function peersOf(
  permission: IpPermission,
): readonly (Peer & { description: string | undefined })[] {
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission;
  const peer = (kind: Peer['kind'], value: string | undefined, description: string | undefined) => {
    if (value === undefined) {
      throw ec2Error('InvalidParameterValue', 'A rule needs a source or a destination.');
    }
    return { kind, value, description };
  };
  return [
    ...IpRanges.map(({ CidrIp, Description }) => peer('ipv4', CidrIp, Description)),
    ...Ipv6Ranges.map(({ CidrIpv6, Description }) => peer('ipv6', CidrIpv6, Description)),
    ...PrefixListIds.map(({ PrefixListId, Description }) =>
      peer('prefix-list', PrefixListId, Description),
    ),
    ...UserIdGroupPairs.map(({ GroupId, Description }) => peer('group', GroupId, Description)),
  ];
}

function ruleKey({ isEgress, protocol, fromPort, toPort, peer }: NewRule): string {
  return JSON.stringify([isEgress, protocol, fromPort, toPort, peer.kind, peer.value]);
}
