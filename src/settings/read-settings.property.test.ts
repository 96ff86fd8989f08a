/** Properties of all settings: valid settings are read as written, and no invalid value passes or crashes. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import {
  goodSettings,
  problemsOf,
  readBelow,
  readTexts,
  smallestSettings,
} from '../testing/settings-texts.ts';
import type { Settings } from './settings.ts';

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** Texts in quotes, so that they stay texts. */
function written(value: unknown): string {
  return stringify(value, { version: '1.1', defaultStringType: 'QUOTE_DOUBLE', lineWidth: 0 });
}

const tagText = fc.stringMatching(/^[A-Za-z0-9_.:/=+@ -]{0,12}$/);
const key = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9_:.-]{0,8}$/)
  .filter((text) => !/^aws:/i.test(text) && !/^account-(state|holder)$/.test(text));
const tags = fc.dictionary(key, tagText, { maxKeys: 3, noNullPrototype: true });
const variables = fc.dictionary(key, fc.string(), { maxKeys: 3, noNullPrototype: true });
const build = fc.record({ feature: fc.constantFrom('enabled', 'disabled'), variables });

const body = fc.record(
  {
    note: fc.string({ minLength: 1 }),
    account_tags: tags,
    unset_tags: fc.array(key, { maxLength: 3 }),
    preparation: build,
    purge: build,
    regions: fc.array(fc.constantFrom('eu-west-1', 'us-east-1'), { maxLength: 2 }),
    policies: fc.record({ released: fc.constant(['p-12345678']) }),
  },
  { requiredKeys: [] },
);
type Body = typeof body extends fc.Arbitrary<infer T> ? T : never;

const ids = fc.uniqueArray(fc.stringMatching(/^\d{12}$/), { maxLength: 5 });

/** The precedence as the guide describes it, in three lines. */
function merged(identifier: string, base: Body, own: Body) {
  const builds = (name: 'preparation' | 'purge') => ({
    feature: own[name]?.feature ?? base[name]?.feature ?? 'disabled',
    variables: { ...base[name]?.variables, ...own[name]?.variables },
  });
  const note = own.note ?? base.note;
  return {
    identifier,
    ...(note !== undefined && { note }),
    accountTags: { ...base.account_tags, ...own.account_tags },
    unsetTags: own.unset_tags ?? base.unset_tags ?? [],
    preparation: builds('preparation'),
    purge: builds('purge'),
    nested: false,
    policies: own.policies ?? base.policies ?? {},
    deadlines: { onBoardingSeconds: 10_800, maintenanceSeconds: 10_800 },
    regions: own.regions ?? base.regions ?? [],
  };
}

test('settings are read as written', async () => {
  await fc.assert(
    fc.asyncProperty(body, ids, fc.array(body), async (defaults, identifiers, bodies) => {
      const own = identifiers.map((identifier, index) => ({ identifier, ...bodies[index] }));

      const { accounts } = await goodSettings(written({ defaults, accounts: own }));

      expect([...accounts.values()]).toEqual(
        own.map(({ identifier, ...rest }) => merged(identifier, defaults, rest)),
      );
    }),
    { numRuns: 60 },
  );
});

test('the order of the sections makes no difference', async () => {
  const sections = {
    environment_identifier: 'SpaDemo',
    metering: { transactions_ttl_in_seconds: 900 },
    reporting: { costs_prefix: 'x' },
    features: { with_tag_prefix: 'spa:' },
    defaults: { account_tags: { a: 'b' } },
    accounts: [{ identifier: '111111111111' }],
  };
  const expected = await goodSettings(written(sections));
  const names = Object.keys(sections) as (keyof typeof sections)[];

  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(names, { minLength: names.length }), async (order) => {
      const text = order.map((name) => written({ [name]: sections[name] })).join('');
      expect(await readTexts({ 'settings.yaml': `${text}${smallestSettings}` })).toHaveProperty(
        'settings',
        expected satisfies Settings,
      );
    }),
    { numRuns: 30 },
  );
});

const full: Json = {
  environment_identifier: 'SpaDemo',
  automation: {
    account_id: '123456789012',
    region: 'eu-west-1',
    maintenance_window_expression: 'rate(7 days)',
    sweep_expression: 'rate(1 hour)',
    role_arn_to_manage_accounts: 'arn:aws:iam::222222222222:role/Manager',
    build_role_policies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    tags: { a: 'b' },
    verbosity: 'INFO',
  },
  worker: {
    preparation_buildspec_template_file: 'prepare.yaml',
    purge_buildspec_template_file: 'purge.yaml',
  },
  metering: { transactions_ttl_in_seconds: 900, metrics_per_account: true },
  reporting: {
    costs_prefix: 'x',
    cost_export: { location: 's3://billing/costs', format: 'cur-2.0' },
    cost_source: 'export',
  },
  features: {
    with_arm_architecture: true,
    with_cost_email_recipients: ['a@b.com'],
    with_origin_email_recipient: 'a@b.com',
    with_tag_prefix: 'account-',
  },
  defaults: { note: 'x', unset_tags: ['a'], purge: { feature: 'enabled' } },
  organizational_units: [{ identifier: 'ou-ab12-11111111', nested: true }],
  accounts: [
    {
      identifier: '111111111111',
      account_tags: { a: 'b' },
      preparation: { feature: 'enabled', variables: { A: 'b' } },
      schedule: { time_zone: 'UTC', blackout_dates: [{ from: '2026-01-01', to: '2026-01-02' }] },
      policies: { released: ['p-12345678'] },
      deadlines: { on_boarding_seconds: 60 },
      regions: ['eu-west-1'],
    },
  ],
};

type Steps = readonly (string | number)[];

function paths(value: Json, base: Steps = []): readonly Steps[] {
  if (typeof value !== 'object') return [base];
  const below = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [
    ...(base.length > 0 ? [base] : []),
    ...below.flatMap(([step, one]) => paths(one as Json, [...base, step])),
  ];
}

function replaced(value: Json, [step, ...rest]: Steps, by: Json): Json {
  if (step === undefined) return by;
  if (Array.isArray(value))
    return value.with(Number(step), replaced(value[Number(step)], rest, by));
  const below = value as { readonly [key: string]: Json };
  return { ...below, [step]: replaced(below[step] ?? '', rest, by) };
}

test('the whole file is good', async () => {
  expect(problemsOf(await readTexts({ 'settings.yaml': written(full) }))).toEqual([]);
});

/** A kind of value that no key accepts: a list of lists. */
const junk: Json = [[['junk']]];

test.for(paths(full).map((path) => path.join('.')))('a corrupted %s is reported', async (name) => {
  const path = name.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));

  const found = problemsOf(
    await readTexts({ 'settings.yaml': written(replaced(full, path, junk)) }),
  );

  expect(found.length).toBeGreaterThan(0);
});

test('no inserted character crashes the reader', async () => {
  const text = written(full);
  const letters = fc.oneof(
    fc.constantFrom(
      '\n',
      ' ',
      ':',
      '-',
      '"',
      "'",
      '[',
      '}',
      '&a',
      '*a',
      '!x',
      '<<: ',
      '? ',
      '\t',
      '#',
    ),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: text.length }),
      fc.nat({ max: 5 }),
      letters,
      async (at, cut, put) => {
        const read = await readTexts({
          'settings.yaml': text.slice(0, at) + put + text.slice(at + cut),
        });
        const lines = 'problems' in read ? read.problems : [];
        expect(lines.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test('no CSV file crashes the reader', async () => {
  const cell = fc.oneof(
    fc.constantFrom(
      'Account',
      'Note',
      'Tag: a',
      '111111111111',
      '"',
      '""',
      ',',
      ';',
      '\n',
      '\r\n',
      '\uFEFF',
    ),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(cell), async (cells) => {
      const read = await readBelow('features: {with_csv_files: [a.csv]}\n', {
        'a.csv': cells.join(''),
      });
      expect('settings' in read || read.problems.length > 0).toBe(true);
    }),
    { numRuns: 200 },
  );
});
