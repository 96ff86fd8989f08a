/** The resources of an EC2 call, with their tags, for policies. */

import { requestTagConditions } from '../../request-tags.ts';
import type { CallContext, FindPermissions, RequiredPermission } from '../../service.ts';
import { callerEc2, ec2Arn } from './caller-ec2.ts';
import { kindsOf } from './state.ts';

/** Members that name changed resources. */
const members: readonly (readonly [member: string, kind: string])[] = [
  ['InstanceIds', 'instance'],
  ['InstanceId', 'instance'],
  ['VolumeId', 'volume'],
  ['GroupId', 'security-group'],
  ['SubnetId', 'subnet'],
  ['VpcId', 'vpc'],
  ['InternetGatewayId', 'internet-gateway'],
];

/** The resource kind that a call creates: a policy can only name the kind. */
const created: Readonly<Record<string, string>> = {
  RunInstances: 'instance',
  CreateVolume: 'volume',
  CreateVpc: 'vpc',
  CreateSubnet: 'subnet',
  CreateSecurityGroup: 'security-group',
  CreateInternetGateway: 'internet-gateway',
};

export const ec2Permissions: FindPermissions = (operation, input, context) => {
  // Describe… does not support resources.
  if (operation.startsWith('Describe')) return undefined;
  const action = `ec2:${operation}`;
  const kind = created[operation];
  if (kind !== undefined) {
    const type =
      typeof input.InstanceType === 'string' ? { 'ec2:InstanceType': input.InstanceType } : {};
    const conditions = { ...requestTagConditions(specified(input)), ...type };
    return [{ action, resource: ec2Arn(context, kind, '*'), conditions }];
  }
  const tags = requestTagConditions(input.Tags);
  const named = members.flatMap(([member, of]) =>
    asList(input[member]).map((id) => [of, id] as const),
  );
  const tagged = asList(input.Resources).map((id) => [kindOf(context, id), id] as const);
  const needs = [...named, ...tagged].map(([of, id]): RequiredPermission => {
    const conditions = { ...tags, ...resourceTags(context, of, id) };
    return { action, resource: ec2Arn(context, of, id), conditions };
  });
  return needs.length > 0 ? needs : undefined;
};

function resourceTags(context: CallContext, kind: string, id: string): Record<string, string> {
  const resources = new Map(kindsOf(callerEc2(context))).get(kind);
  const tags = [...(resources?.get(id)?.tags ?? [])];
  return Object.fromEntries(
    tags.flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`ec2:ResourceTag/${key}`, value],
    ]),
  );
}

function kindOf(context: CallContext, id: string): string {
  const kind = kindsOf(callerEc2(context)).find(([, resources]) => resources.has(id));
  return kind?.[0] ?? '*';
}

function specified({ TagSpecifications }: Readonly<Record<string, unknown>>): readonly unknown[] {
  if (!Array.isArray(TagSpecifications)) return [];
  return TagSpecifications.flatMap((one: { readonly Tags?: readonly unknown[] }) => one.Tags ?? []);
}

function asList(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
