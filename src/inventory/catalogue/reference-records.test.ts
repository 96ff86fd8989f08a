/**
 * Every type of the reference collector: AWS's responses, and the whole record they must result in, in both formats.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { collectFixture, type RecordFixture } from '../testing/collect-fixture.ts';
import { loadCatalogue } from './catalogue.ts';

const folder = new URL('fixtures/', import.meta.url);
const fixtures = readdirSync(folder).flatMap(
  (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as RecordFixture[],
);
const { byKey, entries } = loadCatalogue();

test('every type of the reference has a fixture', () => {
  const expected = entries.filter(({ recon }) => recon).map(({ key }) => key);

  expect(fixtures.map(({ entry }) => entry).sort()).toEqual(expected.sort());
});

test.each(fixtures.map((fixture) => [fixture.entry, fixture] as const))(
  '%s is recorded whole, and as the reference writes it',
  async (key, fixture) => {
    const { manifest, record, recon, expected } = await collectFixture(fixture);
    const entry = byKey.get(key);

    expect(manifest).toMatchObject({ status: 'done', partial: 0 });
    expect(record).toEqual({
      accountId: '111111111111',
      accountName: 'alpha',
      service: entry?.service,
      type: entry?.type,
      collectedAt: '2026-01-30T09:00:00.000Z',
      catalogueVersion: 'fixture',
      ...expected.record,
    });
    expect(Object.entries(recon ?? {})).toEqual([
      ['account', '111111111111'],
      ['service', entry?.recon?.service],
      ['region', expected.record.region],
      ['resource', expected.recon],
      ['timestamp', '2026-01-30 09:00:00 UTC'],
    ]);
  },
);
