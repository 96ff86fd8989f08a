/** Inputs of operations that services accept often enough to reach their handlers, and strange ones in between. */

import { NormalizedSchema } from '@smithy/core/schema';
import type { RandomSource } from '../random-value.ts';
import { documents, plausibleTexts, strangeTexts } from './texts.ts';

/** As the simulator has them, by structure and member. */
export type FindConstraint = (structure: string, member: string) => TextConstraint | undefined;

interface TextConstraint {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly member?: TextConstraint;
  readonly key?: TextConstraint;
  readonly value?: TextConstraint;
}

export interface InputOptions {
  readonly random: RandomSource;
  readonly constraint: FindConstraint;
}

const maxDepth = 5;

export function plausibleInput(schema: unknown, options: InputOptions): Record<string, unknown> {
  const normalized = NormalizedSchema.of(schema as never);
  return normalized.isStructSchema() ? structure(normalized, options, 0) : {};
}

function structure(
  schema: NormalizedSchema,
  options: InputOptions,
  depth: number,
): Record<string, unknown> {
  const { random, constraint } = options;
  const required = (schema.getSchema() as unknown as readonly unknown[])[6];
  const all = [...schema.structIterator()];
  const chosen = schema.isUnionSchema() ? [pick(all, random)] : all;
  const density = pick([0, 0.05, 0.1, 0.2, 0.35, 0.9], random);
  const entries = chosen.flatMap(([name, member], index) => {
    const isCertain = schema.isUnionSchema() || index < Number(required ?? 0);
    if (!isCertain && (random() > density || depth > maxDepth)) return [];
    const rule = constraint(schema.getName() ?? '', name);
    const made = value(member, { name, rule, options, depth: depth + 1 });
    return made === undefined ? [] : [[name, made] as const];
  });
  return Object.fromEntries(entries);
}

interface ValueContext {
  readonly name: string;
  readonly rule: TextConstraint | undefined;
  readonly options: InputOptions;
  readonly depth: number;
}

function value(schema: NormalizedSchema, place: ValueContext): unknown {
  const { rule, options, depth, name } = place;
  const { random } = options;
  if (schema.isStructSchema()) {
    return depth > maxDepth * 2 ? undefined : structure(schema, options, depth);
  }
  if (schema.isListSchema()) {
    const element = schema.getValueSchema();
    return made(count(rule, random), () => value(element, { ...place, rule: rule?.member }));
  }
  if (schema.isMapSchema()) {
    const element = schema.getValueSchema();
    const pairs = made(count(rule, random), () => [
      text({ ...place, rule: rule?.key }),
      value(element, { ...place, rule: rule?.value }),
    ]);
    return Object.fromEntries(pairs as [string, unknown][]);
  }
  if (schema.isBlobSchema()) return new TextEncoder().encode(pick(documents, random));
  if (schema.isTimestampSchema()) return new Date(Math.floor(random() * 2_000_000_000) * 1000);
  if (schema.isBooleanSchema()) return random() < 0.5;
  if (schema.isNumericSchema()) return number(rule, random);
  if (schema.isStringSchema()) return text({ ...place, name });
  return undefined;
}

function made(length: number, make: () => unknown): unknown[] {
  return Array.from({ length }, make).filter((one) => one !== undefined);
}

function count(rule: TextConstraint | undefined, random: RandomSource): number {
  return Math.max(rule?.min ?? 0, Math.floor(random() * 3));
}

const numbers = [0, 1, 2, 5, 10, 60, 300, 1_000, 86_400];
const strangeNumbers = [-1, 2_147_483_647, 9_007_199_254_740_991, 0.5, -1e300];

function number(rule: TextConstraint | undefined, random: RandomSource): number {
  if (random() < 0.05) return pick(strangeNumbers, random);
  const [min, max] = [rule?.min ?? 0, rule?.max ?? Infinity];
  const fitting = numbers.filter((one) => one >= min && one <= max);
  return fitting.length > 0 ? pick(fitting, random) : min;
}

function text({ name, rule, options: { random } }: ValueContext): string {
  if (random() < 0.05) return pick(strangeTexts, random);
  if (rule?.enum && random() < 0.95) return pick(rule.enum, random);
  const pattern =
    rule?.pattern === undefined ? undefined : new RegExp(`^(?:${rule.pattern})$`, 'u');
  const [min, max] = [rule?.min ?? 0, rule?.max ?? Infinity];
  const candidates = [...plausibleTexts(name), ...made(4, () => pick(plausibleTexts(''), random))];
  const fitting = (candidates as string[]).filter(
    (one) => one.length >= min && one.length <= max && (pattern?.test(one) ?? true),
  );
  return fitting.length > 0 ? pick(fitting, random) : pick(candidates as string[], random);
}

export function pick<T>(values: readonly T[], random: RandomSource): T {
  return values[Math.floor(random() * values.length)] as T;
}
