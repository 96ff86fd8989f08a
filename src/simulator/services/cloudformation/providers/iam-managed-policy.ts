/** AWS::IAM::ManagedPolicy */

import { iamOf } from '../../iam/state.ts';
import {
  alreadyExists,
  documentText,
  type ExistingResource,
  type ProvidedResource,
  type ProviderAccess,
  type ResourceProvider,
  type ResourceRequest,
  required,
  textsOf,
} from './provider.ts';

const targets = [
  ['Roles', 'Role'],
  ['Users', 'User'],
  ['Groups', 'Group'],
] as const;

export const iamManagedPolicy: ResourceProvider = {
  properties: [
    'Description',
    'Groups',
    'ManagedPolicyName',
    'Path',
    'PolicyDocument',
    'Roles',
    'Users',
  ],
  replacedBy: ['ManagedPolicyName', 'Path', 'Description'],

  create: (request) => {
    const { access, properties, type } = request;
    const name = String(properties.ManagedPolicyName ?? request.generateName(128));
    if (ofAccount(access).some((policy) => policy.name === name)) throw alreadyExists(type, name);
    const { Policy } = access.call('iam', 'CreatePolicy', {
      PolicyName: name,
      Path: properties.Path,
      Description: properties.Description,
      PolicyDocument: documentText(required(request, 'PolicyDocument')),
    });
    const { Arn } = Policy as { readonly Arn: string };
    const made = { physicalId: Arn, properties: {}, tags: [] };
    try {
      attach(request, made);
    } catch (error) {
      remove(access, { ...made, properties });
      throw error;
    }
    return provided(access, Arn);
  },

  /** The oldest version is deleted when there are five. */
  update: (request, before) => {
    const { access } = request;
    const PolicyArn = before.physicalId;
    const versions = ofAccount(access).find(({ arn }) => arn === PolicyArn)?.versions ?? [];
    const [oldest] = versions;
    if (versions.length >= 5 && oldest) {
      access.call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: oldest.id });
    }
    access.call('iam', 'CreatePolicyVersion', {
      PolicyArn,
      PolicyDocument: documentText(required(request, 'PolicyDocument')),
      SetAsDefault: true,
    });
    attach(request, before);
    return provided(access, PolicyArn);
  },

  remove,
};

function ofAccount({ context: { world, caller } }: ProviderAccess) {
  const account = world.accounts.get(caller.accountId);
  return account ? [...iamOf(world, account).policies.values()] : [];
}

function provided(access: ProviderAccess, arn: string): ProvidedResource {
  const policy = ofAccount(access).find((one) => one.arn === arn);
  const { id: PolicyId, defaultVersionId: DefaultVersionId } = policy ?? {};
  return { physicalId: arn, attributes: { PolicyArn: arn, PolicyId, DefaultVersionId } };
}

function attach({ access, properties }: ResourceRequest, before: ExistingResource): void {
  const PolicyArn = before.physicalId;
  for (const [property, kind] of targets) {
    const names = textsOf(properties[property]);
    for (const name of textsOf(before.properties[property])) {
      const input = { PolicyArn, [`${kind}Name`]: name };
      if (!names.includes(name)) access.call('iam', `Detach${kind}Policy`, input);
    }
    for (const name of names) {
      access.call('iam', `Attach${kind}Policy`, { PolicyArn, [`${kind}Name`]: name });
    }
  }
}

function remove(access: ProviderAccess, { physicalId, properties }: ExistingResource): void {
  const policy = ofAccount(access).find(({ arn }) => arn === physicalId);
  if (!policy) return;
  const { world, caller } = access.context;
  const account = world.accounts.get(caller.accountId);
  const state = account && iamOf(world, account);
  const collections = { Role: state?.roles, User: state?.users, Group: state?.groups };
  for (const [property, kind] of targets) {
    for (const name of textsOf(properties[property])) {
      const isAttached = collections[kind]?.get(name.toLowerCase())?.managed.has(physicalId);
      const input = { PolicyArn: physicalId, [`${kind}Name`]: name };
      if (isAttached) access.call('iam', `Detach${kind}Policy`, input);
    }
  }
  for (const { id } of policy.versions) {
    if (id === policy.defaultVersionId) continue;
    access.call('iam', 'DeletePolicyVersion', { PolicyArn: physicalId, VersionId: id });
  }
  access.call('iam', 'DeletePolicy', { PolicyArn: physicalId });
}
