/** Security groups and their rules. */

import type { EC2, IpPermission } from '@aws-sdk/client-ec2';
import type { CallContext, Handlers } from '../../service.ts';
import { callerEc2, ec2Arn } from './caller-ec2.ts';
import { ec2Error, requireResource } from './errors.ts';
import { addRule, makeGroup, type NewRule } from './make.ts';
import type { Ec2State, SecurityGroup, SecurityGroupRule } from './resources.ts';
import { readRules, sameRule, toPermissions } from './rules.ts';
import { select } from './select.ts';
import { specifiedTags, toTags } from './tags.ts';

const maxRules = 60;

export const securityGroupHandlers: Handlers<EC2> = {
  DescribeSecurityGroups: (input, context) => {
    const { groups } = callerEc2(context);
    const { GroupNames } = input;
    const { items, token } = select(context, input, {
      kind: 'security-group',
      resources: groups,
      ids: input.GroupIds,
      filters: input.Filters,
      values: groupValues(context),
    });
    const named = items.filter(({ name }) => !GroupNames || GroupNames.includes(name));
    return { SecurityGroups: named.map((group) => toGroup(context, group)), ...token };
  },

  CreateSecurityGroup: (input, context) => {
    const state = callerEc2(context);
    const { GroupName: name, Description: description } = input;
    const vpcId = input.VpcId ?? defaultVpc(state);
    requireResource(state.vpcs, 'vpc', vpcId);
    const isTaken = state.groups
      .values()
      .some((group) => group.vpcId === vpcId && group.name === name);
    if (isTaken) {
      const message = `The security group '${name}' already exists for VPC '${vpcId}'`;
      throw ec2Error('InvalidGroup.Duplicate', message);
    }
    const tags = specifiedTags(input.TagSpecifications, 'security-group');
    const creation = { state, random: context.world.random };
    const group = makeGroup(creation, { name, description, vpcId, tags });
    return {
      GroupId: group.id,
      Tags: toTags(tags),
      SecurityGroupArn: ec2Arn(context, 'security-group', group.id),
    };
  },

  DeleteSecurityGroup: (input, context) => {
    const state = callerEc2(context);
    const group = groupOf(state, input);
    if (group.name === 'default') {
      const message = `the specified group: "${group.id}" name: "default" cannot be deleted by a user`;
      throw ec2Error('CannotDelete', message);
    }
    if (isInUse(state, group)) {
      throw ec2Error('DependencyViolation', `resource ${group.id} has a dependent object`);
    }
    state.groups.delete(group.id);
    return { Return: true, GroupId: group.id };
  },

  AuthorizeSecurityGroupIngress: (input, context) => {
    const rules = addRules(context, input, false);
    return { Return: true, SecurityGroupRules: rules };
  },

  AuthorizeSecurityGroupEgress: (input, context) => {
    const rules = addRules(context, input, true);
    return { Return: true, SecurityGroupRules: rules };
  },

  RevokeSecurityGroupIngress: (input, context) => {
    removeRules(context, input, false);
    return { Return: true };
  },

  RevokeSecurityGroupEgress: (input, context) => {
    removeRules(context, input, true);
    return { Return: true };
  },

  DescribeSecurityGroupRules: (input, context) => {
    const rules = [...callerEc2(context).groups.values()].flatMap((group) =>
      [...group.rules.values()].map((rule) => ({ ...rule, groupId: group.id, tags: noTags })),
    );
    const { items, token } = select(context, input, {
      kind: 'security-group-rule',
      resources: new Map(rules.map((rule) => [rule.id, rule])),
      ids: input.SecurityGroupRuleIds,
      filters: input.Filters,
      values: ({ id, groupId }) => ({ 'group-id': groupId, 'security-group-rule-id': id }),
    });
    const found = items.map(({ groupId, ...rule }) => toRule(context, groupId, rule));
    return { SecurityGroupRules: found, ...token };
  },
};

const noTags = new Map<string, string>();

interface GroupInput {
  readonly GroupId?: string | undefined;
  readonly GroupName?: string | undefined;
}

interface RuleInput extends GroupInput {
  readonly IpPermissions?: readonly IpPermission[] | undefined;
  readonly SecurityGroupRuleIds?: readonly string[] | undefined;
}

/** By id, or by name in the default VPC. */
function groupOf(state: Ec2State, { GroupId, GroupName }: GroupInput): SecurityGroup {
  if (GroupId !== undefined) return requireResource(state.groups, 'security-group', GroupId);
  if (GroupName === undefined) {
    throw ec2Error(
      'MissingParameter',
      'The request must contain the parameter groupName or groupId',
    );
  }
  const vpc = defaultVpc(state);
  const group = state.groups
    .values()
    .find(({ vpcId, name }) => vpcId === vpc && name === GroupName);
  if (group) return group;
  throw ec2Error('InvalidGroup.NotFound', `The security group '${GroupName}' does not exist`);
}

function defaultVpc({ vpcs }: Ec2State): string {
  const vpc = vpcs.values().find(({ isDefault }) => isDefault);
  if (!vpc) throw ec2Error('VPCIdNotSpecified', 'No default VPC for this user');
  return vpc.id;
}

function isInUse({ instances, groups }: Ec2State, { id }: SecurityGroup): boolean {
  const hasInstance = instances
    .values()
    .some(({ groupIds, state }) => groupIds.includes(id) && state !== 'terminated');
  const isNamed = groups
    .values()
    .some((other) => other.id !== id && other.rules.values().some(({ peer }) => peer.value === id));
  return hasInstance || isNamed;
}

function addRules(context: CallContext, input: RuleInput, isEgress: boolean) {
  const state = callerEc2(context);
  const group = groupOf(state, input);
  const requested = readRules(input, isEgress);
  for (const rule of requested) {
    if (group.rules.values().some((known) => sameRule(known, rule))) throw duplicate(rule);
  }
  if (group.rules.size + requested.length > maxRules * 2) {
    throw ec2Error(
      'RulesPerSecurityGroupLimitExceeded',
      'The maximum number of rules per security group has been reached.',
    );
  }
  const creation = { state, random: context.world.random };
  return requested.map((rule) => toRule(context, group.id, addRule(creation, group, rule)));
}

function removeRules(context: CallContext, input: RuleInput, isEgress: boolean): void {
  const group = groupOf(callerEc2(context), input);
  const byId = (input.SecurityGroupRuleIds ?? []).map((id) => group.rules.get(id));
  const byValue = readRules(input, isEgress).map((requested) =>
    group.rules.values().find((rule) => sameRule(rule, requested)),
  );
  for (const rule of [...byId, ...byValue]) {
    if (!rule) {
      const message = 'The specified rule does not exist in this security group.';
      throw ec2Error('InvalidPermission.NotFound', message);
    }
    group.rules.delete(rule.id);
  }
}

function duplicate({ peer, protocol }: NewRule) {
  const message = `the specified rule "peer: ${peer.value}, ${protocol}, ALLOW" already exists`;
  return ec2Error('InvalidPermission.Duplicate', message);
}

function groupValues({ caller }: CallContext) {
  return ({ id, name, description, vpcId, rules }: SecurityGroup) => {
    const incoming = [...rules.values()].filter(({ isEgress }) => !isEgress);
    return {
      'group-id': id,
      'group-name': name,
      description,
      'vpc-id': vpcId,
      'owner-id': caller.accountId,
      'ip-permission.cidr': incoming.map(({ peer }) => peer.value),
      'ip-permission.protocol': incoming.map(({ protocol }) => protocol),
      'ip-permission.from-port': incoming.map(({ fromPort }) => String(fromPort ?? -1)),
      'ip-permission.to-port': incoming.map(({ toPort }) => String(toPort ?? -1)),
    };
  };
}

function toGroup(context: CallContext, group: SecurityGroup) {
  const { accountId } = context.caller;
  const rules = [...group.rules.values()];
  const of = (egress: boolean) =>
    toPermissions(
      rules.filter(({ isEgress }) => isEgress === egress),
      accountId,
    );
  return {
    GroupId: group.id,
    GroupName: group.name,
    Description: group.description,
    OwnerId: accountId,
    VpcId: group.vpcId,
    SecurityGroupArn: ec2Arn(context, 'security-group', group.id),
    IpPermissions: of(false),
    IpPermissionsEgress: of(true),
    Tags: toTags(group.tags),
  };
}

function toRule(context: CallContext, groupId: string, { peer, ...rule }: SecurityGroupRule) {
  return {
    SecurityGroupRuleId: rule.id,
    SecurityGroupRuleArn: ec2Arn(context, 'security-group-rule', rule.id),
    GroupId: groupId,
    GroupOwnerId: context.caller.accountId,
    IsEgress: rule.isEgress,
    IpProtocol: rule.protocol,
    FromPort: rule.fromPort ?? -1,
    ToPort: rule.toPort ?? -1,
    ...(rule.description !== undefined && { Description: rule.description }),
    ...(peer.kind === 'ipv4' && { CidrIpv4: peer.value }),
    ...(peer.kind === 'ipv6' && { CidrIpv6: peer.value }),
    ...(peer.kind === 'prefix-list' && { PrefixListId: peer.value }),
    ...(peer.kind === 'group' && {
      ReferencedGroupInfo: { GroupId: peer.value, UserId: context.caller.accountId },
    }),
  };
}
