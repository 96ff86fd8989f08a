import { expect, test } from 'vitest';
import { scheduleOf } from '../../settings/schedule-of.ts';
import { noon, observation } from '../../testing/observation.ts';
import { goodSettings } from '../../testing/settings-texts.ts';
import { bySchedule } from './open-windows.ts';

test('accounts without a window of their own or a common one are under no schedule', async () => {
  const settings = await goodSettings(`accounts:
  - identifier: "111111111111"
  - identifier: "222222222222"
    schedule: {maintenance_window_expression: rate(7 days)}
`);
  const automation = { ...settings.automation, maintenanceWindowExpression: undefined };
  const { account } = observation();
  const accounts = [...settings.accounts.values()].map((item) => ({
    account: { ...account, id: item.identifier },
    item,
    row: undefined,
  }));

  expect(bySchedule({ ...settings, automation }, { at: noon, accounts, orphans: [] })).toEqual([
    { schedule: scheduleOf(accounts[1]?.item, settings), accounts: [accounts[1]] },
  ]);
});
