/** What `collect` and `orchestrate` print: where the run is stored and what it has, or with `--dry-run` the plan. */

import * as z from 'zod';
import type { RunSummary } from '../../../inventory/record.ts';
import type { CommandContext } from '../../command-context.ts';
import type { CommandResult } from '../../define-command.ts';
import type { DocumentView } from '../../output/printer.ts';
import { count } from '../../output/text.ts';
import { type PlanRecord, planRecordSchema } from '../../targets/output-schema.ts';
import type { Plan } from '../../targets/plan.ts';
import { planView } from '../../targets/plan-view.ts';
import { planRecords, planResult } from '../../targets/print-plan.ts';

const runRecordSchema = z.strictObject({
  type: z.literal('run'),
  run: z.string().describe('Id of the run.'),
  folder: z.string().describe('Folder or s3://bucket/prefix of its files.'),
  isFinished: z.boolean().describe('Whether the run has a summary. The counts are those of it.'),
  records: z.int().optional(),
  calls: z.int().optional(),
  throttles: z.int().optional(),
  unlisted: z
    .array(z.strictObject({ service: z.string(), type: z.string() }))
    .readonly()
    .describe('Types that one account lists for all of them, and that none could list.')
    .optional(),
  accounts: z
    .strictObject({ complete: z.int(), partial: z.int(), failed: z.int(), skipped: z.int() })
    .optional(),
});

const planDocumentSchema = z.strictObject({
  type: z.literal('plan'),
  targets: z.array(planRecordSchema),
});

export const inventoryRunSchema = z.discriminatedUnion('type', [
  runRecordSchema,
  planDocumentSchema,
]);

type RunRecord = Readonly<z.output<typeof runRecordSchema>>;
type PlanDocument = { readonly type: 'plan'; readonly targets: readonly PlanRecord[] };

export interface StoredRun {
  readonly runId: string;
  readonly folder: string;
  /** Undefined for a run that was stopped. */
  readonly summary: RunSummary | undefined;
}

export function printRun({ runId, folder, summary }: StoredRun, context: CommandContext): void {
  const record: RunRecord = {
    type: 'run',
    run: runId,
    folder,
    isFinished: summary !== undefined,
    ...(summary && {
      records: summary.records,
      calls: summary.calls,
      throttles: summary.throttles,
      accounts: statusCounts(summary),
      ...(summary.unlisted && { unlisted: summary.unlisted }),
    }),
  };
  context.print(record, runView);
}

const runView: DocumentView<RunRecord> = {
  tables: () => [],
  text: ({ folder }) => `${folder}\n`,
  rows: ({ type, accounts, unlisted, ...columns }) => [{ ...columns, ...accounts }],
};

export function printRunPlan(plan: Plan, context: CommandContext): CommandResult {
  const document: PlanDocument = { type: 'plan', targets: planRecords(plan) };
  context.print(document, planDocumentView);
  return planResult(plan);
}

const planDocumentView: DocumentView<PlanDocument> = {
  tables: ({ targets }) => planView.tables(targets),
  rows: ({ targets }) => targets.map(({ type, ...columns }) => columns),
};

/** `1,204 records; accounts: 12 complete, 0 partial, 1 failed, 2 skipped; 310 calls, 0 throttled`. */
export function runSummaryText(summary: RunSummary): string {
  const { records, calls, throttles, unlisted = [] } = summary;
  const statuses = Object.entries(statusCounts(summary)).map(
    ([status, number]) => `${number} ${status}`,
  );
  const missing = unlisted.map(({ service, type }) => `${service} ${type}`).join(', ');
  const note = missing === '' ? '' : `; not listed by any account: ${missing}`;
  return `${count(records, 'record')}; accounts: ${statuses.join(', ')}; ${count(calls, 'call')}, ${throttles} throttled${note}`;
}

function statusCounts({ accounts }: RunSummary) {
  const number = (status: string) => accounts.filter((account) => account.status === status).length;
  return {
    complete: number('complete'),
    partial: number('partial'),
    failed: number('failed'),
    skipped: number('skipped'),
  };
}
