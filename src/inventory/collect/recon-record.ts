/**
 * A record in the reference collector's format, for existing readers of its files: its top-level keys in its order, its
 * service and type names, members and times as the AWS SDK for Ruby has them.
 */

import { partitionOf, serviceModel } from '../../aws/models/service-model.ts';
import { fallbackRegion } from '../../aws/open-fleet.ts';
import type { CatalogueEntry } from '../catalogue/entry.ts';
import { type RecordShape, shapeOf } from '../catalogue/resource-shape.ts';
import type { InventoryRecord } from '../record.ts';
import { reconArn } from './recon-arns.ts';
import { snakeCase } from './recon-names.ts';
import { copiedLists, type ReconFields, reconShape } from './recon-shapes.ts';

export interface ReconRecord {
  readonly account: string;
  readonly service: string;
  readonly region: string;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly timestamp: string;
}

export interface ReconOptions {
  /** Regions of the account that are collected. */
  readonly regions: readonly string[];
  /** Also writes what is wrong there: ARNs that it makes up, and global resources once per region. */
  readonly compatible: boolean;
}

/** Empty for a type that the reference does not know. One record, unless the reference repeats it in each region. */
export function reconRecords(
  entry: CatalogueEntry,
  record: InventoryRecord,
  options: ReconOptions,
): readonly ReconRecord[] {
  if (!entry.recon) return [];
  const { service, type } = entry.recon;
  const fields = fieldsOf(entry, record);
  const shaped = reconShape(entry.key, fields);
  return regionsOf(entry, record, options).map((region) => {
    const where = { region, accountId: record.accountId };
    const made = options.compatible ? reconArn(entry.key, fields, where) : undefined;
    const arn = made ?? record.arn;
    return {
      account: record.accountId,
      service,
      region,
      resource: { ...shaped, ...(arn !== undefined && { arn }), type },
      timestamp: `${secondsOf(record.collectedAt)} UTC`,
    };
  });
}

/** Services without regions that the reference calls in each of its regions. */
const repeated: ReadonlySet<string> = new Set(['cloudfront_distribution', 'route53_zone']);

function regionsOf(
  { key, scope, askIn, recon }: CatalogueEntry,
  { region }: InventoryRecord,
  { regions, compatible }: ReconOptions,
): readonly string[] {
  if (recon?.scope === 'global') return ['global'];
  if (scope !== 'global') return [region];
  const [first = fallbackRegion] = regions;
  if (!repeated.has(key)) return [askIn ?? homeOf(first)];
  if (compatible && regions.length > 0) return regions;
  const home = homeOf(first);
  return [regions.includes(home) ? home : first];
}

/** Of the services without regions. */
function homeOf(region: string): string {
  return partitionOf(region)?.globalRegion ?? fallbackRegion;
}

function fieldsOf(entry: CatalogueEntry, { resource, unread = [] }: InventoryRecord): ReconFields {
  const fields = snakeCased(resource, shapeOf(entry), timesOf(entry.model)) as ReconFields;
  const unreadCalls = new Set(unread.map(({ operation }) => operation));
  return { ...emptyLists(entry, unreadCalls), ...fields };
}

/**
 * The SDK for Ruby gives lists that are absent in XML as empty ones, but leaves them out of what `to_h` returns. So they
 * show only where the reference copies the list itself. Of a call that failed, nothing is known.
 */
function emptyLists({ key, details = [] }: CatalogueEntry, unread: ReadonlySet<string>) {
  const listed = copiedLists[key] ?? [];
  const copied = details.filter(
    ({ as, operation }) => listed.includes(as) && !unread.has(operation),
  );
  return Object.fromEntries(copied.map(({ as }) => [snakeCase(as), []]));
}

/** Its SDK of today called CloudWatch by the query protocol. */
function isXml(model: string): boolean {
  const { protocol } = serviceModel(model);
  return model === 'cloudwatch' || ['query', 'ec2', 'rest-xml'].includes(protocol);
}

/** Converts ISO 8601 in UTC to the text of a time of Ruby. */
type Times = (iso: string, shape: RecordShape) => string;

/** In Smithy's schemas, a time with fractions of a second as a text. */
const dateTimeSchema = 5;

/**
 * `2026-11-20 09:12:05 UTC`: that format has no `T` and no fractions. A time that is a number in JSON has the offset of
 * the machine, which is UTC in the reference's image: `2026-11-20 09:12:05 +0000`.
 */
function timesOf(model: string): Times {
  if (isXml(model)) return (iso) => `${secondsOf(iso)} UTC`;
  return (iso, { schemas }) => {
    const isText = schemas.some((schema) => schema.getSchema() === dateTimeSchema);
    return `${secondsOf(iso)} ${isText ? 'UTC' : '+0000'}`;
  };
}

function secondsOf(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** Members of the API become snake case; keys of maps are data, and embedded documents are unchanged. */
function snakeCased(value: unknown, shape: RecordShape, times: Times): unknown {
  if (shape.isDocument || value === null) return value;
  if (typeof value === 'string') return shape.isTime ? times(value, shape) : value;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value))
    return value.map((element) => snakeCased(element, shape.element(), times));
  const members = Object.entries(value).map(([name, member]) => {
    const declared = shape.member(name);
    return declared
      ? [snakeCase(name), snakeCased(member, declared, times)]
      : [name, snakeCased(member, shape.element(), times)];
  });
  return Object.fromEntries(members);
}
