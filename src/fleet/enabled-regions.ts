/** The regions that an account has enabled: those that need no opt-in, and those that were opted into. */

import type { ListRegionsResponse } from '@aws-sdk/client-account';
import { partitionOf } from '../aws/models/service-model.ts';
import { fallbackRegion } from '../aws/open-fleet.ts';
import type { Session } from '../aws/session.ts';

/** Reads from the account itself, which needs `account:ListRegions` and no trusted access. In AWS's order. */
export async function enabledRegions(session: Session): Promise<string[]> {
  const home = partitionOf(session.region ?? fallbackRegion)?.globalRegion ?? fallbackRegion;
  const account = session.generic('account', home);
  const statuses = { RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] };
  const regions: string[] = [];
  for await (const page of account.pages('ListRegions', statuses, session.signal)) {
    const { Regions = [] }: ListRegionsResponse = page;
    for (const { RegionName } of Regions) if (RegionName) regions.push(RegionName);
  }
  return regions;
}
