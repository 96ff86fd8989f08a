/** Budgets of one account: they are global and belong to the account. */

import { randomFrom } from '../../../model/random.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import { perAccount } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import type { Budget } from './budget.ts';
import { inFull } from './definition.ts';

export const budgetsOf = perAccount(
  (world: World, account: SimulatedAccount): Map<string, Budget> =>
    new Map(seedBudgets(world, account).map((budget) => [budget.name, budget])),
);

/** The budget that a seeded account may have from the start. */
function seedBudgets(world: World, account: SimulatedAccount): readonly Budget[] {
  const random = randomFrom(world.seed, account.id, 'budgets');
  if (!account.seeded || random.chance(0.5)) return [];
  const name = 'monthly-costs';
  const limit = { Amount: `${100 * (1 + random.integer(10))}.0`, Unit: 'USD' };
  const definition = inFull(
    { BudgetName: name, TimeUnit: 'MONTHLY', BudgetType: 'COST', BudgetLimit: limit },
    account.joinedAt,
  );
  return [{ name, definition, updatedAt: account.joinedAt, notifications: [], tags: new Map() }];
}
