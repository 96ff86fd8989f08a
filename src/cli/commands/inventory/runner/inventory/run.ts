/** `flotilla inventory runner inventory`: the second container. Reads one account, with the credentials of a file only. */

import { openFleet } from '../../../../../aws/open-fleet.ts';
import { refreshing } from '../../../../../aws/refreshing.ts';
import { type RunKey, runKeyOf } from '../../../../../inventory/collect/run-start.ts';
import { writeParquet } from '../../../../../inventory/read/write-parquet.ts';
import { collectAlone } from '../../../../../inventory/runner/collect-alone.ts';
import { readCredentials } from '../../../../../inventory/runner/credentials-file.ts';
import { collectedReport } from '../../../../../inventory/runner/report.ts';
import { localStore } from '../../../../../inventory/store/local-store.ts';
import type { Account } from '../../../../../model/account.ts';
import type { CommandContext } from '../../../../command-context.ts';
import type { RunOf } from '../../../../define-command.ts';
import type { OptionValues } from '../../../../options/option.ts';
import { readOptions } from '../../../../options/read-options.ts';
import { runSettingsFrom } from '../../../../options/run-settings.ts';
import { count } from '../../../../output/text.ts';
import { signOfLife } from '../../../../progress/sign-of-life.ts';
import { readCatalogue } from '../../read-catalogue.ts';
import { type ContainerResult, reportEnd } from '../report-end.ts';
import { type command, runnerInventoryOptions } from './command.ts';

export const run: RunOf<typeof command> = (typed, context) =>
  reportEnd(typed, context, () => collect(readOptions(runnerInventoryOptions, typed), context));

type RunnerInventoryValues = OptionValues<typeof runnerInventoryOptions>;

async function collect(
  options: RunnerInventoryValues,
  context: CommandContext,
): Promise<ContainerResult> {
  const { regions = 'enabled' } = runSettingsFrom({ regions: options.regions });
  const { catalogue, entries } = readCatalogue(options);
  const { clock } = context.io;
  const credentials = refreshing(clock, () => readCredentials(options.credentials));
  // Other credentials of this machine are not used.
  const fleet = openFleet({ ...context.fleetOptions(options), credentials });
  const store = localStore(options.out);
  try {
    await store.check();
    const manifest = await collectAlone({
      ...{ fleet, credentials, store, entries, regions, writeParquet },
      account: accountOf(options),
      run: runKeyOf(options.run) as RunKey,
      byKey: catalogue.byKey,
      catalogueVersion: catalogue.version,
      formats: options.format,
      reconCompatible: options.reconCompat,
      once: options.oncePerRun,
      signal: context.signal,
      onRecords: signOfLife((number) => `${count(number, 'record')} so far`, context.io),
    });
    const report = collectedReport(manifest, fleet.pacer.counts);
    const { status, records, gaps, calls } = report;
    const counts = `${count(records, 'record')}, ${count(gaps, 'gap')}, ${count(calls, 'call')}`;
    return { report, summary: `${status}: ${counts}` };
  } finally {
    fleet.close();
  }
}

function accountOf({ account: id, accountName: name, ouPath }: RunnerInventoryValues): Account {
  return { id, ...(name !== undefined && { name }), ...(ouPath !== undefined && { ouPath }) };
}
