/** CloudFormation's types, read when the first is asked for. */

import { readFileSync } from 'node:fs';
import type { SimulatedType } from './simulated-type.ts';

let types: Readonly<Record<string, SimulatedType>> | undefined;

/** Undefined for what no registry knows. */
export function simulatedType(name: string): SimulatedType | undefined {
  types ??= JSON.parse(
    readFileSync(new URL('simulated-types.json', import.meta.url), 'utf8'),
  ) as Readonly<Record<string, SimulatedType>>;
  return Object.hasOwn(types, name) ? types[name] : undefined;
}
