/** Converges the resources in the billing and the security account. */

import type { ConvergeContext, ResourceChange } from '../converge/change.ts';
import { convergeRole } from '../converge/converge-role.ts';
import { iamIn, type KnownAccess, s3Anywhere, s3In } from './access.ts';
import { convergeProvider } from './account/converge-provider.ts';
import { convergeBucket } from './bucket/converge-bucket.ts';
import { type DesiredResource, desiredInfrastructure } from './desired/desired-infrastructure.ts';
import { convergeFiles } from './files/converge-files.ts';
import {
  type FollowOptions,
  findingsIn,
  followEach,
  type InfrastructureFinding,
} from './finding.ts';
import type { InfrastructureSettings } from './settings.ts';

/** A resource that could not be read or changed is reported, and does not affect the others. */
export async function convergeCoreAccounts(
  access: KnownAccess,
  settings: InfrastructureSettings,
  converging: ConvergeContext & FollowOptions,
): Promise<readonly InfrastructureFinding[]> {
  const all = desiredInfrastructure({ settings, facts: access.facts });
  return followEach(all, converging, async (desired) =>
    findingsIn(desired.accountId, await convergeOne(access, desired, converging)),
  );
}

async function convergeOne(
  access: KnownAccess,
  one: DesiredResource,
  converging: ConvergeContext,
): Promise<readonly ResourceChange[]> {
  const { accountId } = one;
  switch (one.kind) {
    case 'provider':
      return convergeProvider(await iamIn(access, accountId), one.desired, converging);
    case 'role':
      return convergeRole(await iamIn(access, accountId), one.desired, converging);
    case 'bucket':
      return convergeBucket(s3In(access, one.desired.region), one.desired, converging);
    case 'files': {
      const place = { ...one.desired, ownerId: access.facts.securityAccountId };
      return convergeFiles(await s3Anywhere(access), place, converging);
    }
  }
}
