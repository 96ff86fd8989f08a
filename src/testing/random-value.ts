/** Random inputs and outputs made from schemas, the same for the same seed. */

import type { NormalizedSchema } from '@smithy/core/schema';

export interface RandomLimits {
  /** Lists and maps without elements: JSON and CBOR carry them, most of the XML protocols do not. */
  readonly emptyCollections: boolean;
  /** Probability of optional members. */
  readonly density: number;
}

export type RandomSource = () => number;

/** Mulberry32: small, and good enough to mix test values. */
export function seeded(seed: number): RandomSource {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const texts = [
  'plain',
  'two words',
  'ünïcödé 漢字 🚀',
  `<a href="x">&amp; 'quoted'</a>`,
  'a/b//c+d=e?f#g%20h%',
  'line\nbreak\ttab',
  '0',
  'true',
  '.',
];
const headerTexts = ['plain', 'two words', 'a, b', '"q"', 'a/b+c=d;e', '0'];
const labels = ['plain', 'two words', 'a/b//c', 'ünï 漢', 'a+b&c=d?e#f%20', "(it's)*!~", 'x/'];
const numbers = [0, 1, -1, 42, 2_147_483_647, 1_600_000_000];

const maxDepth = 5;

export function randomStructure(
  schema: NormalizedSchema,
  random: RandomSource,
  limits: RandomLimits,
  depth = 0,
): Record<string, unknown> {
  const members = [...schema.structIterator()];
  const entries: [string, unknown][] = [];
  const chosen = schema.isUnionSchema() ? shuffled(members, random) : members;
  for (const [index, [name, member]] of chosen.entries()) {
    if (schema.isUnionSchema() && entries.length > 0) break;
    const value = isIncluded(schema, member, index, random, limits)
      ? randomMember(member, random, limits, depth)
      : undefined;
    if (value !== undefined) entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}

function isIncluded(
  schema: NormalizedSchema,
  member: NormalizedSchema,
  index: number,
  random: RandomSource,
  { density }: RandomLimits,
): boolean {
  const [, , , , , , required = 0] = schema.getSchema() as unknown as [...unknown[], number];
  const certain = schema.isUnionSchema() || index < Number(required);
  const { idempotencyToken, httpPayload } = member.getMergedTraits();
  // The client generates an absent token, and S3's client takes an absent document for an aborted request.
  return certain || Boolean(idempotencyToken ?? httpPayload) || random() < density;
}

function randomMember(
  member: NormalizedSchema,
  random: RandomSource,
  limits: RandomLimits,
  depth: number,
): unknown {
  const traits = member.getMergedTraits();
  if (traits.httpLabel) return pick(labels, random);
  if (traits.httpResponseCode) return 206;
  if (typeof traits.httpPrefixHeaders === 'string') return { one: 'a b', 'two-x': '2' };
  if (traits.httpHeader !== undefined) return randomHeader(member, random);
  return randomValue(member, random, limits, depth + 1);
}

function randomHeader(schema: NormalizedSchema, random: RandomSource): unknown {
  if (schema.isListSchema()) return [pick(headerTexts, random), pick(headerTexts, random)];
  if (schema.isStringSchema()) return pick(headerTexts, random);
  if (schema.isTimestampSchema()) return wholeSecond(random);
  return randomSimple(schema, random);
}

/** Undefined where a recursive shape is deep enough. */
function randomValue(
  schema: NormalizedSchema,
  random: RandomSource,
  limits: RandomLimits,
  depth: number,
): unknown {
  if (schema.isStructSchema()) return filled(schema, random, limits, depth);
  if (schema.isListSchema()) {
    if (limits.emptyCollections && random() < 0.1) return [];
    return nonEmpty(randomElements(schema, random, limits, depth));
  }
  if (schema.isMapSchema()) {
    if (limits.emptyCollections && random() < 0.1) return {};
    const values = randomElements(schema, random, limits, depth);
    const entries = values.map((value, index) => [`${pick(texts, random)}${index}`, value]);
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }
  return randomSimple(schema, random);
}

/** Structures without members are lost in forms and XML, in the SDK as in AWS. */
function filled(
  schema: NormalizedSchema,
  random: RandomSource,
  limits: RandomLimits,
  depth: number,
) {
  if (depth > maxDepth) return undefined;
  const value = randomStructure(schema, random, limits, depth);
  if (Object.keys(value).length > 0) return value;
  const whole = randomStructure(schema, random, { ...limits, density: 1 }, depth);
  return Object.keys(whole).length > 0 ? whole : undefined;
}

function randomElements(
  schema: NormalizedSchema,
  random: RandomSource,
  limits: RandomLimits,
  depth: number,
) {
  const count = depth > 2 ? 1 : 1 + Math.floor(random() * 3);
  const element = schema.getValueSchema();
  return Array.from({ length: count }, () =>
    randomValue(element, random, limits, depth + 1),
  ).filter((value) => value !== undefined);
}

function randomSimple(schema: NormalizedSchema, random: RandomSource): unknown {
  if (schema.isBlobSchema()) return randomBytes(random);
  if (schema.isTimestampSchema()) return randomDate(schema, random);
  if (schema.isBooleanSchema()) return random() < 0.5;
  if (schema.isNumericSchema()) return pick(numbers, random);
  if (schema.isBigIntegerSchema()) return 9_007_199_254_740_993n;
  if (schema.isDocumentSchema()) return { text: pick(texts, random), list: [1, true, null] };
  return pick(texts, random);
}

function randomBytes(random: RandomSource): Uint8Array {
  return Uint8Array.from({ length: 1 + Math.floor(random() * 9) }, () =>
    Math.floor(random() * 256),
  );
}

/** HTTP dates have no fractions of a second. */
function randomDate(schema: NormalizedSchema, random: RandomSource): Date {
  const date = wholeSecond(random);
  const httpDate = 6;
  if (schema.getSchema() !== httpDate && random() < 0.3) date.setMilliseconds(250);
  return date;
}

function wholeSecond(random: RandomSource): Date {
  return new Date(Math.floor(random() * 2_000_000_000) * 1000);
}

function nonEmpty<T>(values: readonly T[]): readonly T[] | undefined {
  return values.length === 0 ? undefined : values;
}

function shuffled<T>(values: readonly T[], random: RandomSource): T[] {
  return values
    .map((value) => [random(), value] as const)
    .sort(([left], [right]) => left - right)
    .map(([, value]) => value);
}

function pick<T>(values: readonly T[], random: RandomSource): T {
  return values[Math.floor(random() * values.length)] as T;
}
