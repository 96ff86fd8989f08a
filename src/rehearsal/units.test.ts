import { expect, test } from 'vitest';
import type { EntrySettings } from '../settings/settings.ts';
import { populate } from './people.ts';
import { openRehearsalEnvironment } from './rehearsal-environment.ts';
import { seededRandom } from './seeded-random.ts';
import { rehearsalSettings, sandboxes } from './settings.ts';

test('OUs are nested, every other one below the one before it, and accounts are in all of them', async () => {
  const base = rehearsalSettings();
  const entry = base.organizationalUnits.get(sandboxes) as EntrySettings;
  const entries = [
    entry,
    { ...entry, identifier: 'ou-demo-22222222', nested: true },
    { ...entry, identifier: 'ou-demo-33333333' },
  ].map((one) => [one.identifier, one] as const);
  const settings = { ...base, organizationalUnits: new Map(entries) };
  const environment = await openRehearsalEnvironment({ seed: 1, settings });
  const accounts = populate(environment, 8, seededRandom(1));

  const { organization, units } = environment;
  const [root, top] = units[0]?.path ?? [];
  const below = units[2]?.id ?? '';
  expect(units.map(({ path }) => path)).toEqual([
    [root, top, sandboxes],
    [root, top, sandboxes, 'ou-demo-22222222'],
    [root, top, sandboxes, 'ou-demo-22222222', below],
    [root, top, 'ou-demo-33333333'],
  ]);
  const parents = [...accounts.keys()].map((id) => organization.account(id).parents);
  expect(parents).toEqual([...units, ...units].map(({ path }) => path));
});
