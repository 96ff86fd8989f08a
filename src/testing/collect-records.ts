/** Collects one account of a simulated organization in memory: its records and its manifest entries. */

import type { RoleOptions } from '../aws/role.ts';
import { loadCatalogue } from '../inventory/catalogue/catalogue.ts';
import type { CatalogueEntry } from '../inventory/catalogue/entry.ts';
import { collectAccount } from '../inventory/collect/collect-account.ts';
import { familiesOf } from '../inventory/collect/families.ts';
import type { InventoryRecord, ManifestEntry } from '../inventory/record.ts';
import type { SimulatedOrganization } from '../simulator/index.ts';
import { openAccountSession } from './account-access.ts';

export interface CollectRecordsOptions {
  readonly organization: SimulatedOrganization;
  readonly accountId: string;
  /** Default: the whole catalogue. */
  readonly entries?: readonly CatalogueEntry[];
  /** Default: us-east-1. */
  readonly regions?: readonly string[];
  readonly role?: RoleOptions;
}

export interface CollectedRecords {
  readonly records: readonly InventoryRecord[];
  readonly manifest: readonly ManifestEntry[];
}

export async function collectRecords(options: CollectRecordsOptions): Promise<CollectedRecords> {
  const { organization, accountId, regions = ['us-east-1'] } = options;
  const catalogue = loadCatalogue();
  const { role = {} } = options;
  const records: InventoryRecord[] = [];
  const manifest = await collectAccount({
    session: await openAccountSession(organization, { account: { id: accountId }, role }),
    families: familiesOf(options.entries ?? catalogue.entries, catalogue.byKey),
    regions,
    catalogueVersion: catalogue.version,
    concurrency: 8,
    clock: organization.clock,
    onRecords: async (some) => void records.push(...some),
  });
  return { records, manifest };
}
