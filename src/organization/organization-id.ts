/** The id of the organization, which every account of it may read. */

import type { Fleet } from '../aws/open-fleet.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { readOrganization } from './call-organizations.ts';

/** `o-…`. Rejects with `OrganizationUnreadable` when it cannot be read. */
export async function readOrganizationId(fleet: Fleet): Promise<string> {
  const { Organization } = await readOrganization(fleet, 'DescribeOrganization', {});
  if (Organization?.Id) return Organization.Id;
  throw new FlotillaError(
    'OrganizationUnreadable',
    'AWS Organizations returned no organization id',
  );
}
