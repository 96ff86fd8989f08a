/** Tells how a run on a cluster goes: a bar or lines, and a line for each account that failed. */

import type { AccountJobResult } from '../../inventory/orchestrate/job-result.ts';
import { type OrchestrateOptions, orchestrate } from '../../inventory/orchestrate/orchestrate.ts';
import type { RunJobsEvent } from '../../inventory/orchestrate/run-jobs.ts';
import type { RunSummary } from '../../inventory/record.ts';
import type { Io } from '../io.ts';
import { count, oneLine } from '../output/text.ts';
import { startProgress } from '../progress/progress.ts';

/** Answers the summary that is in the bucket by then. */
export async function followRun(options: OrchestrateOptions, io: Io): Promise<RunSummary> {
  const progress = startProgress(options.accounts.length, io);
  const say = (line: string) => progress.around(() => io.stderr.write(`${line}\n`));
  const sums = { done: 0, failed: 0, records: 0 };
  const onEvent = teller(say);
  try {
    const running = orchestrate({ ...options, onEvent });
    for (;;) {
      const next = await running.next();
      if (next.done) return next.value;
      const { line } = next.value;
      sums[line.status === 'failed' ? 'failed' : 'done']++;
      sums.records += line.records;
      if (line.status !== 'complete') say(sentence(next.value));
      progress.update({ ...sums, note: count(sums.records, 'record') });
    }
  } finally {
    progress.stop();
  }
}

const nobodyListed =
  "what is the same in every account (AWS's own policies) was listed by nobody: whoever was to do it has failed";

/** A cluster that is full says so again and again. */
function teller(say: (line: string) => void): (event: RunJobsEvent) => void {
  let said: string | undefined;
  return (event) => {
    if (event.event === 'created') said = undefined;
    if (event.event === 'once-missing') say(nobodyListed);
    if (event.event !== 'no-room' || event.message === said) return;
    said = event.message;
    say(`the cluster has no room for more Jobs and is asked again: ${oneLine(said)}`);
  };
}

function sentence({ line, detail }: AccountJobResult): string {
  const { accountId, accountName, status, gaps, reason = '' } = line;
  const who = accountName === undefined ? accountId : `${accountId} (${oneLine(accountName)})`;
  if (status === 'partial') return `${who}: partial, ${count(gaps, 'gap')}`;
  return `${who}: ${status}, ${oneLine(detail || reason)}`;
}
