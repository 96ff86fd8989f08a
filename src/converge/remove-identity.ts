/** Roles and policies: IAM deletes them only after everything that hangs on them is gone. */

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

/** Of each list that the pages of an answer have. Read to its end first: deleting while paging may skip some. */
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
