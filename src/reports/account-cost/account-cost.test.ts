import { expect, test } from 'vitest';
import { accountIds, openCostEnvironment } from '../../testing/cost-environment.ts';
import { describeWorkbook } from '../../testing/golden.ts';
import { costExplorer } from '../costs/cost-explorer.ts';
import { accountCostCsv, accountCostObject, readAccountCost } from './account-cost.ts';

test('the cost of one account has its services of this month, with today, and a total that is a formula', async () => {
  const env = await openCostEnvironment();
  env.organization.addCost({
    account: accountIds.alpha,
    day: '2026-04-13',
    amount: '0.005',
    service: 'AWS Lambda',
  });

  const { key, body } = await accountCostObject(env.lifecycle, accountIds.alpha);

  expect(key).toBe(
    'SpaReports/Exceptions/111111111111/2026/2026-04-111111111111-cost-and-usage.xlsx',
  );
  expect(
    await describeWorkbook(Buffer.from(body)),
  ).toBe(`title: Costs of account 111111111111, 2026-04
description: Charges of the account until 2026-04-14, from Cost Explorer.
widths: 7 12 38 12
created: 2026-04-14T02:42:00.000Z
1 () A Month | B Account | C Service | D Amount (USD)
2 () A 2026-04 | B 111111111111 | C AWS Lambda | D 0.01 [# ##0.00]
3 () A 2026-04 | B 111111111111 | C Amazon Elastic Compute Cloud - Compute | D 1000 [# ##0.00]
4 () C TOTAL | D =SUM(D2:D3) -> 1000.01 [# ##0.00]
`);
});

test('on the first day of a month there is a report as well', async () => {
  const env = await openCostEnvironment();
  const options = { accountId: accountIds.gamma, now: Date.UTC(2026, 3, 1, 0, 5) };

  const cost = await readAccountCost(costExplorer(env.lifecycle), options);

  expect(accountCostCsv(cost)).toBe('Month,Account,Service,Amount (USD)\r\n,,TOTAL,0.0\r\n');
});

test('a past month is complete, and other accounts are not in it', async () => {
  const env = await openCostEnvironment();
  const options = { accountId: accountIds.gamma, month: '2026-03', now: env.clock.now() };

  const cost = await readAccountCost(costExplorer(env.lifecycle), options);

  expect(accountCostCsv(cost)).toBe(
    'Month,Account,Service,Amount (USD)\r\n2026-03,333333333333,Amazon Elastic Compute Cloud - Compute,7.78\r\n,,TOTAL,7.78\r\n',
  );
});
