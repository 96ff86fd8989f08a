/** Every check of the package finds what violates it, nothing else, and nothing in an organization that has none of it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountCases, checkCases, type Resource } from '../../testing/check-cases.ts';
import { type RunToWrite, record, writeRun } from '../../testing/write-run.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { chooseRuns } from '../read/choose-runs.ts';
import { type Inventory, openInventory } from '../read/open-inventory.ts';
import type { InventoryRecord } from '../record.ts';
import type { CheckResult, InventoryCheck } from './check.ts';
import { loadChecks } from './load-checks.ts';
import { runCheck } from './run-check.ts';

const checks = loadChecks();
const { byKey, entries } = loadCatalogue();
const collectedAt = '2026-11-15T00:00:00.000Z';

function entryOf(table: string) {
  const entry = byKey.get(table);
  if (!entry) throw new Error(`"${table}" is not a table`);
  return entry;
}

function recordsOf(
  table: string,
  prefix: string,
  resources: readonly Resource[],
  more: Partial<InventoryRecord> = {},
): readonly InventoryRecord[] {
  const { service, type, scope } = entryOf(table);
  const region = scope === 'global' ? 'global' : 'eu-west-1';
  return resources.map(({ $id, $tags, ...resource }, index) =>
    record({
      service,
      type,
      id: ($id as string | undefined) ?? `${prefix}-${index}`,
      region,
      tags: ($tags as Record<string, string> | undefined) ?? {},
      collectedAt,
      resource,
      ...more,
    }),
  );
}

async function resultOf(check: InventoryCheck, run: RunToWrite): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-check-'));
  await writeRun(folder, run);
  const inventory = await openInventory(await chooseRuns({ from: [folder] }));
  try {
    return await runCheck(inventory, check);
  } finally {
    inventory.close();
    rmSync(folder, { recursive: true });
  }
}

const idsOf = ({ findings }: CheckResult) => [...new Set(findings.map(({ id }) => id))].sort();

function checkNamed(name: string): InventoryCheck {
  const check = checks.find((one) => one.name === name);
  if (!check) throw new Error(`"${name}" is not a check`);
  return check;
}

test.each(Object.entries(checkCases))(
  '%s finds what violates it, and nothing else',
  async (name, { table, violating, complying, others = {} }) => {
    const records = [
      ...recordsOf(table, 'violating', violating),
      ...recordsOf(table, 'complying', complying),
      ...Object.entries(others).flatMap(([key, resources]) => recordsOf(key, 'other', resources)),
    ];

    const result = await resultOf(checkNamed(name), { records });

    expect(idsOf(result)).toEqual(violating.map((_, index) => `violating-${index}`));
    expect(result.status).toBe('failed');
    expect(result.findings.filter(({ detail = '' }) => detail === '')).toEqual([]);
  },
);

const [good, bad, empty, unread] = ['1', '2', '3', '4'].map((digit) => digit.repeat(12));

test.each(Object.entries(accountCases))(
  '%s finds accounts that lack it, and not those that could not be read',
  async (name, { table, complying, violating, isRegional }) => {
    const { service, type } = entryOf(table);
    const region = isRegional ? 'eu-west-1' : 'global';
    const place = { region, service, type };
    const of = (accountId: string | undefined, resource: Resource) =>
      recordsOf(table, 'one', [resource], { accountId: accountId ?? '', region });

    const result = await resultOf(checkNamed(name), {
      records: [...of(good, complying), ...(violating ? of(bad, violating) : [])],
      entries: [
        { ...place, accountId: empty ?? '', count: 0 },
        { ...place, accountId: unread ?? '', status: 'denied', code: 'AccessDenied' },
      ],
    });

    const expected = [...(violating ? [bad] : []), empty];
    expect(idsOf(result)).toEqual(expected.map((id) => (isRegional ? `${id}/${region}` : id)));
    expect(result.unread).toMatchObject([{ accountId: unread, table, status: 'denied' }]);
  },
);

test('every check is tested on data', () => {
  const tested = [...Object.keys(checkCases), ...Object.keys(accountCases)];

  expect(checks.map(({ name }) => name)).toEqual(tested.sort());
});

test('there are checks of each kind, and each says where more is written', () => {
  const categories = Map.groupBy(checks, ({ category }) => category);

  expect([...categories.keys()].sort()).toEqual(['cost', 'end-of-life', 'hygiene', 'security']);
  expect(checks.length).toBeGreaterThan(80);
  expect(checks.filter(({ source }) => source === undefined)).toEqual([]);
});

describe('in an organization that has none of it', () => {
  const lacking = new Set(Object.keys(accountCases));
  let folder = '';
  let inventory: Inventory;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'flotilla-checks-'));
    await writeRun(folder, {
      entries: entries.map(({ service, type, scope }) => ({
        accountId: '111111111111',
        region: scope === 'global' ? 'global' : 'eu-west-1',
        service,
        type,
      })),
    });
    inventory = await openInventory(await chooseRuns({ from: [folder] }));
  });

  afterAll(() => {
    inventory.close();
    rmSync(folder, { recursive: true });
  });

  test.each(checks.filter(({ name }) => !lacking.has(name)))('$name passes', async (check) => {
    expect(await runCheck(inventory, check)).toEqual({
      check,
      status: 'passed',
      findings: [],
      unread: [],
    });
  });

  test.each(checks.filter(({ name }) => lacking.has(name)))(
    '$name says what the account lacks',
    async (check) => {
      const { status, findings } = await runCheck(inventory, check);

      expect([status, findings.map(({ accountId }) => accountId)]).toEqual([
        'failed',
        ['111111111111'],
      ]);
    },
  );
});
