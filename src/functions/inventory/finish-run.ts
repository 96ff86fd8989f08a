/** Writes the summary of a run when every account of it has its manifest. */

import { fanOut } from '../../fleet/fan-out.ts';
import { loadCatalogue } from '../../inventory/catalogue/catalogue.ts';
import { emptyLine, lineOf, summaryOf } from '../../inventory/collect/run-summary.ts';
import { manifestFile, runFolder, summaryFile } from '../../inventory/layout.ts';
import type { AccountLine, AccountManifest } from '../../inventory/record.ts';
import type { InventoryStore } from '../../inventory/store/store.ts';
import { writeJson } from '../../inventory/store/write-json.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import type { InventoryMessage } from './inventory-message.ts';
import { readRunAccounts } from './run-accounts.ts';

const concurrency = 50;

/** Two that end at the same time write the same summary. */
export async function finishRun(
  { clock }: Lifecycle,
  store: InventoryStore,
  run: InventoryMessage['run'],
): Promise<void> {
  const { accounts, skipped } = await readRunAccounts(store, run);
  const manifests = await store.list(`${runFolder(run.date, run.runId)}/manifests`);
  if (manifests.length < accounts.length) return;
  const lines: AccountLine[] = [...skipped];
  let calls = 0;
  const read = async (id: string) => {
    const text = await store.read(manifestFile(run.date, run.runId, id));
    return text === undefined ? undefined : (JSON.parse(text) as AccountManifest);
  };
  for await (const settled of fanOut(accounts, read, { concurrency, clock })) {
    if (settled.status !== 'done') throw new Error('a manifest of the run cannot be read');
    const { value: manifest, item: id } = settled;
    if (!manifest) return;
    calls += manifest.entries.reduce((sum, entry) => sum + entry.calls, 0);
    lines.push(
      manifest.failure
        ? emptyLine({ id, ...nameOf(manifest) }, 'failed', manifest.failure.code)
        : lineOf(manifest),
    );
  }
  const finishedAt = new Date(clock.now()).toISOString();
  const { version: catalogueVersion } = loadCatalogue();
  const summary = summaryOf({
    run,
    finishedAt,
    catalogueVersion,
    formats: ['ndjson'],
    accounts: lines,
    calls,
  });
  await writeJson(store, summaryFile(run.date, run.runId), summary);
}

function nameOf({ accountName: name }: AccountManifest) {
  return name === undefined ? {} : { name };
}
