/** What stands in the billing and the security account: compared with what is wanted, and put right. */

import type { Change, Converging } from '../converge/change.ts';
import { convergeRole } from '../converge/converge-role.ts';
import { iamIn, type KnownAccess, s3Anywhere, s3In } from './access.ts';
import { convergeProvider } from './account/converge-provider.ts';
import { convergeBucket } from './bucket/converge-bucket.ts';
import { type Desired, desiredInfrastructure } from './desired/desired-infrastructure.ts';
import { convergeFiles } from './files/converge-files.ts';
import { type Finding, failedFinding, findingsIn } from './finding.ts';
import type { InfrastructureSettings } from './settings.ts';

/** What could not be read or changed is told, and costs its neighbours nothing. */
export async function convergeHome(
  access: KnownAccess,
  settings: InfrastructureSettings,
  converging: Converging,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const desired of desiredInfrastructure({ settings, facts: access.facts })) {
    try {
      const changes = await convergeOne(access, desired, converging);
      findings.push(...findingsIn(desired.accountId, changes));
    } catch (error) {
      findings.push(failedFinding(desired, error));
    }
  }
  return findings;
}

async function convergeOne(
  access: KnownAccess,
  one: Desired,
  converging: Converging,
): Promise<readonly Change[]> {
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
