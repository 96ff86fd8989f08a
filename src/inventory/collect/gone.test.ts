/** Resources that are deleted while an inventory is taken: neither a record nor a gap. */

import { expect, test } from 'vitest';
import { noLimits, simulateOrganization } from '../../simulator/index.ts';
import { collectRecords } from '../../testing/collect-records.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import type { CatalogueEntry, DetailDefinition } from '../catalogue/entry.ts';
import { isGap } from './manifest.ts';

const accountId = '111111111111';
const { entries, byKey } = loadCatalogue();

function seededOrganization() {
  const organization = simulateOrganization({ limits: noLimits });
  organization.addAccount({ name: 'alpha', id: accountId, seeded: true });
  return organization;
}

/** With its ancestors, which are listed first. */
function lineOf(entry: CatalogueEntry): CatalogueEntry[] {
  const above = entry.parent === undefined ? undefined : byKey.get(entry.parent);
  return [...(above ? lineOf(above) : []), entry];
}

interface Case {
  readonly entry: CatalogueEntry;
  readonly detail: DetailDefinition;
  readonly code: string;
}

const details: readonly Case[] = entries.flatMap((entry) =>
  (entry.details ?? []).flatMap((detail) => {
    const code = entry.gone?.find((one) => !detail.absent?.includes(one));
    return code === undefined ? [] : [{ entry, detail, code }];
  }),
);

test.each(details)(
  '$entry.key: a resource that is gone when $detail.operation reads it leaves no gap',
  async ({ entry, detail, code }) => {
    const collect = async (isDeleted: boolean) => {
      const organization = seededOrganization();
      // The first resource is deleted; a batch fails for it, and then it fails alone.
      const times = detail.batch ? 2 : 1;
      const fault = { error: { code, message: 'It does not exist.', status: 400 } };
      const { operation } = detail;
      if (isDeleted) organization.fault({ service: entry.model, operation, times, fault });
      return await collectRecords({ organization, accountId, entries: lineOf(entry) });
    };
    const lineOfEntry = ({ manifest }: Awaited<ReturnType<typeof collect>>) =>
      manifest.find(({ service, type }) => service === entry.service && type === entry.type);
    const before = lineOfEntry(await collect(false));
    const after = await collect(true);
    const line = lineOfEntry(after);
    expect(line).toMatchObject({ status: 'done', partial: 0 });
    expect(after.records.filter(({ unread }) => unread)).toEqual([]);
    // An element of a list that is gone leaves the record of the resource.
    const isWhole = detail.each !== undefined || before?.count === 0;
    expect(line?.vanished ?? 0).toBe(isWhole ? 0 : 1);
    expect((line?.count ?? 0) + (line?.vanished ?? 0)).toBe(before?.count);
  },
);

const children = entries.filter((entry) => entry.parent !== undefined && entry.gone);

test.each(children)(
  '$key: a parent that is gone has no children, and leaves no gap',
  async (entry) => {
    const organization = seededOrganization();
    const [code = ''] = entry.gone ?? [];
    const { operation } = entry.list;
    const fault = { error: { code, message: 'It does not exist.', status: 400 } };
    organization.fault({ service: entry.model, operation, fault });
    const { manifest } = await collectRecords({ organization, accountId, entries: lineOf(entry) });
    expect(manifest.filter(isGap)).toEqual([]);
  },
);

test('every service with details or children has a code for resources that are gone', () => {
  const without = entries.filter(({ details: some, parent, gone }) => (some || parent) && !gone);
  // EMR, Auto Scaling and CloudFormation answer with codes for invalid input; the others read what cannot be deleted.
  expect([...new Set(without.map(({ model }) => model))].sort()).toEqual([
    'autoscaling',
    'cloudformation',
    'emr',
    'guardduty',
    'ses',
    'support',
  ]);
});
