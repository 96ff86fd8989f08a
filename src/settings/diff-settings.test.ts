import { expect, test } from 'vitest';
import { goodSettings } from '../testing/settings-texts.ts';
import { diffAccounts, diffSettings } from './diff-settings.ts';

const [unit, other] = ['ou-ab12-11111111', 'ou-ab12-22222222'];

const before = () =>
  goodSettings(`metering: {transactions_ttl_in_seconds: 900}
organizational_units:
  - identifier: ${unit}
    account_tags: {a: old, gone: x}
accounts:
  - identifier: "111111111111"
  - identifier: "222222222222"
`);

const after = () =>
  goodSettings(
    `metering: {transactions_ttl_in_seconds: 900}
features: {with_arm_architecture: true}
organizational_units:
  - identifier: ${unit}
    account_tags: {a: new, come: y}
  - identifier: ${other}
    nested: true
accounts:
  - identifier: "222222222222"
`,
    { 'purge.yaml': 'version: 0.2 # changed\n' },
  );

const changes = [
  { path: 'account_tags.a', before: 'old', after: 'new' },
  { path: 'account_tags.gone', before: 'x' },
  { path: 'account_tags.come', after: 'y' },
];

test('settings are compared value by value', async () => {
  const diff = diffSettings(await before(), await after());

  expect(diff.sections).toEqual([
    {
      path: 'worker.purge_buildspec_template_file',
      before: { path: 'purge.yaml', text: 'version: 0.2\n' },
      after: { path: 'purge.yaml', text: 'version: 0.2 # changed\n' },
    },
    { path: 'features.with_arm_architecture', before: false, after: true },
  ]);
  expect(diff.items.map(({ kind, id, change }) => [kind, id, change])).toEqual([
    ['organizational unit', unit, 'changed'],
    ['organizational unit', other, 'added'],
    ['account', '111111111111', 'removed'],
  ]);
  expect(diff.items[0]?.changes).toEqual(changes);
});

test('equal settings have no differences', async () => {
  const flattened = await goodSettings('automation_region: eu-west-1\n');
  const nested = await goodSettings(
    'environment: {identifier: SpaBeta}\nautomation_region: "eu-west-1"\n',
  );

  expect(diffSettings(flattened, nested)).toEqual({ sections: [], items: [] });
});

test('an account changes with its unit, is added, is removed, or stays as it is', async () => {
  const places = [
    { id: '111111111111', parents: ['r-ab12', unit] },
    { id: '222222222222', parents: ['r-ab12', unit] },
    { id: '333333333333', parents: ['r-ab12', unit] },
    { id: '444444444444', parents: ['r-ab12', other, 'ou-ab12-33333333'] },
    { id: '555555555555', parents: ['r-ab12'] },
  ];

  const found = diffAccounts(await before(), await after(), places);

  expect(found.map(({ changes: _, ...account }) => account)).toEqual([
    { id: '111111111111', change: 'changed', from: '111111111111', to: unit },
    { id: '333333333333', change: 'changed', from: unit, to: unit },
    { id: '444444444444', change: 'added', to: other },
  ]);
  expect(found[1]?.changes).toEqual(changes);
});
