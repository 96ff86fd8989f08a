/** The costs that a caller sees: the payer those of all accounts, a member its own. */

import { costsOf } from '../../costs/cost-book.ts';
import type { CostSeries } from '../../costs/cost-series.ts';
import type { CallContext } from '../../service.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import type { World } from '../../world/world.ts';
import { activeTagsOf } from './allocation-tags.ts';
import { type CostFacts, type Expression, matches } from './expression.ts';

export interface VisibleCost {
  readonly series: CostSeries;
  readonly facts: CostFacts;
}

export interface CostViewer {
  readonly world: World;
  readonly accountId: string;
}

export function viewerOf({ world, caller }: CallContext): CostViewer {
  return { world, accountId: caller.accountId };
}

/** Costs that match the filter; those of excluded accounts are not even made. */
export function* visibleCosts(
  { world, accountId }: CostViewer,
  filter: Expression | undefined,
): Generator<VisibleCost> {
  for (const account of visibleAccounts(world, accountId)) {
    const tags = activeTagsOf(world, account);
    const ofAccount = { dimensions: { LINKED_ACCOUNT: account.id }, tags };
    if (filter && matches(filter, ofAccount) === false) continue;
    for (const series of costsOf(world, account)) {
      const facts = { dimensions: dimensionsOf(series), tags };
      if (!filter || matches(filter, facts)) yield { series, facts };
    }
  }
}

function visibleAccounts(world: World, accountId: string): readonly SimulatedAccount[] {
  const { accounts, managementAccountId } = world.organization;
  if (accountId === managementAccountId) return accounts;
  const own = world.accounts.get(accountId);
  return own ? [own] : [];
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
