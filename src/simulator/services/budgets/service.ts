/** AWS Budgets: definitions, the spend that counts towards them, and notifications. */

import { defineService, type FindPermissions } from '../../service.ts';
import { budgetHandlers } from './budgets.ts';
import { notificationHandlers } from './notifications.ts';

/** Two actions for budgets and their notifications; tags have their own. */
const permissions: FindPermissions = (operation, input, { world, caller }) => {
  if (!(operation in budgetHandlers) && !(operation in notificationHandlers)) return undefined;
  const { ResourceARN, BudgetName, Budget, NewBudget } = input;
  if (typeof ResourceARN === 'string') {
    return [{ action: `budgets:${operation}`, resource: ResourceARN }];
  }
  const action = operation.startsWith('Describe') ? 'budgets:ViewBudget' : 'budgets:ModifyBudget';
  const name = [BudgetName, nameOf(Budget), nameOf(NewBudget)].find(
    (one) => typeof one === 'string',
  );
  const arn = `arn:${world.partition.name}:budgets::${caller.accountId}:budget/${name ?? '*'}`;
  return [{ action, resource: arn }];
};

function nameOf(budget: unknown): unknown {
  return typeof budget === 'object' && budget !== null && 'BudgetName' in budget
    ? budget.BudgetName
    : undefined;
}

export const budgetsService = defineService({
  name: 'budgets',
  operations: { ...budgetHandlers, ...notificationHandlers },
  permissions,
});
