/** How the explanation of an account looks: a fact on a line. */

import type { AccountExplanation } from '../../../../lifecycle/engine/explain.ts';
import type { DocumentView } from '../../../output/printer.ts';
import { nextStep } from '../next-step.ts';
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
    Next: nextStep(decision),
    Deadline: work && timeText(work.deadline),
    'Window opens': windows.map(shortTime).join(', '),
  };
  return Object.entries(facts).flatMap(([fact, value]) => (value ? [[fact, value] as const] : []));
}

function timeText(ms: number): string {
  return shortTime(new Date(ms).toISOString());
}
