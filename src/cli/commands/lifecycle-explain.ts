/** `flotilla lifecycle explain`: why an account is where it is, and what comes next. */

import { type AccountExplanation, explain } from '../../lifecycle/account/explain.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { expectAccountId, type LifecycleGiven, withLifecycle } from '../lifecycle/open.ts';
import { printReport } from '../output/report.ts';
import type { TableData } from '../output/table.ts';
import { shortTime } from '../print/lifecycle-status-view.ts';

export interface ExplainGiven extends LifecycleGiven {
  readonly output: 'table' | 'json';
}

export async function lifecycleExplain(
  accountId: string,
  given: ExplainGiven,
  io: Io,
): Promise<ExitCode> {
  const id = expectAccountId(accountId);
  const explanation = await withLifecycle(given, io, (lifecycle) => explain(lifecycle, id));
  printReport(explanation, { format: given.output, tables: explanationTables }, io);
  return exitCode.done;
}

function explanationTables(explanation: AccountExplanation): readonly TableData[] {
  const { observation, state, decision, item, windows, shadow } = explanation;
  const { account, transaction, work, build } = observation;
  const facts: Readonly<Record<string, string | undefined>> = {
    Account: [account.id, account.name, account.email].filter(Boolean).join(', '),
    'Lies under': account.parents.join(' / '),
    'Settings of': item ?? 'nothing: it is not managed',
    State: state ?? 'none',
    'Last told': shadow?.last_state,
    Transaction:
      transaction && `${transaction.transaction}, since ${time(transaction.begin * 1000)}`,
    Build: build && `${build.id}, ${build.status}`,
    'Last failure': work?.failed?.reason,
    Why: decision.why,
    Rule: decision.rule,
    'What comes next': next(explanation),
    'Looked at again by': work && time(work.deadline),
    'Window opens': windows.map(shortTime).join(', ') || undefined,
  };
  const rows = Object.entries(facts).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  return [{ heads: ['Fact', 'Value'], rows, wraps: true }];
}

function next({ decision: { action } }: AccountExplanation): string {
  switch (action.do) {
    case 'wait':
      return 'nothing, until something happens';
    case 'forget':
      return 'what is written down about it is forgotten';
    case 'enter':
      return `it becomes ${action.state}`;
    case 'arrive':
      return 'that it is in its state is told, and it leaves it';
    case 'retag':
      return `its tags ${Object.keys(action.set).join(', ')} are put right`;
    case 'build':
      return `${action.purpose} is started`;
    case 'report-build':
      return 'people are told that the build did not end well';
    case 'finish':
      return 'its transaction ends';
    case 'fail':
      return `its transaction fails, and is tried again after ${time(action.retryAt)}`;
  }
}

function time(ms: number): string {
  return shortTime(new Date(ms).toISOString());
}
