import type { NormalizedSchema } from '@smithy/core/schema';
import { beforeAll, expect, test } from 'vitest';
import type { Clock } from '../../model/clock.ts';
import { randomFrom } from '../../model/random.ts';
import {
  noLimits,
  type SimulatedOrganization,
  simulateOrganization,
} from '../../simulator/index.ts';
import { type CollectedRecords, collectRecords } from '../../testing/collect-records.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import type { CatalogueEntry } from '../catalogue/entry.ts';
import { type RecordShape, shapeOf } from '../catalogue/resource-shape.ts';
import type { InventoryRecord } from '../record.ts';
import { isStructure } from './path.ts';
import { redacted } from './redact.ts';

const accountId = '111111111111';
const { entries, byKey } = loadCatalogue();
const entryOf = new Map(entries.map((entry) => [`${entry.service} ${entry.type}`, entry]));

/** Time passes only during sleeps. */
function sleepingClock(): Clock {
  let now = Date.UTC(2026, 0, 31);
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
}

function world(options: { readonly pageSize?: number; readonly latencyMs?: number } = {}) {
  const clock = sleepingClock();
  const organization = simulateOrganization({
    limits: noLimits,
    clock,
    keepCalls: 5_000,
    ...options,
  });
  organization.addAccount({ name: 'alpha', id: accountId, seeded: true });
  return organization;
}

/** Members that contain the time of the call. */
const timed: ReadonlySet<string> = new Set(['collectedAt', 'GeneratedTime', 'RoleLastUsed']);

/** By entry, in an order that does not depend on timing. */
function byEntry(records: readonly InventoryRecord[]): ReadonlyMap<string, readonly string[]> {
  const texts = records.map((record) => ({
    name: `${record.service} ${record.type}`,
    text: JSON.stringify(record, (name, value) => (timed.has(name) ? undefined : value)),
  }));
  const groups = Map.groupBy(texts, ({ name }) => name);
  return new Map([...groups].map(([name, some]) => [name, some.map(({ text }) => text).sort()]));
}

/** Operations that an entry's records come from: its own and those of its ancestors. */
function operationsOf(entry: CatalogueEntry): readonly string[] {
  const { model, list, details = [], parent } = entry;
  const own = [list.operation, list.after?.operation, ...details.map(({ operation }) => operation)];
  const above = parent === undefined ? undefined : byKey.get(parent);
  return [
    ...own.filter((name) => name !== undefined).map((name) => `${model}:${name}`),
    ...(above ? operationsOf(above) : []),
  ];
}

let whole: CollectedRecords = { records: [], manifest: [] };
beforeAll(async () => {
  whole = await collectRecords({ organization: world(), accountId });
});

/** An account uses a part of all services; ten of them use nearly all. */
test('every record matches what the models of AWS declare for its resource', async () => {
  const organization = world();
  const found = [...whole.records];
  for (const digit of ['2', '3', '4', '5', '6', '7', '8', '9', '0']) {
    const id = digit.repeat(12);
    organization.addAccount({ name: id, id, seeded: true });
    found.push(...(await collectRecords({ organization, accountId: id })).records);
  }
  const flaws = found.flatMap(({ service, type, resource }) => {
    const entry = entryOf.get(`${service} ${type}`);
    const wrong = entry ? modelMismatches(resource, shapeOf(entry)) : ['has no entry'];
    return wrong.map((flaw) => `${service} ${type}: ${flaw}`);
  });

  expect([...new Set(flaws)]).toEqual([]);
  expect(byEntry(found).size).toBeGreaterThan(entries.length * 0.95);
});

test.each([1, 1_000])(
  'pages of %i give the records that pages of twenty give',
  async (pageSize) => {
    const { records, manifest } = await collectRecords({
      organization: world({ pageSize }),
      accountId,
    });

    expect(manifest.filter(({ status }) => status !== 'done')).toEqual([]);
    expect(byEntry(records)).toEqual(byEntry(whole.records));
  },
);

const seeds = Array.from({ length: 25 }, (_, seed) => seed);

test.each(seeds)('a denied call changes no record of another entry (seed %i)', async (seed) => {
  const random = randomFrom('denied', seed);
  const victim = random.pick(entries);
  const denied = random.pick(operationsOf(victim));
  const bystanders = Array.from({ length: 40 }, () => random.pick(entries));
  const organization: SimulatedOrganization = world();
  const [service = '', operation = ''] = denied.split(':');
  organization.deny({ service, operation });

  const chosen = [...new Set([victim, ...bystanders])];
  const { records, manifest } = await collectRecords({ organization, accountId, entries: chosen });

  const untouched = chosen.filter((entry) => !operationsOf(entry).includes(denied));
  const names = new Set(untouched.map(({ service, type }) => `${service} ${type}`));
  const of = (all: readonly InventoryRecord[]) =>
    byEntry(all.filter(({ service, type }) => names.has(`${service} ${type}`)));
  expect(of(records)).toEqual(of(whole.records));
  const lines = manifest.filter(({ service, type }) => names.has(`${service} ${type}`));
  expect(lines.filter(({ status, partial }) => status !== 'done' || partial > 0)).toEqual([]);
});

test('credentials that expire while an account is collected are renewed, and nothing is missing', async () => {
  const organization = world({ latencyMs: 5_000 });
  const role = { durationSeconds: 900 };
  const { records, manifest } = await collectRecords({ organization, accountId, role });

  expect(organization.clock.now() - Date.UTC(2026, 0, 31)).toBeGreaterThan(3_600_000);
  expect(organization.journal.count('sts:AssumeRole')).toBeGreaterThan(4);
  expect(organization.journal.calls.filter(({ error }) => error === 'ExpiredToken')).toEqual([]);
  expect(manifest.filter(({ status, partial }) => status !== 'done' || partial > 0)).toEqual([]);
  expect(byEntry(records)).toEqual(byEntry(whole.records));
});

/** Returns the differences, `SecurityGroups[].Colour is not a member`; none where all is well. */
function modelMismatches(value: unknown, shape: RecordShape, at = ''): string[] {
  if (shape.isDocument || shape.schemas.some((schema) => schema.isDocumentSchema())) return [];
  if (Array.isArray(value)) return listMismatches(value, shape, at);
  if (isStructure(value)) return structureMismatches(value, shape, at);
  if (shape.schemas.some((schema) => isOf(schema, value))) return [];
  return [`${at} is ${JSON.stringify(value)}, not ${namesOf(shape)}`];
}

function listMismatches(list: readonly unknown[], shape: RecordShape, at: string): string[] {
  if (!shape.schemas.some((schema) => schema.isListSchema()))
    return [`${at} is a list, not ${namesOf(shape)}`];
  return list.flatMap((one) => modelMismatches(one, shape.element(), `${at}[]`));
}

function structureMismatches(
  structure: Readonly<Record<string, unknown>>,
  shape: RecordShape,
  at: string,
): string[] {
  const isMap = shape.schemas.some((schema) => schema.isMapSchema());
  return Object.entries(structure).flatMap(([name, value]) => {
    const place = at === '' ? name : `${at}.${name}`;
    const member = shape.member(name) ?? (isMap ? shape.element() : undefined);
    return member ? modelMismatches(value, member, place) : [`${place} is not a member`];
  });
}

/** As JSON has them: times as ISO 8601, blobs as base64, big numbers as text. */
function isOf(schema: NormalizedSchema, value: unknown): boolean {
  if (typeof value === 'boolean') return schema.isBooleanSchema();
  if (typeof value === 'number') return schema.isNumericSchema();
  if (typeof value !== 'string') return false;
  if (value === redacted) return true;
  if (schema.isTimestampSchema()) return new Date(value).toJSON() === value;
  if (schema.isBlobSchema()) return Buffer.from(value, 'base64').toString('base64') === value;
  const isBig = schema.isBigIntegerSchema() || schema.isBigDecimalSchema();
  return schema.isStringSchema() || (isBig && /^-?[\d.]+$/.test(value));
}

function namesOf({ schemas }: RecordShape): string {
  return schemas.map((schema) => schema.getName(true) ?? String(schema.getSchema())).join(' or ');
}
