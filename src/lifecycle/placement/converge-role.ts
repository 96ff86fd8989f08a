/** A role and its policies: made, or put right where they differ. Policies that others attached are left. */

import { classify } from '../../aws/failures.ts';
import type { GenericCalls } from '../../aws/generic-client.ts';
import { type Change, type Converging, sameDocument } from './change.ts';
import { originTag } from './names.ts';
import type { DesiredRole } from './placement.ts';

interface Role {
  readonly AssumeRolePolicyDocument?: string;
  readonly MaxSessionDuration?: number;
}

export async function convergeRole(
  iam: GenericCalls,
  desired: DesiredRole,
  { dry }: Converging,
): Promise<readonly Change[]> {
  const found = await findRole(iam, desired.name);
  const resource = `role ${desired.name}`;
  if (!found) {
    if (!dry) await create(iam, desired);
    return [{ resource, action: 'create', differences: [] }];
  }
  const differences = [
    ...(await convergeTrust(iam, desired, { dry, found })),
    ...(await convergeAttached(iam, desired, dry)),
    ...(await convergeInline(iam, desired, dry)),
  ];
  return differences.length === 0 ? [] : [{ resource, action: 'update', differences }];
}

async function findRole(iam: GenericCalls, RoleName: string): Promise<Role | undefined> {
  try {
    const { Role } = await iam.call('GetRole', { RoleName });
    return Role as Role;
  } catch (error) {
    if (classify(error).kind === 'not-found') return undefined;
    throw error;
  }
}

async function create(iam: GenericCalls, desired: DesiredRole): Promise<void> {
  const RoleName = desired.name;
  await iam
    .call('CreateRole', {
      RoleName,
      Description: desired.description,
      AssumeRolePolicyDocument: JSON.stringify(desired.trust),
      MaxSessionDuration: desired.maxSessionSeconds,
      Tags: [{ Key: originTag.key, Value: originTag.value }],
    })
    .catch(unlessThere);
  for (const PolicyArn of desired.managedPolicies) {
    await iam.call('AttachRolePolicy', { RoleName, PolicyArn });
  }
  if (desired.inlinePolicy) await putInline(iam, desired.name, desired.inlinePolicy);
}

/** Another hand was faster. */
function unlessThere(error: unknown): void {
  if (classify(error).code !== 'EntityAlreadyExists') throw error;
}

async function convergeTrust(
  iam: GenericCalls,
  { name, trust, maxSessionSeconds }: DesiredRole,
  { dry, found }: Converging & { readonly found: Role },
): Promise<string[]> {
  const differences: string[] = [];
  // IAM answers its documents as parts of URLs.
  const text = decodeURIComponent(found.AssumeRolePolicyDocument ?? '');
  if (!sameDocument(text, trust)) {
    differences.push('who may assume it');
    const PolicyDocument = JSON.stringify(trust);
    if (!dry) await iam.call('UpdateAssumeRolePolicy', { RoleName: name, PolicyDocument });
  }
  if (found.MaxSessionDuration !== maxSessionSeconds) {
    differences.push('how long a session may be');
    const input = { RoleName: name, MaxSessionDuration: maxSessionSeconds };
    if (!dry) await iam.call('UpdateRole', input);
  }
  return differences;
}

async function convergeAttached(
  iam: GenericCalls,
  { name, managedPolicies, formerPolicies }: DesiredRole,
  dry: boolean,
): Promise<string[]> {
  if (managedPolicies.length + formerPolicies.length === 0) return [];
  const attached = new Set<string | undefined>();
  for await (const page of iam.pages('ListAttachedRolePolicies', { RoleName: name })) {
    const policies = (page.AttachedPolicies ?? []) as readonly { readonly PolicyArn?: string }[];
    for (const { PolicyArn } of policies) attached.add(PolicyArn);
  }
  const missing = managedPolicies.filter((arn) => !attached.has(arn));
  for (const PolicyArn of missing) {
    if (!dry) await iam.call('AttachRolePolicy', { RoleName: name, PolicyArn });
  }
  const left = formerPolicies.filter((arn) => attached.has(arn));
  for (const PolicyArn of left) {
    if (!dry) await iam.call('DetachRolePolicy', { RoleName: name, PolicyArn });
  }
  return [
    ...missing.map((arn) => `policy ${arn} was not attached`),
    ...left.map((arn) => `policy ${arn} was still attached`),
  ];
}

async function convergeInline(
  iam: GenericCalls,
  { name, inlinePolicy }: DesiredRole,
  dry: boolean,
): Promise<string[]> {
  if (!inlinePolicy) return [];
  const text = await readInline(iam, name, inlinePolicy.name);
  if (sameDocument(text, inlinePolicy.document)) return [];
  if (!dry) await putInline(iam, name, inlinePolicy);
  return [`policy ${inlinePolicy.name}`];
}

async function readInline(
  iam: GenericCalls,
  RoleName: string,
  PolicyName: string,
): Promise<string | undefined> {
  try {
    const { PolicyDocument } = await iam.call('GetRolePolicy', { RoleName, PolicyName });
    return decodeURIComponent(String(PolicyDocument));
  } catch (error) {
    if (classify(error).kind === 'not-found') return undefined;
    throw error;
  }
}

async function putInline(
  iam: GenericCalls,
  RoleName: string,
  { name, document }: NonNullable<DesiredRole['inlinePolicy']>,
): Promise<void> {
  const PolicyDocument = JSON.stringify(document);
  await iam.call('PutRolePolicy', { RoleName, PolicyName: name, PolicyDocument });
}
