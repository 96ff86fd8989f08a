/** Who deploys and where, by the credentials of the caller. */

import type { Fleet } from '../src/aws/open-fleet.ts';
import type { DeploymentFacts } from '../src/deployment/describe-deployment.ts';
import { FlotillaError } from '../src/model/flotilla-error.ts';
import { readOrganizationId } from '../src/organization/organization-id.ts';
import type { Settings } from '../src/settings/settings.ts';

/** Throws when the credentials are of another account than the settings name, or no region is known. */
export async function readDeploymentFacts(
  fleet: Fleet,
  { automation }: Pick<Settings, 'automation'>,
): Promise<DeploymentFacts> {
  const { accountId, partition } = await fleet.caller();
  if (automation.accountId !== undefined && automation.accountId !== accountId) {
    throw new FlotillaError(
      'Credentials',
      `the credentials are of account ${accountId}, but automation.account_id is "${automation.accountId}"; use credentials of that account`,
    );
  }
  const region = automation.region ?? (await fleet.region());
  if (region === undefined) {
    throw new FlotillaError(
      'InvalidInput',
      'no region: give automation.region in the settings, or set AWS_REGION',
    );
  }
  return { accountId, partition, region, organizationId: await readOrganizationId(fleet) };
}
