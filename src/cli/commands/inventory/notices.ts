/** What the reader of an inventory must know before relying on it. */

import type { AccountOnDisk, RunOnDisk } from '../../../inventory/read/run-on-disk.ts';
import type { CommandContext } from '../../command-context.ts';
import { count } from '../../output/text.ts';

/** Prints which accounts are incomplete. A warning: it is printed with `--quiet` too. */
export function printGaps(runs: readonly RunOnDisk[], context: CommandContext): void {
  printUnfinished(runs, context);
  const gaps = gapsOf(runs.flatMap(({ accounts }) => accounts));
  if (gaps !== undefined) context.warn(`${gaps}: see the view gaps`);
}

export function printUnfinished(runs: readonly RunOnDisk[], context: CommandContext): void {
  for (const { runId, isFinished } of runs) {
    if (isFinished) continue;
    context.warn(`run ${runId} is not finished: it has gaps that are not recorded`);
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
