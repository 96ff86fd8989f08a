/** How a statement looks on a terminal. */

import type { Balance, CostStatement } from '../../../reports/statement/statement.ts';
import { statementBalances } from '../../../reports/statement/statement.ts';
import type { TableData } from '../../output/table.ts';

export function statementTable(statement: CostStatement): TableData {
  return {
    title: `Statement of ${statement.month}${statement.estimated ? ' (estimated)' : ''}`,
    heads: ['Report', 'Currency', 'Organization', 'Rows', 'No account', 'Difference'],
    rows: statementBalances(statement).map(({ report, balance }) => [report, ...cellsOf(balance)]),
  };
}

function cellsOf(balance: Balance): readonly string[] {
  const { currency, organization, rows, unattributed, difference } = balance;
  return [currency, organization, rows, unattributed, difference];
}
