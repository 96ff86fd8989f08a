/** Follows a run on a cluster: counts its accounts, and prints a line for each that is not complete. */

import type { AccountJobResult } from '../../../../inventory/orchestrate/job-result.ts';
import {
  type OrchestrateOptions,
  orchestrate,
} from '../../../../inventory/orchestrate/orchestrate.ts';
import type { RunJobsEvent } from '../../../../inventory/orchestrate/run-jobs.ts';
import type { RunSummary } from '../../../../inventory/record.ts';
import type { CommandContext } from '../../../command-context.ts';
import { count, oneLine } from '../../../output/text.ts';
import type { Tally } from '../../../tally.ts';

/** Returns the summary, which is in the bucket by then. Undefined after an interruption: the Jobs continue. */
export async function followRun(
  options: OrchestrateOptions,
  context: CommandContext,
): Promise<RunSummary | undefined> {
  const tally = context.startTally(options.accounts.length);
  const onEvent = eventPrinter(tally, context);
  const running = orchestrate({ ...options, onEvent });
  let records = 0;
  try {
    for (;;) {
      const next = await running.next();
      if (next.done) return next.value;
      const { line } = next.value;
      records += line.records;
      tally.settle(line.accountId, line.status === 'failed' ? 'failed' : 'done');
      tally.note(count(records, 'record'));
      if (line.status !== 'complete') context.warn(resultText(next.value));
    }
  } catch (error) {
    if (!context.signal.aborted) throw error;
    return undefined;
  }
}

const onceMissing =
  "what is the same in every account (AWS's own policies) was not listed: the accounts that were to list it have failed";

/** A cluster that is full reports it again and again. */
function eventPrinter(tally: Tally, { warn }: CommandContext): (event: RunJobsEvent) => void {
  let printed: string | undefined;
  return (event) => {
    if (event.event === 'created') printed = undefined;
    if (event.event === 'created' || event.event === 'found') tally.start(event.account.id);
    if (event.event === 'once-missing') warn(onceMissing);
    if (event.event !== 'no-room' || event.message === printed) return;
    printed = event.message;
    warn(`the cluster has no room for more Jobs; trying again: ${oneLine(printed)}`);
  };
}

function resultText({ line, detail }: AccountJobResult): string {
  const { accountId, accountName, status, gaps, reason = '' } = line;
  const who = accountName === undefined ? accountId : `${accountId} (${oneLine(accountName)})`;
  if (status === 'partial') return `${who}: partial, ${count(gaps, 'gap')}`;
  return `${who}: ${status}, ${oneLine(detail || reason)}`;
}
