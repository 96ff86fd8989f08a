/** Resources of a stack in an account: created, updated and deleted in its IAM. */

import type { SimulatedAccount } from '../../world/account.ts';
import type { World } from '../../world/world.ts';
import { checkTags } from '../iam/checks.ts';
import { checkDocument, checkTrust } from '../iam/errors.ts';
import { makeRole } from '../iam/make.ts';
import { makePolicy } from '../iam/make-policy.ts';
import type { IamCreationContext } from '../iam/resources.ts';
import { findRole, iamOf } from '../iam/state.ts';
import type { CreatedResource } from './state.ts';
import {
  resolve,
  type StackTemplate,
  type TemplateResource,
  type TemplateScope,
} from './template.ts';

export interface StackLocation {
  readonly world: World;
  readonly account: SimulatedAccount;
  readonly region: string;
  readonly now: number;
  /** Of the stack; applied to its resources. */
  readonly tags: ReadonlyMap<string, string>;
}

/** Converges the account to the template. On failure the previous state remains, and the error is thrown. */
export function provision(
  location: StackLocation,
  template: StackTemplate,
  before: ReadonlyMap<string, CreatedResource>,
): ReadonlyMap<string, CreatedResource> {
  const made = new Map<string, CreatedResource>();
  const fresh: CreatedResource[] = [];
  const ensure = (id: string): CreatedResource => {
    const known = made.get(id);
    if (known) return known;
    const resource = template.Resources[id];
    if (!resource) throw new Error(`Unresolved resource dependencies [${id}]`);
    const properties = resolve(resource.Properties, scopeOf(location, ensure)) as Properties;
    const there = before.get(id);
    const one = there
      ? change(location, there, properties)
      : make(location, { id, resource, properties });
    if (!there) fresh.push(one);
    made.set(id, one);
    return one;
  };
  try {
    for (const id of Object.keys(template.Resources)) ensure(id);
  } catch (error) {
    removeAll(location, fresh);
    throw error;
  }
  removeAll(
    location,
    [...before].flatMap(([id, old]) => (made.has(id) ? [] : [old])),
  );
  return made;
}

/** Roles before the policies that are attached to them. */
export function removeAll(
  { world, account }: StackLocation,
  made: Iterable<CreatedResource>,
): void {
  const state = iamOf(world, account);
  const all = [...made];
  for (const { type, ref } of all) {
    if (type === 'AWS::IAM::Role') state.roles.delete(ref.toLowerCase());
  }
  for (const { type, ref } of all) {
    if (type !== 'AWS::IAM::ManagedPolicy') continue;
    state.policies.delete(ref);
    for (const role of state.roles.values()) role.managed.delete(ref);
  }
}

interface Properties {
  readonly RoleName?: string;
  readonly ManagedPolicyName?: string;
  readonly Path?: string;
  readonly Description?: string;
  readonly MaxSessionDuration?: number;
  readonly AssumeRolePolicyDocument?: object;
  readonly PolicyDocument?: object;
  readonly ManagedPolicyArns?: readonly string[];
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

function scopeOf(
  { world, account, region }: StackLocation,
  ensure: (id: string) => CreatedResource,
): TemplateScope {
  return {
    pseudo: {
      'AWS::AccountId': account.id,
      'AWS::Partition': world.partition.name,
      'AWS::Region': region,
    },
    ref: (id) => ensure(id).ref,
    attribute: (id, name) => {
      const { type, ref } = ensure(id);
      const arn = type === 'AWS::IAM::Role' && findRole(iamOf(world, account), ref)?.arn;
      if (name !== 'Arn' || !arn) throw new Error(`The simulator does not know ${id}.${name} yet.`);
      return arn;
    },
  };
}

interface New {
  readonly id: string;
  readonly resource: TemplateResource;
  readonly properties: Properties;
}

function make(
  location: StackLocation,
  { id, resource: { Type }, properties }: New,
): CreatedResource {
  const creation = creationContext(location);
  if (Type === 'AWS::IAM::ManagedPolicy') {
    const { ManagedPolicyName: name = id, Path, Description, PolicyDocument } = properties;
    const isTaken = creation.state.policies.values().some((policy) => policy.name === name);
    if (isTaken) throw taken(id, Type, name);
    const document = JSON.stringify(PolicyDocument);
    checkDocument(document, 'identity');
    const { arn } = makePolicy(creation, { name, path: Path, description: Description, document });
    return { type: Type, ref: arn };
  }
  const { RoleName: name = id, Path, Description, MaxSessionDuration } = properties;
  if (findRole(creation.state, name)) throw taken(id, Type, name);
  const trustPolicy = JSON.stringify(properties.AssumeRolePolicyDocument);
  checkTrust(location.world, trustPolicy);
  const tags = new Map([...location.tags, ...checkTags(properties.Tags as [])]);
  const role = makeRole(creation, {
    name,
    path: Path,
    description: Description,
    maxSessionSeconds: MaxSessionDuration,
    trustPolicy,
    tags,
  });
  for (const arn of properties.ManagedPolicyArns ?? []) role.managed.add(arn);
  return { type: Type, ref: role.name };
}

function taken(id: string, type: string, name: string): Error {
  return new Error(
    `ResourceLogicalId:${id}, ResourceType:${type}, ResourceStatusReason:Resource of type '${type}' with identifier '${name}' already exists.`,
  );
}

/** In place: names and paths of our templates' resources never change. */
function change(
  location: StackLocation,
  there: CreatedResource,
  properties: Properties,
): CreatedResource {
  const { state } = creationContext(location);
  if (there.type === 'AWS::IAM::ManagedPolicy') {
    const policy = state.policies.get(there.ref);
    if (!policy) throw new Error(`Policy ${there.ref} does not exist.`);
    const document = JSON.stringify(properties.PolicyDocument);
    checkDocument(document, 'identity');
    const id = `v${policy.nextVersion++}`;
    policy.versions = [...policy.versions.slice(-4), { id, document, createdAt: location.now }];
    policy.defaultVersionId = id;
    policy.updatedAt = location.now;
    return there;
  }
  const role = findRole(state, there.ref);
  if (!role) throw new Error(`Role ${there.ref} does not exist.`);
  const trustPolicy = JSON.stringify(properties.AssumeRolePolicyDocument);
  checkTrust(location.world, trustPolicy);
  role.trustPolicy = trustPolicy;
  role.description = properties.Description ?? '';
  role.maxSessionSeconds = properties.MaxSessionDuration ?? 3_600;
  role.managed.clear();
  for (const arn of properties.ManagedPolicyArns ?? []) role.managed.add(arn);
  return there;
}

function creationContext({ world, account, now }: StackLocation): IamCreationContext {
  return { world, account, state: iamOf(world, account), random: world.random, now };
}
