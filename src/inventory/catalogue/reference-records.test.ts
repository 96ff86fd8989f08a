/**
 * Every type of the reference collector: AWS's responses, and the whole record they must result in, in both formats.
 * Resources that the simulator supports are created through its API; other responses are stubbed.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Session } from '../../aws/session.ts';
import { noLimits, simulateOrganization } from '../../simulator/index.ts';
import { openAccountSession } from '../../testing/account-access.ts';
import { listEntry } from '../collect/list-entry.ts';
import { valueAt } from '../collect/path.ts';
import { type ReconRecord, reconRecords } from '../collect/recon-record.ts';
import type { InventoryRecord, ManifestEntry } from '../record.ts';
import { loadCatalogue } from './catalogue.ts';

type Values = Readonly<Record<string, unknown>>;

interface RecordFixture {
  /** Key of the catalogue's entry. */
  readonly entry: string;
  /** Calls that create it. Texts may refer to earlier responses: `${0.Vpc.VpcId}`. */
  readonly made?: readonly {
    readonly service: string;
    readonly operation: string;
    readonly input: Values;
  }[];
  /** Responses of AWS; the latest that matches the input is used. */
  readonly answers: readonly {
    readonly operation: string;
    readonly input?: Values;
    readonly output?: Values;
    /** A code, instead of an output. */
    readonly error?: string;
  }[];
  /** May refer to created resources, as the inputs may. */
  readonly record: Values;
  /** The resource as the reference writes it. */
  readonly recon: Values;
}

interface CollectedFixture {
  readonly manifest: ManifestEntry;
  /** The record of the fixture: the account may have others of the same type. */
  readonly record: InventoryRecord | undefined;
  readonly recon: readonly ReconRecord[] | undefined;
  readonly expected: Pick<RecordFixture, 'record' | 'recon'>;
  /** Responses to the calls of `made`. */
  readonly made: readonly unknown[];
}

const folder = new URL('fixtures/', import.meta.url);
const fixtures = readdirSync(folder).flatMap(
  (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as RecordFixture[],
);
const { byKey, entries } = loadCatalogue();
const account = { id: '111111111111', name: 'alpha' };
const region = 'eu-west-1';
const clock = { now: () => Date.UTC(2026, 0, 30, 9), sleep: async () => {} };

/** Of services without regions that the reference lists in its regional phase. */
const reconRegions: Readonly<Record<string, string>> = {
  cloudfront_distribution: region,
  ecr_public_repository: 'us-east-1',
  route53_zone: region,
};

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
    expect(recon?.map((one) => Object.entries(one))).toEqual([
      [
        ['account', '111111111111'],
        ['service', entry?.recon?.service],
        ['region', reconRegions[key] ?? expected.record.region],
        ['resource', expected.recon],
        ['timestamp', '2026-01-30 09:00:00 UTC'],
      ],
    ]);
  },
);

async function collectFixture(fixture: RecordFixture): Promise<CollectedFixture> {
  const entry = byKey.get(fixture.entry);
  if (!entry) throw new Error(`${fixture.entry} is not in the catalogue`);
  const organization = simulateOrganization({ clock, limits: noLimits, pageSize: 100 });
  organization.addAccount(account);
  for (const { operation, input, output, error } of fixture.answers) {
    const call = { service: entry.model, operation };
    if (output) organization.stubResponse({ ...call, ...(input && { input }), output });
    else organization.fault({ ...call, fault: { error: { code: error ?? '' } } });
  }
  const session = await openAccountSession(organization, { account, region });
  const made = await make(session, fixture);
  const at = entry.scope === 'global' ? (entry.askIn ?? 'us-east-1') : region;
  const listing = listEntry({
    session,
    entry,
    place: { partition: 'aws', region: at, accountId: account.id },
    catalogueVersion: 'fixture',
    clock,
  });
  const records: InventoryRecord[] = [];
  let next = await listing.next();
  for (; !next.done; next = await listing.next()) records.push(...next.value);
  const expected = filledIn({ record: fixture.record, recon: fixture.recon }, made);
  const record = records.find(({ id }) => id === expected.record.id);
  return {
    manifest: next.value,
    record,
    recon: record && reconRecords(entry, record, { regions: [region], compatible: false }),
    expected,
    made,
  };
}

async function make(session: Session, { made = [] }: RecordFixture): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const { service, operation, input } of made) {
    answers.push(await session.generic(service, region).call(operation, filledIn(input, answers)));
  }
  return answers;
}

/** `${0.Vpc.VpcId}` in any text. */
function filledIn<T>(value: T, answers: readonly unknown[]): T {
  const text = JSON.stringify(value).replace(/\$\{(\d+)\.([^}]+)\}/g, (_, index, path: string) =>
    String(valueAt(answers[Number(index)], path)),
  );
  return JSON.parse(text) as T;
}
