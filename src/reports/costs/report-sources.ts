/** The source of a month's reports, and the other one, where an export is configured: both must have the same total. */

import { classify } from '../../aws/failures.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { centsText, toCents } from '../money/decimal.ts';
import type { Period } from '../month.ts';
import type { SourceComparison } from '../statement/statement.ts';
import { costExplorer } from './cost-explorer.ts';
import type { CostSource } from './cost-source.ts';
import { costExport } from './export/cost-export.ts';

export interface ReportSources {
  readonly source: CostSource;
  /** Undefined without an export. */
  readonly other?: CostSource;
  close(): Promise<void>;
}

export function openReportSources(
  lifecycle: Pick<Lifecycle, 'management' | 'hub' | 'settings'>,
): ReportSources {
  const { costExport: settings, costSource } = lifecycle.settings.reporting;
  const explorer = costExplorer(lifecycle);
  if (!settings) return { source: explorer, close: async () => {} };
  const exported = costExport(lifecycle, settings);
  const close = () => exported.close();
  return costSource === 'export'
    ? { source: exported, other: explorer, close }
    : { source: explorer, other: exported, close };
}

/** `total`: of the report's own source. A source that cannot be read is named, and does not stop the reports. */
export async function compareWith(
  other: CostSource,
  { period, total }: { readonly period: Period; readonly total: bigint },
  signal?: AbortSignal,
): Promise<SourceComparison> {
  try {
    const cents = toCents(await other.readTotal(period, signal));
    const difference = centsText(toCents(total) - cents);
    return { source: other.name, total: centsText(cents), difference };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof FlotillaError) return { source: other.name, unread: error.message };
    const { message, code } = classify(error);
    return { source: other.name, unread: `${message} (${code})` };
  }
}
