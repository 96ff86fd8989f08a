/** What the simulated Cloud Control knows about CloudFormation's types: written by `models/`, loaded on first use. */

import { readFileSync } from 'node:fs';

export interface SimulatedType {
  /** The property that identifies a resource. */
  readonly id: string;
  /** The property with the ARN, where it differs from the identifier. */
  readonly arn?: string;
  /** The property that holds its tags. */
  readonly tags?: string;
  /** Properties that a listing requires; empty where the type cannot be listed. */
  readonly needs?: readonly string[];
}

let types: Readonly<Record<string, SimulatedType>> | undefined;

/** Undefined for types that are not in the registry. */
export function simulatedType(name: string): SimulatedType | undefined {
  types ??= JSON.parse(
    readFileSync(new URL('simulated-types.json', import.meta.url), 'utf8'),
  ) as Readonly<Record<string, SimulatedType>>;
  return Object.hasOwn(types, name) ? types[name] : undefined;
}
