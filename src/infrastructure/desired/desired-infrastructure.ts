/** The resources of the billing and the security account, in order of creation: plain data. */

import type { DesiredRole } from '../../converge/converge-role.ts';
import { type PolicyFiles, policyFiles } from '../files/policy-files.ts';
import type { Installation } from '../settings.ts';
import { type DesiredBucket, desiredBucket } from './bucket.ts';
import { type DesiredProvider, desiredProviders } from './providers.ts';
import { clusterRoles } from './roles.ts';

interface DesiredFiles {
  readonly bucket: string;
  readonly files: PolicyFiles;
}

interface DesiredLocation {
  readonly accountId: string;
  /** `role Inventory-Runner`. */
  readonly resource: string;
}

export type DesiredResource = DesiredLocation &
  (
    | { readonly kind: 'provider'; readonly desired: DesiredProvider }
    | { readonly kind: 'role'; readonly desired: DesiredRole }
    | { readonly kind: 'bucket'; readonly desired: DesiredBucket }
    | { readonly kind: 'files'; readonly desired: DesiredFiles }
  );

/** Resources before those that refer to them: providers, roles, then the bucket whose policy names roles. */
export function desiredInfrastructure(installation: Installation): readonly DesiredResource[] {
  const bucket = desiredBucket(installation);
  return [
    ...desiredProviders(installation).map(
      (desired): DesiredResource => ({
        kind: 'provider',
        accountId: desired.accountId,
        resource: `identity provider ${desired.provider}`,
        desired,
      }),
    ),
    ...clusterRoles(installation).map(
      ({ accountId, role }): DesiredResource => ({
        kind: 'role',
        accountId,
        resource: `role ${role.name}`,
        desired: role,
      }),
    ),
    {
      kind: 'bucket',
      accountId: bucket.ownerId,
      resource: `bucket ${bucket.name}`,
      desired: bucket,
    },
    ...filesOf(installation),
  ];
}

function filesOf(installation: Installation): readonly DesiredResource[] {
  const { filesBucket: bucket } = installation.settings;
  if (bucket === undefined) return [];
  return [
    {
      kind: 'files',
      accountId: installation.facts.securityAccountId,
      resource: `files in s3://${bucket}`,
      desired: { bucket, files: policyFiles(installation) },
    },
  ];
}
