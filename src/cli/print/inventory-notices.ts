/** What a reader of an inventory has to know before believing it. */

import type { AccountOnDisk, RunOnDisk } from '../../inventory/read/run-on-disk.ts';
import type { Io } from '../io.ts';
import { count } from '../output/text.ts';

type Told = Pick<Io, 'stderr'>;

export function tellGaps(runs: readonly RunOnDisk[], { stderr }: Told): void {
  tellUnfinished(runs, { stderr });
  const gaps = gapsOf(runs.flatMap(({ accounts }) => accounts));
  if (gaps !== undefined) stderr.write(`${gaps}: see the view gaps\n`);
}

export function tellUnfinished(runs: readonly RunOnDisk[], { stderr }: Told): void {
  for (const { runId, isFinished } of runs) {
    if (isFinished) continue;
    stderr.write(`run ${runId} is not finished: there are gaps that nothing tells about\n`);
  }
}

const sentences = {
  partial: ['is partial', 'are partial', 'partial'],
  failed: ['failed', 'failed', 'failed'],
  skipped: ['was skipped', 'were skipped', 'skipped'],
  unfinished: ['is unfinished', 'are unfinished', 'unfinished'],
} as const;

/** `3 accounts are partial, 1 failed`. */
function gapsOf(accounts: readonly AccountOnDisk[]): string | undefined {
  const statuses = Object.keys(sentences) as (keyof typeof sentences)[];
  const parts: string[] = [];
  for (const status of statuses) {
    const number = accounts.filter((account) => account.status === status).length;
    if (number === 0) continue;
    const [one, several, more] = sentences[status];
    const verb = number === 1 ? one : several;
    parts.push(parts.length === 0 ? `${count(number, 'account')} ${verb}` : `${number} ${more}`);
  }
  return parts.length === 0 ? undefined : parts.join(', ');
}
