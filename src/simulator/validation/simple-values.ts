/** Checks of values without parts: their JavaScript types, lengths, ranges, patterns and enums. */

import type { NormalizedSchema } from '@smithy/core/schema';
import type { Constraint } from './constraints.ts';
import { memberPath, type Problem, type ProblemKind, sentence, TypeMismatch } from './problem.ts';

/** Adds the problems of a value to the list. Throws a `TypeMismatch`. */
export type ValueCheck = (
  value: unknown,
  parent: string,
  name: string | number,
  problems: Problem[],
) => void;

export function simpleCheck(
  schema: NormalizedSchema,
  constraint: Constraint | undefined,
): ValueCheck {
  const expectType = typeCheck(schema, constraint);
  const checkConstraint = constraint && constraintCheck(schema, constraint);
  if (!checkConstraint) return expectType;
  return (value, parent, name, problems) => {
    expectType(value, parent, name, problems);
    checkConstraint(value, parent, name, problems);
  };
}

function typeCheck(schema: NormalizedSchema, constraint: Constraint = {}): ValueCheck {
  if (schema.isStreaming() || schema.isDocumentSchema()) return () => {};
  if (schema.isStringSchema()) return expectType('String', (value) => typeof value === 'string');
  if (schema.isBooleanSchema()) return expectType('Boolean', (value) => typeof value === 'boolean');
  if (schema.isNumericSchema()) return numberCheck(constraint);
  if (schema.isTimestampSchema()) return expectType('Timestamp', isTime);
  if (schema.isBlobSchema()) return expectType('Blob', (value) => value instanceof Uint8Array);
  return () => {};
}

function numberCheck({ integer, float }: Constraint): ValueCheck {
  if (integer) return expectType('Integer', Number.isInteger);
  return expectType('Number', float ? (value) => typeof value === 'number' : Number.isFinite);
}

function isTime(value: unknown): boolean {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

function expectType(type: string, isType: (value: unknown) => boolean): ValueCheck {
  return (value, parent, name) => {
    if (!isType(value)) throw new TypeMismatch(mismatch(value, type, memberPath(parent, name)));
  };
}

/** The first two sentences are those of AWS's JSON services; where the value is comes from us. */
export function mismatch(value: unknown, type: string, path: string): string {
  if (Array.isArray(value)) return `Start of list found where not expected (${path})`;
  if (typeof value === 'object')
    return `Start of structure or map found where not expected (${path})`;
  return `${tokenOf(value)} cannot be converted to ${type} (${path})`;
}

function tokenOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return `${(typeof value).toUpperCase()}_VALUE`;
}

function constraintCheck(schema: NormalizedSchema, constraint: Constraint): ValueCheck | undefined {
  if (schema.isNumericSchema()) return rangeCheck(constraint);
  if (schema.isBlobSchema() && !schema.isStreaming()) return lengthCheck(constraint, byteLength);
  return schema.isStringSchema() ? textCheck(constraint) : undefined;
}

function byteLength(value: unknown): number {
  return (value as Uint8Array).byteLength;
}

function rangeCheck({ min = -Infinity, max = Infinity }: Constraint): ValueCheck {
  return (value, parent, name, problems) => {
    const add = adder(value, parent, name, problems);
    if ((value as number) < min) add('minValue', sentence.minValue(min));
    if ((value as number) > max) add('maxValue', sentence.maxValue(max));
  };
}

export function lengthCheck(
  { min = 0, max = Infinity }: Constraint,
  lengthOf: (value: unknown) => number,
): ValueCheck {
  return (value, parent, name, problems) => {
    const length = lengthOf(value);
    if (length >= min && length <= max) return;
    const add = adder(value, parent, name, problems);
    if (length < min) add('minLength', sentence.minLength(min));
    else add('maxLength', sentence.maxLength(max));
  };
}

function textCheck(constraint: Constraint): ValueCheck {
  const { enum: values, pattern } = constraint;
  const checkLength = lengthCheck(constraint, (value) => (value as string).length);
  const allowed = values && new Set(values);
  const fits = pattern === undefined ? undefined : matcher(constraint);
  return (value, parent, name, problems) => {
    const text = value as string;
    checkLength(text, parent, name, problems);
    const add = adder(value, parent, name, problems);
    if (fits && !fits(text)) add('pattern', sentence.pattern(pattern ?? ''));
    if (allowed && !allowed.has(text)) add('enum', sentence.enum(values ?? []));
  };
}

/** AWS matches the whole text. A text that is too long for the pattern, or for its member, is not matched. */
function matcher({ pattern = '', matchLimit = Infinity, max = Infinity }: Constraint) {
  const compiled = new RegExp(`^(?:${pattern})$`, 'u');
  const limit = Math.min(matchLimit, max);
  return (text: string) => text.length > limit || compiled.test(text);
}

function adder(value: unknown, parent: string, name: string | number, problems: Problem[]) {
  return (kind: ProblemKind, constraint: string) => {
    problems.push({ path: memberPath(parent, name), value, kind, constraint });
  };
}
