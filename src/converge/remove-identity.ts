/** Deletes roles and policies: IAM requires that everything attached to them is removed first. */

import type { GenericCalls } from '../aws/generic-client.ts';

type Named = Readonly<Record<string, string>>;

export async function removeRole(iam: GenericCalls, RoleName: string): Promise<void> {
  for (const { PolicyArn } of await all(iam, 'ListAttachedRolePolicies', { RoleName })) {
    await iam.call('DetachRolePolicy', { RoleName, PolicyArn });
  }
  for (const PolicyName of await all<string>(iam, 'ListRolePolicies', { RoleName })) {
    await iam.call('DeleteRolePolicy', { RoleName, PolicyName });
  }
  const profiles = await all(iam, 'ListInstanceProfilesForRole', { RoleName });
  for (const { InstanceProfileName } of profiles) {
    await iam.call('RemoveRoleFromInstanceProfile', { RoleName, InstanceProfileName });
  }
  await iam.call('DeleteRole', { RoleName });
}

export async function removePolicy(iam: GenericCalls, PolicyArn: string): Promise<void> {
  for (const entity of await all(iam, 'ListEntitiesForPolicy', { PolicyArn })) {
    const { RoleName, UserName, GroupName } = entity;
    if (RoleName) await iam.call('DetachRolePolicy', { RoleName, PolicyArn });
    if (UserName) await iam.call('DetachUserPolicy', { UserName, PolicyArn });
    if (GroupName) await iam.call('DetachGroupPolicy', { GroupName, PolicyArn });
  }
  const versions = await all<Version>(iam, 'ListPolicyVersions', { PolicyArn });
  for (const { VersionId, IsDefaultVersion } of versions) {
    if (!IsDefaultVersion) await iam.call('DeletePolicyVersion', { PolicyArn, VersionId });
  }
  await iam.call('DeletePolicy', { PolicyArn });
}

interface Version {
  readonly VersionId?: string;
  readonly IsDefaultVersion?: boolean;
}

/**
 * Returns the elements of all lists in the pages. Pages are read to the end first: deleting while paging may skip some.
 */
async function all<T = Named>(
  iam: GenericCalls,
  operation: string,
  input: Readonly<Record<string, string>>,
): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const page of iam.pages(operation, input)) {
    for (const list of Object.values(page)) if (Array.isArray(list)) found.push(...list);
  }
  return found;
}
