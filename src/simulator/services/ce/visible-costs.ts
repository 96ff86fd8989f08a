/** The costs that a caller sees: the payer those of all accounts, a member its own. */

import { costsOf } from '../../costs/cost-book.ts';
import type { CostSeries } from '../../costs/cost-series.ts';
import type { CallContext } from '../../service.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import { activeTagsOf } from './allocation-tags.ts';
import { type CostFacts, type Expression, matches } from './expression.ts';

export interface VisibleCost {
  readonly series: CostSeries;
  readonly facts: CostFacts;
}

/** Costs that match the filter; those of excluded accounts are not even made. */
export function* visibleCosts(
  context: CallContext,
  filter: Expression | undefined,
): Generator<VisibleCost> {
  for (const account of visibleAccounts(context)) {
    const tags = activeTagsOf(context.world, account);
    const ofAccount = { dimensions: { LINKED_ACCOUNT: account.id }, tags };
    if (filter && matches(filter, ofAccount) === false) continue;
    for (const series of costsOf(context.world, account)) {
      const facts = { dimensions: dimensionsOf(series), tags };
      if (!filter || matches(filter, facts)) yield { series, facts };
    }
  }
}

function visibleAccounts({ world, caller }: CallContext): readonly SimulatedAccount[] {
  const { accounts, managementAccountId } = world.organization;
  if (caller.accountId === managementAccountId) return accounts;
  return accounts.filter(({ id }) => id === caller.accountId);
}

function dimensionsOf(series: CostSeries): Readonly<Record<string, string>> {
  return {
    LINKED_ACCOUNT: series.accountId,
    SERVICE: series.service,
    USAGE_TYPE: series.usageType,
    RECORD_TYPE: series.recordType,
    REGION: series.region,
  };
}
