/** Where entries are listed: regional ones in every region, global ones in the region of their endpoint. */

import { partitionOf } from '../../aws/models/service-model.ts';
import { fallbackRegion } from '../../aws/open-fleet.ts';
import type { Session } from '../../aws/session.ts';
import type { CatalogueEntry } from '../catalogue/entry.ts';

export interface EntryInRegion {
  readonly entry: CatalogueEntry;
  readonly region: string;
}

export function homeOf({ region = fallbackRegion }: Session): string {
  return partitionOf(region)?.globalRegion ?? fallbackRegion;
}

export function entriesInRegions(
  entries: readonly CatalogueEntry[],
  regions: readonly string[],
  home: string,
): readonly EntryInRegion[] {
  return entries.flatMap((entry) =>
    (entry.scope === 'global' ? [entry.askIn ?? home] : regions).map((region) => ({
      entry,
      region,
    })),
  );
}
