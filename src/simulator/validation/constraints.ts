/**
 * Lengths, ranges, patterns and enums of the members of inputs. `models/constraints.ts` reads them from botocore's
 * data, because the schemas of the SDK do not have them.
 */

import { readFileSync } from 'node:fs';

/** The constraints of one value; those of elements, keys and values inside it. */
export interface Constraint {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  /** Longest text that is matched against the pattern: it backtracks. */
  readonly matchLimit?: number;
  readonly enum?: readonly string[];
  /** A whole number. */
  readonly integer?: boolean;
  /** A number that may be infinite, or not a number. */
  readonly float?: boolean;
  readonly member?: Constraint;
  readonly key?: Constraint;
  readonly value?: Constraint;
}

/** By the names of a structure and its member. */
export type ServiceConstraints = (structure: string, member: string) => Constraint | undefined;

interface StoredRule extends Omit<Constraint, 'member' | 'key' | 'value'> {
  readonly member?: number;
  readonly key?: number;
  readonly value?: number;
}

interface StoredConstraints {
  readonly rules: readonly StoredRule[];
  readonly structures: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

interface StoredFile {
  readonly services: Readonly<Record<string, StoredConstraints | undefined>>;
}

let stored: StoredFile | undefined;

/** Read on first use. A service without handlers has no constraints. */
export function constraintsOf(service: string): ServiceConstraints {
  stored ??= read();
  const found = stored.services[service];
  if (!found) return () => undefined;
  const { rules, structures } = found;
  return (structure, member) => link(rules, structures[structure]?.[member]);
}

function link(rules: readonly StoredRule[], index: number | undefined): Constraint | undefined {
  const rule = index === undefined ? undefined : rules[index];
  if (!rule) return undefined;
  const { member, key, value, ...own } = rule;
  const linked = {
    member: link(rules, member),
    key: link(rules, key),
    value: link(rules, value),
  };
  const present = Object.entries(linked).filter(([, constraint]) => constraint !== undefined);
  return { ...own, ...Object.fromEntries(present) };
}

function read(): StoredFile {
  const text = readFileSync(new URL('constraints.json', import.meta.url), 'utf8');
  return JSON.parse(text) as StoredFile;
}
