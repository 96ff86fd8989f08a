/** How the explanation of an account looks: a fact on a line. */

import type { AccountExplanation } from '../../../../lifecycle/engine/explain.ts';
import type { DocumentView } from '../../../output/printer.ts';
import { shortTime } from '../time-text.ts';

export const explanationView: DocumentView<AccountExplanation> = {
  tables: (explanation) => [{ heads: ['Fact', 'Value'], rows: factsOf(explanation), wraps: true }],
  rows: (explanation) => factsOf(explanation).map(([fact, value]) => ({ fact, value })),
};

function factsOf(explanation: AccountExplanation): readonly (readonly [string, string])[] {
  const { observation, state, decision, item, windows, shadow } = explanation;
  const { account, transaction, work, build } = observation;
  const facts: Readonly<Record<string, string | undefined>> = {
    Account: [account.id, account.name, account.email].filter(Boolean).join(', '),
    'OUs above': account.parents.join(' / '),
    'Settings entry': item ?? 'none: the account is not managed',
    State: state ?? 'none',
    'Last reported state': shadow?.last_state,
    Transaction:
      transaction && `${transaction.transaction}, since ${timeText(transaction.begin * 1000)}`,
    Build: build && `${build.id}, ${build.status}`,
    'Last failure': work?.failed?.reason,
    Reason: decision.why,
    Rule: decision.rule,
    Next: nextStep(explanation),
    Deadline: work && timeText(work.deadline),
    'Window opens': windows.map(shortTime).join(', '),
  };
  return Object.entries(facts).flatMap(([fact, value]) => (value ? [[fact, value] as const] : []));
}

function nextStep({ decision: { action } }: AccountExplanation): string {
  switch (action.do) {
    case 'wait':
      return 'nothing, until an event arrives or the deadline passes';
    case 'forget':
      return 'its record is deleted';
    case 'enter':
      return `it becomes ${action.state}`;
    case 'arrive':
      return 'its state is published, and it leaves the state';
    case 'retag':
      return `its tags ${Object.keys(action.set).join(', ')} are corrected`;
    case 'build':
      return `${action.purpose} is started`;
    case 'report-late':
      return `it is published that the ${action.purpose} takes long`;
    case 'report-state':
      return 'its unknown state is published';
    case 'report-build':
      return 'the failure of the build is published';
    case 'finish':
      return 'its transaction ends';
    case 'fail':
      return `its transaction fails, and is retried after ${timeText(action.retryAt)}`;
  }
}

function timeText(ms: number): string {
  return shortTime(new Date(ms).toISOString());
}
