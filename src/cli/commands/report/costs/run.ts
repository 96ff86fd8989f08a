/** `flotilla report costs`: the reports of a month, as the scheduled functions write them. */

import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Lifecycle } from '../../../../lifecycle/lifecycle.ts';
import { FlotillaError } from '../../../../model/flotilla-error.ts';
import { readCostHistory } from '../../../../reports/costs/cost-history.ts';
import type { CostReport } from '../../../../reports/costs/cost-report.ts';
import { costsPage } from '../../../../reports/costs/costs-page.ts';
import { kindOf, publishCosts, readCostReport } from '../../../../reports/costs/publish-costs.ts';
import { centsText } from '../../../../reports/money/decimal.ts';
import { addMonths, monthOf } from '../../../../reports/month.ts';
import { pageNames } from '../../../../reports/page-names.ts';
import { type CostStatement, requestsText } from '../../../../reports/statement/statement.ts';
import { folderReportStore } from '../../../../reports/store/folder-report-store.ts';
import { contentTypes } from '../../../../reports/store/report-store.ts';
import { s3ReportStore } from '../../../../reports/store/s3-report-store.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { RunOf } from '../../../define-command.ts';
import { refuseIgnored } from '../../../options/refuse-ignored.ts';
import { count } from '../../../output/text.ts';
import { withLifecycle } from '../../lifecycle/open.ts';
import { pastMonth } from '../options.ts';
import { printComparison } from '../print-comparison.ts';
import type { command } from './command.ts';
import type { CostsDocument } from './record.ts';
import { costsView } from './view.ts';

interface CostsValues {
  readonly month?: string | undefined;
  readonly out?: string | undefined;
  readonly format?: readonly string[] | undefined;
  readonly overwrite: boolean;
}

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    const now = lifecycle.clock.now();
    const month = pastMonth(options.month, addMonths(monthOf(now), -1), now);
    const request = {
      month,
      kind: kindOf(month, now),
      rates: knownRates(lifecycle),
      fetch: context.io.fetch ?? fetch,
    };
    assertNewFolder(lifecycle, { ...options, month }, context);
    const report = await readCostReport(lifecycle, request, context.signal);
    const statement = await write(report, options, context);
    await writePage(lifecycle, { report, statement }, options, context);
    const { charges, requests, objects } = statement;
    const document: CostsDocument = {
      statement,
      centers: report.centers.map(({ costCenter, cents }) => ({
        costCenter,
        charges: Object.fromEntries(
          charges.map(({ currency }, index) => [currency, centsText(cents[index] ?? 0n)]),
        ),
      })),
    };
    context.print(document, costsView);
    printComparison(statement, context);
    const [usd] = charges;
    const written =
      options.out === undefined ? '' : `; ${count(objects.length, 'file')} below ${options.out}`;
    const summary = `${usd?.rows} USD in ${month}, difference ${usd?.difference}; ${requestsText(requests)}${written}`;
    return { summary };
  });

/** The rates that the scheduled function stored. A command stores none. */
function knownRates(lifecycle: Lifecycle) {
  return { ...s3ReportStore(lifecycle), put: async () => {} };
}

/** Throws before Cost Explorer is called, which costs money. */
function assertNewFolder(
  { settings }: Lifecycle,
  { out, overwrite, month }: CostsValues,
  context: CommandContext,
): void {
  if (out === undefined)
    refuseIgnored(context, { format: '--format', overwrite: '--overwrite' }, 'only with --out');
  if (out === undefined) return;
  const folder = resolve(context.io.folder, out);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new FlotillaError('InvalidInput', `--out: "${out}" is a file; give the name of a folder`);
  }
  if (overwrite) return;
  const key = `Summary/${month?.slice(0, 4)}/${month}-Summary-statement.json`;
  const path = join(folder, settings.reporting.costsPrefix, key);
  if (!existsSync(path)) return;
  throw new FlotillaError(
    'InvalidInput',
    `${path} exists; replace the reports with --overwrite, or choose another folder`,
  );
}

async function write(
  report: CostReport,
  { out, format }: CostsValues,
  { io }: CommandContext,
): Promise<CostsDocument['statement']> {
  if (out === undefined) return report.statement([]);
  const store = folderReportStore(resolve(io.folder, out));
  const objects = async function* () {
    for await (const object of report.objects) {
      const suffix = object.key.split('.').at(-1) ?? '';
      if (format === undefined || format.includes(suffix)) yield object;
    }
  };
  const { statement } = await publishCosts({ ...report, objects: objects() }, store);
  return statement;
}

/** For people, beside the files: it takes two more requests of Cost Explorer. */
async function writePage(
  lifecycle: Lifecycle,
  { report, statement }: { readonly report: CostReport; readonly statement: CostStatement },
  { out, format = ['html'] }: CostsValues,
  { io, signal }: CommandContext,
): Promise<void> {
  if (out === undefined || !format.includes('html')) return;
  const history = await readCostHistory(lifecycle, statement.month, signal);
  await folderReportStore(resolve(io.folder, out)).put({
    key: pageNames.costs,
    contentType: contentTypes.html,
    body: costsPage({ ...report, statement, history }),
  });
}
