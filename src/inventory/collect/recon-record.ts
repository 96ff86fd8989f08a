/**
 * A record as the reference collector wrote it, for whoever reads its files today: its top-level keys in its order, its
 * service and type names, API members in snake case.
 */

import type { CatalogueEntry } from '../catalogue/entry.ts';
import type { InventoryRecord } from '../record.ts';

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
  const isAttributeMap = dataKeyed.has(entry.key);
  const resource = snakeCased(record.resource, isAttributeMap) as Record<string, unknown>;
  for (const [ours, theirs] of Object.entries(renamed[entry.key] ?? {})) {
    resource[theirs] = resource[ours];
    delete resource[ours];
  }
  return {
    account: record.accountId,
    service,
    region: scope === 'global' ? 'global' : record.region,
    resource: { ...resource, ...(record.arn !== undefined && { arn: record.arn }), type },
    timestamp: reconTime(record.collectedAt),
  };
}

/** What the reference calls otherwise, misspelling included: its readers look there. */
const renamed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  elb_load_balancer: { policy_descriptions: 'policies' },
  cloudformation_stack: { template: 'tempate' },
};

/** Types that are maps of attributes as a whole: their keys are AWS's, and stand as AWS sends them. */
const dataKeyed: ReadonlySet<string> = new Set(['sqs_queue', 'sns_topic', 'iam_account_summary']);

/** `2026-11-20 09:12:05 UTC`: that format has no `T` and no fractions. */
function reconTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** Members of the API are snake case there; keys that are data (of tags, of attribute maps) stay as they are. */
function snakeCased(value: unknown, isData = false): unknown {
  if (Array.isArray(value)) return value.map((element) => snakeCased(element));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [
    isData ? name : snakeCase(name),
    snakeCased(member, holdsData(name)),
  ]);
  return Object.fromEntries(entries);
}

/** Members that are maps whose keys somebody chose, and documents in a language of their own. */
function holdsData(name: string): boolean {
  return /^(tags|tagmap|attributes|variables|parameters|summarymap|resourcetags|labels|metadata|\w*policy|\w*document)$/i.test(
    name,
  );
}

/** `VPCId` → `vpc_id`, `DBInstanceArn` → `db_instance_arn`. */
function snakeCase(name: string): string {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name)) return name;
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
