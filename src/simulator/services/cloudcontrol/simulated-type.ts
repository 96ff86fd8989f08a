/** What the simulated Cloud Control knows about CloudFormation's types: written by `models/`, loaded on first use. */

import { readFileSync } from 'node:fs';
import type { SimulatedType } from '../../../aws/models/simulated-type.ts';

let types: Readonly<Record<string, SimulatedType>> | undefined;

/** Undefined for types that are not in the registry. */
export function simulatedType(name: string): SimulatedType | undefined {
  types ??= JSON.parse(
    readFileSync(new URL('simulated-types.json', import.meta.url), 'utf8'),
  ) as Readonly<Record<string, SimulatedType>>;
  return Object.hasOwn(types, name) ? types[name] : undefined;
}
