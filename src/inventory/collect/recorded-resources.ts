/**
 * The resources of an account that already have a record, so that Cloud Control does not add a second one. It keeps
 * ARNs, and ids of types that Cloud Control lists under another name, for one account at a time.
 */

import type { CatalogueEntry } from '../catalogue/entry.ts';
import type { InventoryRecord } from '../record.ts';

export interface RecordedResources {
  add(records: readonly ResourceIdentity[]): void;
  has(entry: CatalogueEntry, identified: ResourceIdentity): boolean;
}

export type ResourceIdentity = Pick<InventoryRecord, 'region' | 'service' | 'type' | 'id' | 'arn'>;

/** Returns undefined where no resource can be listed twice: then nothing is kept. */
export function recordedResources(
  entries: readonly CatalogueEntry[],
  byKey: ReadonlyMap<string, CatalogueEntry>,
): RecordedResources | undefined {
  if (!entries.some(({ cloudFormation }) => cloudFormation)) return undefined;
  const nativeOf = new Map(
    entries.flatMap(({ key, cloudFormation }) => {
      const native = cloudFormation?.native && byKey.get(cloudFormation.native);
      return native ? [[key, native] as const] : [];
    }),
  );
  const doubled = new Set([...nativeOf.values()].map(typeOf));
  const seen = new Set<string>();
  return {
    add(records) {
      for (const { region, id, arn, ...type } of records) {
        if (arn !== undefined) seen.add(arn);
        if (doubled.has(typeOf(type))) seen.add(`${typeOf(type)} ${region} ${id}`);
      }
    },
    has({ key }, { region, id, arn }) {
      if ((arn !== undefined && seen.has(arn)) || seen.has(id)) return true;
      const native = nativeOf.get(key);
      return native !== undefined && seen.has(`${typeOf(native)} ${region} ${id}`);
    },
  };
}

function typeOf({ service, type }: { readonly service: string; readonly type: string }): string {
  return `${service} ${type}`;
}
