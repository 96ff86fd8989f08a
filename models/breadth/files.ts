/** The Cloud Control files: what the collector requests, and what the simulated Cloud Control knows. */

import { createHash } from 'node:crypto';
import type { SimulatedType } from '../../src/aws/models/simulated-type.ts';
import type { BreadthRow } from '../../src/inventory/catalogue/breadth-row.ts';
import { parentsOf } from './listable.ts';
import { partsOf, type RegisteredType } from './registry.ts';

/** One type per line. The version changes only with the content. */
export function breadthText(rows: readonly BreadthRow[]): string {
  const lines = rows.map((row) => JSON.stringify(row)).join(',\n');
  const version = createHash('sha256').update(lines).digest('hex').slice(0, 12);
  return `{"version":"${version}","types":[\n${lines}\n]}\n`;
}

/** Every type of the registry. Types that cannot be listed directly state what is missing. */
export function simulatedTypesText(
  registered: readonly RegisteredType[],
  rows: readonly BreadthRow[],
): string {
  const listed = new Map(rows.map((row) => [row.cloudFormation, row]));
  const siblings = new Set(registered.map((type) => partsOf(type).name));
  const lines = registered.map((type) => {
    const simulated = toSimulated(type, listed.get(type.cloudFormationType), siblings);
    return `${JSON.stringify(type.cloudFormationType)}:${JSON.stringify(simulated)}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

function toSimulated(
  type: RegisteredType,
  row: BreadthRow | undefined,
  siblings: ReadonlySet<string>,
): SimulatedType {
  const { primaryIdentifier: [id = 'Id', ...more] = [] } = type;
  if (row) {
    const arn = /^Properties\.(\w+)$/.exec(row.arn ?? '')?.[1];
    return {
      id,
      ...(arn !== undefined && { arn }),
      ...(row.tags !== undefined && { tags: row.tags }),
    };
  }
  const needs = more.length > 0 ? [id, ...more.slice(0, -1)] : parentsOf(type, siblings);
  return { id, needs };
}
