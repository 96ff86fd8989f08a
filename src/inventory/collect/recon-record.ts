/**
 * A record in the reference collector's format, for existing readers of its files: its top-level keys in its order, its
 * service and type names, API members in snake case.
 */

import type { CatalogueEntry } from '../catalogue/entry.ts';
import { type RecordShape, shapeOf } from '../catalogue/resource-shape.ts';
import type { InventoryRecord } from '../record.ts';
import { type ReconFields, reconShape } from './recon-shapes.ts';

export interface ReconRecord {
  readonly account: string;
  readonly service: string;
  readonly region: string;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly timestamp: string;
}

/** Undefined for a type that the reference does not know. */
export function reconRecord(
  entry: CatalogueEntry,
  record: InventoryRecord,
): ReconRecord | undefined {
  if (!entry.recon) return undefined;
  const { service, type, scope } = entry.recon;
  const fields = snakeCased(record.resource, shapeOf(entry)) as ReconFields;
  const { arn } = record;
  return {
    account: record.accountId,
    service,
    region: scope === 'global' ? 'global' : record.region,
    resource: { ...reconShape(entry.key, fields), ...(arn !== undefined && { arn }), type },
    timestamp: reconTime(record.collectedAt),
  };
}

/** `2026-11-20 09:12:05 UTC` for all times: that format has no `T` and no fractions. */
function reconTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** Members of the API become snake case; keys of maps are data, and embedded documents are unchanged. */
function snakeCased(value: unknown, shape: RecordShape): unknown {
  if (shape.isDocument || value === null) return value;
  if (typeof value === 'string') return shape.isTime ? reconTime(value) : value;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((element) => snakeCased(element, shape.element()));
  const members = Object.entries(value).map(([name, member]) => {
    const declared = shape.member(name);
    return declared
      ? [snakeCase(name), snakeCased(member, declared)]
      : [name, snakeCased(member, shape.element())];
  });
  return Object.fromEntries(members);
}

/**
 * Names of the API in the Ruby SDK's spelling, which readers of the reference collector's files expect:
 * `DBInstanceArn` → `db_instance_arn`, `Ipv6Pool` → `ipv_6_pool`, `CodeSha256` → `code_sha_256`, `S3Bucket` → `s3_bucket`.
 */
export function snakeCase(name: string): string {
  const known = snaked.get(name);
  if (known !== undefined) return known;
  const made = /^[A-Za-z][A-Za-z0-9]*$/.test(name) ? split(name) : name;
  snaked.set(name, made);
  return made;
}

/** Each name is converted once: there are some ten thousands of them in the models, and millions of records. */
const snaked = new Map([['ETag', 'etag']]);

/** Capitals and digits stay together (`EC2`, `S3`), digits after small letters are separate words. */
function split(name: string): string {
  const parted = name.replace(/([A-Z0-9]+)([A-Z][a-z])/g, '$1_$2');
  const words = parted.match(/s3|[Ee]c2|[a-z]+|\d+|[A-Z0-9]+[a-z]*/g) ?? [name];
  return words.join('_').toLowerCase();
}
