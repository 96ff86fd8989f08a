/** What is wrong with a value of an input, and how AWS writes it. */

import type { Constraint } from './constraints.ts';

/** The kinds that Organizations has reasons for. */
export type ProblemKind =
  | 'required'
  | 'minLength'
  | 'maxLength'
  | 'minValue'
  | 'maxValue'
  | 'pattern'
  | 'enum';

export interface Problem {
  /** `keySchema.1.member.attributeName` */
  readonly path: string;
  readonly value: unknown;
  readonly kind: ProblemKind;
  /** `Member must not be null` */
  readonly constraint: string;
}

/** A value of another type than the model's: the service cannot even read it. */
export class TypeMismatch extends Error {
  override readonly name = 'TypeMismatch';
  /** How many members a union has that must have one. */
  readonly members: number | undefined;

  constructor(message: string, members?: number) {
    super(message);
    this.members = members;
  }
}

/** AWS writes names with a small first letter, and the elements of lists and maps as members. */
export function memberPath(parent: string, name: string | number): string {
  if (typeof name === 'number') return `${parent}.${name + 1}.member`;
  const own = name.charAt(0).toLowerCase() + name.slice(1);
  return parent === '' ? own : `${parent}.${own}`;
}

export function entryPath(parent: string, key: string): string {
  return `${parent}.${key}.member`;
}

const maxShown = 1_024;

/** As Java writes it: `[a, b]`, `KeySchemaElement(attributeName=id, keyType=HASH)` without the name. */
export function shown(value: unknown): string {
  const text = javaText(value);
  return text.length > maxShown ? `${text.slice(0, maxShown)}...` : text;
}

function javaText(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `java.nio.HeapByteBuffer[lim=${value.byteLength}]`;
  if (Array.isArray(value)) return `[${value.slice(0, 100).map(javaText).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value).slice(0, 100);
  return `{${entries.map(([name, one]) => `${name}=${javaText(one)}`).join(', ')}}`;
}

/** All of a constraint's own sentences, for an element of a list or a map. */
export function sentencesOf({ min, max, pattern, enum: values }: Constraint): readonly string[] {
  return [
    ...(max === undefined ? [] : [sentence.maxLength(max)]),
    ...(min === undefined ? [] : [sentence.minLength(min)]),
    ...(pattern === undefined ? [] : [sentence.pattern(pattern)]),
    ...(values === undefined ? [] : [sentence.enum(values)]),
  ];
}

export const sentence = {
  required: 'Member must not be null',
  minLength: (min: number) => `Member must have length greater than or equal to ${min}`,
  maxLength: (max: number) => `Member must have length less than or equal to ${max}`,
  minValue: (min: number) => `Member must have value greater than or equal to ${min}`,
  maxValue: (max: number) => `Member must have value less than or equal to ${max}`,
  pattern: (pattern: string) => `Member must satisfy regular expression pattern: ${pattern}`,
  enum: (values: readonly string[]) => `Member must satisfy enum value set: [${values.join(', ')}]`,
};
