/** `flotilla inventory runner inventory`: the second container. Reads one account, and is nobody else. */

import { openFleet } from '../../aws/open-fleet.ts';
import { refreshing } from '../../aws/refreshing.ts';
import { selectEntries } from '../../inventory/catalogue/catalogue.ts';
import type { InventoryFormat } from '../../inventory/collect/account-files.ts';
import { type RunKey, runKeyOf } from '../../inventory/collect/run-start.ts';
import { writeParquet } from '../../inventory/read/write-parquet.ts';
import { collectAlone } from '../../inventory/runner/collect-alone.ts';
import { readCredentials } from '../../inventory/runner/credentials-file.ts';
import { collectedReport } from '../../inventory/runner/report.ts';
import { localStore } from '../../inventory/store/local-store.ts';
import type { Account } from '../../model/account.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { fleetOptionsFrom } from '../options/aws.ts';
import { catalogueFor, type Narrowing } from '../options/collect.ts';
import { type Given, settingsFrom } from '../options/option.ts';
import type { RunnerGiven } from '../options/runner.ts';
import { selectionOptions } from '../options/selection.ts';
import { wrong } from '../options/values.ts';
import { count } from '../output/text.ts';
import { signOfLife } from '../progress/sign-of-life.ts';
import { reporting } from './runner-report.ts';

export interface RunnerInventoryGiven extends Given, Narrowing, RunnerGiven {
  readonly account: string;
  readonly accountName?: string;
  readonly ouPath?: string;
  readonly credentials: string;
  readonly out: string;
  readonly run: string;
  readonly format: readonly InventoryFormat[];
  readonly oncePerRun?: boolean;
}

export function runnerInventory(given: RunnerInventoryGiven, io: Io): Promise<ExitCode> {
  return reporting(given, io, async () => {
    const { regions = 'enabled' } = settingsFrom(selectionOptions, given);
    const catalogue = catalogueFor(given);
    const credentials = refreshing(io.clock, () => readCredentials(given.credentials));
    // Whatever else this machine could be is not asked.
    const fleet = openFleet({ ...fleetOptionsFrom(given, io), credentials });
    const alive = signOfLife((number) => `${count(number, 'record')} so far`, io);
    const store = localStore(given.out);
    try {
      await store.check();
      const manifest = await collectAlone({
        fleet,
        credentials,
        account: accountOf(given),
        store,
        run: runOf(given),
        entries: selectEntries(catalogue, given),
        byKey: catalogue.byKey,
        catalogueVersion: catalogue.version,
        regions,
        formats: given.format,
        once: given.oncePerRun === true,
        writeParquet,
        signal: io.signal,
        onRecords: alive,
      });
      const report = collectedReport(manifest, fleet.pacer.counts);
      const { status, records, gaps, calls } = report;
      io.stderr.write(
        `${status}: ${count(records, 'record')}, ${count(gaps, 'gap')}, ${count(calls, 'call')}\n`,
      );
      return report;
    } finally {
      fleet.close();
    }
  });
}

function accountOf({ account: id, accountName: name, ouPath }: RunnerInventoryGiven): Account {
  return { id, ...(name !== undefined && { name }), ...(ouPath !== undefined && { ouPath }) };
}

function runOf({ run }: RunnerInventoryGiven): RunKey {
  const place = runKeyOf(run);
  if (place) return place;
  throw wrong('--run', run, 'is no id of a run; they look like 20260131T020000Z-0a1b2c');
}
