/** Collects one account: writes its records into the files of a run, and its manifest. */

import type { Session } from '../../aws/session.ts';
import { enabledRegions } from '../../fleet/enabled-regions.ts';
import type { Clock } from '../../model/clock.ts';
import type { CatalogueEntry } from '../catalogue/entry.ts';
import { manifestFile } from '../layout.ts';
import type { AccountManifest, InventoryRecord } from '../record.ts';
import type { InventoryStore } from '../store/store.ts';
import { writeJson } from '../store/write-json.ts';
import { type InventoryFormat, openAccountFiles, type WriteParquet } from './account-files.ts';
import { collectAccount } from './collect-account.ts';
import { familiesOf } from './families.ts';
import { manifestOf } from './manifest.ts';
import { recordedResources } from './recorded-resources.ts';
import type { RunKey } from './run-start.ts';

export interface CollectIntoOptions {
  readonly store: InventoryStore;
  readonly run: RunKey;
  /** The entries to list in this account. */
  readonly entries: readonly CatalogueEntry[];
  /** The whole catalogue: some entries need others first. */
  readonly byKey: ReadonlyMap<string, CatalogueEntry>;
  readonly catalogueVersion: string;
  readonly regions: readonly string[] | 'enabled';
  readonly formats: readonly InventoryFormat[];
  /** Makes `recon` repeat what is wrong in the reference's files. Default: false. */
  readonly reconCompatible?: boolean;
  readonly writeParquet: WriteParquet;
  readonly clock: Clock;
  /** Called as records are written. */
  readonly onRecords?: (count: number) => void;
}

/** Listings of one account at the same time. */
const listingsAtOnce = 8;

/** Throws when nothing could be read (its regions), and a `FlotillaError` when the files cannot be written. */
export async function collectInto(
  session: Session,
  options: CollectIntoOptions,
): Promise<AccountManifest> {
  const { store, run, entries, byKey, catalogueVersion, formats, writeParquet, clock } = options;
  const now = () => new Date(clock.now()).toISOString();
  const startedAt = now();
  const { account } = session;
  const byType = new Map(entries.map((entry) => [`${entry.service} ${entry.type}`, entry]));
  const entryOf = ({ service, type }: InventoryRecord) => byType.get(`${service} ${type}`);
  const regions = options.regions === 'enabled' ? await enabledRegions(session) : options.regions;
  const accountId = account.id;
  const recon = { regions, compatible: options.reconCompatible ?? false };
  const file = { store, run, accountId, formats, recon, entryOf, writeParquet };
  const files = await openAccountFiles(file);
  try {
    const collected = await collectAccount({
      session,
      families: familiesOf(entries, byKey),
      regions,
      seen: recordedResources(entries, byKey),
      catalogueVersion,
      concurrency: listingsAtOnce,
      clock,
      onRecords: async (records) => {
        await files.write(records);
        options.onRecords?.(records.length);
      },
    });
    await files.finish();
    const { runId, date } = run;
    const manifest = manifestOf({
      runId,
      account,
      startedAt,
      finishedAt: now(),
      entries: collected,
    });
    await writeJson(store, manifestFile(date, runId, accountId), manifest);
    return manifest;
  } catch (error) {
    await files.discard();
    throw error;
  }
}
