/** Budgets of one account: they are global and belong to the account. */

import type { SimulatedAccount } from '../../world/account.ts';
import { perAccount } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import type { Budget } from './budget.ts';
import { seedBudgets } from './seed-budgets.ts';
export const budgetsOf = perAccount(
  (world: World, account: SimulatedAccount): Map<string, Budget> =>
    new Map(seedBudgets(world, account).map((budget) => [budget.name, budget])),
);
