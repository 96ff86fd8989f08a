/** Creates or updates a role and its policies. Policies that others attached are kept. */

import { classify } from '../aws/failures.ts';
import type { GenericCalls } from '../aws/generic-client.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { type ConvergeContext, type ResourceChange, sameDocument } from './change.ts';
import { retryUntilRoleIsKnown } from './retry-until-role-is-known.ts';
import { type IamTagged, missingTags, type ResourceTags, toTagList } from './tags.ts';

export interface DesiredRole {
  readonly name: string;
  /** `/managed/`. IAM cannot move a role: one at another path is refused. */
  readonly path: string;
  readonly description: string;
  readonly trust: object;
  /** ARNs that must be attached; others are kept. */
  readonly managedPolicies: readonly string[];
  /** ARNs that we attached under other settings, to be detached. */
  readonly formerPolicies: readonly string[];
  readonly inlinePolicy: { readonly name: string; readonly document: object } | undefined;
  readonly maxSessionSeconds: number;
  /** Other tags of the resource are kept. */
  readonly tags: ResourceTags;
}

export interface FoundRole extends IamTagged {
  readonly Path?: string;
  readonly Description?: string;
  readonly AssumeRolePolicyDocument?: string;
  readonly MaxSessionDuration?: number;
}

export async function convergeRole(
  iam: GenericCalls,
  desired: DesiredRole,
  converging: ConvergeContext,
): Promise<readonly ResourceChange[]> {
  const { dry } = converging;
  const found = await findRole(iam, desired.name);
  const resource = `role ${desired.path.slice(1)}${desired.name}`;
  if (!found) {
    if (!dry) await create(iam, desired, converging);
    return [{ resource, action: 'create', differences: [] }];
  }
  expectPath(desired, found);
  const differences = [
    ...(await convergeTrust(iam, desired, { ...converging, found })),
    ...(await convergeProperties(iam, desired, { dry, found })),
    ...(await convergeAttached(iam, desired, dry)),
    ...(await convergeInline(iam, desired, dry)),
  ];
  return differences.length === 0 ? [] : [{ resource, action: 'update', differences }];
}

/** Returns undefined when the role does not exist. */
export async function findRole(
  iam: GenericCalls,
  RoleName: string,
): Promise<FoundRole | undefined> {
  try {
    const { Role } = await iam.call('GetRole', { RoleName });
    return Role as FoundRole;
  } catch (error) {
    if (classify(error).kind === 'not-found') return undefined;
    throw error;
  }
}

function expectPath({ name, path }: DesiredRole, { Path = path }: FoundRole): void {
  if (Path === path) return;
  throw new FlotillaError(
    'Conflict',
    `role "${name}" exists at path "${Path}", but must be at "${path}"; delete it, or choose another name`,
  );
}

async function create(
  iam: GenericCalls,
  desired: DesiredRole,
  { clock }: ConvergeContext,
): Promise<void> {
  const RoleName = desired.name;
  const input = {
    RoleName,
    Path: desired.path,
    Description: desired.description,
    AssumeRolePolicyDocument: JSON.stringify(desired.trust),
    MaxSessionDuration: desired.maxSessionSeconds,
    Tags: toTagList(desired.tags),
  };
  await retryUntilRoleIsKnown(clock, () => iam.call('CreateRole', input)).catch(
    ignoreAlreadyExists,
  );
  for (const PolicyArn of desired.managedPolicies) {
    await iam.call('AttachRolePolicy', { RoleName, PolicyArn });
  }
  if (desired.inlinePolicy) await putInline(iam, desired.name, desired.inlinePolicy);
}

/** Another worker has created it meanwhile. */
function ignoreAlreadyExists(error: unknown): void {
  if (classify(error).code !== 'EntityAlreadyExists') throw error;
}

async function convergeTrust(
  iam: GenericCalls,
  { name, trust }: DesiredRole,
  { dry, clock, found }: ConvergeContext & { readonly found: FoundRole },
): Promise<string[]> {
  // IAM returns its documents URL-encoded.
  const text = decodeURIComponent(found.AssumeRolePolicyDocument ?? '');
  if (sameDocument(text, trust)) return [];
  const input = { RoleName: name, PolicyDocument: JSON.stringify(trust) };
  if (!dry) await retryUntilRoleIsKnown(clock, () => iam.call('UpdateAssumeRolePolicy', input));
  return ['trust policy'];
}

async function convergeProperties(
  iam: GenericCalls,
  { name: RoleName, description, maxSessionSeconds, tags }: DesiredRole,
  { dry, found }: Pick<ConvergeContext, 'dry'> & { readonly found: FoundRole },
): Promise<string[]> {
  const isLonger = found.MaxSessionDuration !== maxSessionSeconds;
  const isOther = (found.Description ?? '') !== description;
  if (!dry && (isLonger || isOther)) {
    const input = { RoleName, Description: description, MaxSessionDuration: maxSessionSeconds };
    await iam.call('UpdateRole', input);
  }
  const missing = missingTags(found, tags);
  if (!dry && missing.length > 0) await iam.call('TagRole', { RoleName, Tags: missing });
  return [
    ...(isLonger ? ['maximum session duration'] : []),
    ...(isOther ? ['description'] : []),
    ...missing.map(({ Key }) => `tag ${Key}`),
  ];
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
