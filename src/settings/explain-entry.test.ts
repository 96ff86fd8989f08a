import { expect, test } from 'vitest';
import { readBelow } from '../testing/settings-texts.ts';
import { explainAccount, explainUnit, type ReadSettings } from './explain-entry.ts';

const [unit, nested] = ['ou-ab12-11111111', 'ou-ab12-22222222'];

async function settings(): Promise<ReadSettings> {
  const read = await readBelow(`organizational_units:
  - identifier: ${unit}
    account_tags: {a: unit}
  - identifier: ${nested}
    nested: true
    schedule: {time_zone: Europe/Paris}
accounts:
  - identifier: "111111111111"
    note: own
`);
  if ('settings' in read) return read;
  throw new Error('the settings are good');
}

const at = (line: number, column: number) => ({ file: 'settings.yaml', line, column });
const window = {
  path: 'automation.maintenance_window_expression',
  value: 'cron(0 18 ? * SAT *)',
  origin: { kind: 'section', at: at(2, 34) },
};
const builtIn = { kind: 'built-in' };
const common = [
  { path: 'deadlines.on_boarding_seconds', value: 10_800, origin: builtIn },
  { path: 'deadlines.maintenance_seconds', value: 10_800, origin: builtIn },
  { path: 'regions', value: [], origin: builtIn },
];
const before = [
  { path: 'unset_tags', value: [], origin: builtIn },
  { path: 'preparation.feature', value: 'disabled', origin: builtIn },
  { path: 'purge.feature', value: 'disabled', origin: builtIn },
];

test("an account's own entry wins over its unit's, and shows the origin of each value", async () => {
  expect(explainAccount(await settings(), { id: '111111111111', parents: [unit] })).toEqual({
    item: { kind: 'account', id: '111111111111' },
    values: [
      { path: 'note', value: 'own', origin: { kind: 'item', at: at(15, 11) } },
      ...before,
      ...common,
      { path: 'nested', value: false, origin: builtIn },
      window,
    ],
  });
});

test('an account without an entry uses that of its unit', async () => {
  const explained = explainAccount(await settings(), { id: '222222222222', parents: [unit] });

  expect(explained?.item).toEqual({ kind: 'organizational unit', id: unit });
  expect(explained?.values[0]).toEqual({
    path: 'account_tags.a',
    value: 'unit',
    origin: { kind: 'item', at: at(9, 23) },
  });
});

test('a unit above applies only if it is nested, and a schedule falls back to the common window', async () => {
  const read = await settings();

  expect(explainUnit(read, { id: 'ou-ab12-33333333', parents: [unit] })).toBeUndefined();
  expect(explainUnit(read, { id: 'ou-ab12-33333333', parents: ['r-ab12', nested] })).toEqual({
    item: { kind: 'organizational unit', id: nested },
    values: [
      ...before,
      { ...window, path: 'schedule.maintenance_window_expression' },
      {
        path: 'schedule.time_zone',
        value: 'Europe/Paris',
        origin: { kind: 'item', at: at(12, 27) },
      },
      { path: 'schedule.blackout_dates', value: [], origin: builtIn },
      ...common,
      { path: 'nested', value: true, origin: { kind: 'item', at: at(11, 13) } },
    ],
  });
});
