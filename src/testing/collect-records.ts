/** Collects one account of a simulated organization in memory: its records and its manifest entries. */

import { openFleet } from '../aws/open-fleet.ts';
import { openRole } from '../aws/open-role.ts';
import { type RoleOptions, roleSchema } from '../aws/role.ts';
import { openSession } from '../aws/session.ts';
import { loadCatalogue } from '../inventory/catalogue/catalogue.ts';
import type { CatalogueEntry } from '../inventory/catalogue/entry.ts';
import { collectAccount } from '../inventory/collect/collect-account.ts';
import { familiesOf } from '../inventory/collect/families.ts';
import type { InventoryRecord, ManifestEntry } from '../inventory/record.ts';
import type { SimulatedOrganization } from '../simulator/simulate-organization.ts';

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
  const fleet = openFleet({ ...organization.access(), clock: organization.clock });
  const account = { id: accountId };
  const role = (await openRole(fleet, roleSchema.parse(options.role ?? {}))).enter(account);
  const { signal } = new AbortController();
  const target = { account, region: 'us-east-1' };
  const records: InventoryRecord[] = [];
  const manifest = await collectAccount({
    session: openSession({ fleet, target, role, signal }),
    families: familiesOf(options.entries ?? catalogue.entries, catalogue.byKey),
    regions,
    catalogueVersion: catalogue.version,
    concurrency: 8,
    clock: fleet.clock,
    onRecords: async (some) => void records.push(...some),
  });
  return { records, manifest };
}
