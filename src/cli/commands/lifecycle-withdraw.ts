/** `flotilla lifecycle withdraw`: takes away what was put into accounts, after showing it. */

import { classify } from '../../aws/failures.ts';
import type { Session } from '../../aws/session.ts';
import type { ResourceChange } from '../../converge/change.ts';
import { fanOut } from '../../fleet/fan-out.ts';
import {
  type BaselineRemoval,
  planBaselineRemoval,
  removeBaseline,
} from '../../lifecycle/baseline/remove-baseline.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { consents } from '../lifecycle/consent.ts';
import { type LifecycleGiven, withLifecycle } from '../lifecycle/open.ts';
import { selectManaged } from '../lifecycle/select-managed.ts';
import type { Format } from '../options/output.ts';
import { createPrinter } from '../output/printer.ts';
import { count } from '../output/text.ts';
import { changeView } from '../print/change-view.ts';

export interface WithdrawGiven extends LifecycleGiven {
  readonly output: Format;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/** Accounts at once. */
const concurrency = 10;

export async function lifecycleWithdraw(given: WithdrawGiven, io: Io): Promise<ExitCode> {
  return withLifecycle(given, io, async (lifecycle) => {
    const ids = (await selectManaged(lifecycle, given)).map(({ known }) => known.id);
    const plan = await inAll({ lifecycle, io }, ids, planBaselineRemoval);
    const printer = createPrinter(given.output, changeView, io);
    for (const change of plan.changes) printer.write(change);
    printer.end();
    const { length: number } = plan.changes;
    if (given.dryRun || number === 0) return ended(plan, 'would be taken away', io);
    const question = `Take away ${count(number, 'resource')} in ${count(ids.length, 'account')}?`;
    if (!(await consents({ yes: given.yes, question }, io))) return exitCode.refused;
    return ended(await inAll({ lifecycle, io }, ids, removeBaseline), 'taken away', io);
  });
}

interface Taken {
  readonly changes: readonly (ResourceChange & { readonly accountId: string })[];
  /** Accounts that could not be read, or in which something was refused. */
  readonly failed: number;
}

interface Around {
  readonly lifecycle: Lifecycle;
  readonly io: Io;
}

type Work = (session: Session, settings: Lifecycle['settings']) => Promise<BaselineRemoval>;

async function inAll(
  { lifecycle, io }: Around,
  ids: readonly string[],
  work: Work,
): Promise<Taken> {
  const changes: (ResourceChange & { accountId: string })[] = [];
  let failed = 0;
  const run = fanOut(ids, (id) => work(lifecycle.enter(id), lifecycle.settings), {
    concurrency,
    order: 'input',
    signal: io.signal,
  });
  for await (const settled of run) {
    const accountId = settled.item;
    if (settled.status === 'done') {
      changes.push(...settled.value.changes.map((change) => ({ ...change, accountId })));
      continue;
    }
    failed++;
    const reason =
      settled.status === 'failed' ? classify(settled.error) : { message: settled.reason, code: '' };
    io.stderr.write(`${accountId}: ${reason.message} ${reason.code}\n`);
  }
  return { changes, failed };
}

function ended({ changes, failed }: Taken, what: string, io: Io): ExitCode {
  const told = failed > 0 ? `, ${count(failed, 'account')} failed` : '';
  io.stderr.write(`${count(changes.length, 'resource')} ${what}${told}\n`);
  return failed > 0 ? exitCode.someFailed : exitCode.done;
}
