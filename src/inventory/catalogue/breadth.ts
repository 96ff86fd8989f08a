/**
 * Entries for types that only Cloud Control lists: CloudFormation's types that can be listed without further input.
 * Rows are derived from the registry's schemas in `models/breadth/`.
 */

import { readFileSync } from 'node:fs';
import type { BreadthRow } from './breadth-row.ts';
import type { Catalogue } from './catalogue.ts';
import type { CatalogueEntry } from './entry.ts';

let loaded: { readonly version: string; readonly entries: readonly CatalogueEntry[] } | undefined;

/** Returns the catalogue with these entries after its own. */
export function withBreadth({ version, entries }: Catalogue): Catalogue {
  loaded ??= readBreadth();
  const all = [...entries, ...loaded.entries];
  return {
    version: `${version}+${loaded.version}`,
    entries: all,
    byKey: new Map(all.map((entry) => [entry.key, entry])),
  };
}

function readBreadth() {
  const text = readFileSync(new URL('breadth.json', import.meta.url), 'utf8');
  const { version, types } = JSON.parse(text) as { version: string; types: readonly BreadthRow[] };
  return { version, entries: types.map(toEntry) };
}

function toEntry(row: BreadthRow): CatalogueEntry {
  const { cloudFormation: type, key, service, scope = 'regional', askIn, arn, tags, native } = row;
  return {
    key,
    model: 'cloudcontrol',
    service,
    type: row.type,
    scope,
    ...(askIn !== undefined && { askIn }),
    list: {
      operation: 'ListResources',
      input: { TypeName: type },
      items: 'ResourceDescriptions[]',
    },
    id: 'Identifier',
    ...(arn !== undefined && { arn: arn.includes('{') ? { template: arn } : { path: arn } }),
    ...(tags !== undefined && { tags: `Properties.${tags}` }),
    json: ['Properties'],
    // A listing returns little more than identifiers.
    details: [
      {
        operation: 'GetResource',
        input: { TypeName: type, Identifier: { from: 'Identifier' } },
        take: 'ResourceDescription.Properties',
        as: 'Properties',
        json: ['Properties'],
        absent: ['ResourceNotFoundException', 'UnsupportedActionException'],
      },
    ],
    absent: ['ResourceNotFoundException'],
    unavailable: ['TypeNotFoundException', 'UnsupportedActionException'],
    actions: ['cloudformation:GetResource', 'cloudformation:ListResources'],
    cloudFormation: { type, ...(native !== undefined && { native }) },
  };
}
