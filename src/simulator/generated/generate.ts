/** Generates values from schemas, the same for the same seed: listable resources of services without handlers. */

import type { NormalizedSchema } from '@smithy/core/schema';
import type { Random } from '../../model/random.ts';
import type { KnownResources } from './known-resources.ts';
import type { NamingContext } from './naming-context.ts';
import type { ResourceOrigin } from './resource-origin.ts';
import { nounOf, singular, textFor } from './words.ts';

export interface Generating {
  readonly origin: ResourceOrigin;
  readonly estate: KnownResources;
  readonly random: Random;
}

const maxDepth = 5;
const since = Date.UTC(2024, 0, 1);
const span = 600 * 86_400_000;

/** A structure with an id of its own: `cluster-1`. */
export function generateStructure(
  schema: NormalizedSchema,
  id: string,
  generating: Generating,
  depth = 0,
): Record<string, unknown> {
  const named: NamingContext = {
    ...generating,
    id,
    noun: nounOf(schema.getName()?.split('#').at(-1) ?? ''),
  };
  const members: [string, unknown][] = [];
  for (const [name, member] of schema.structIterator()) {
    if (isToken(name)) continue;
    const value = generateValue(name, member, { ...generating, named, depth });
    if (value === undefined) continue;
    members.push([name, value]);
    // Exactly one member of a union is set.
    if (schema.isUnionSchema()) break;
  }
  return Object.fromEntries(members);
}

/** Nested lists are not paged; only the listing itself is. */
function isToken(name: string): boolean {
  return /^(next\w*|\w*marker|\w*token|position|istruncated|hasmore\w*)$/i.test(name);
}

interface NestedContext extends Generating {
  readonly named: NamingContext;
  readonly depth: number;
}

function generateValue(name: string, schema: NormalizedSchema, within: NestedContext): unknown {
  const { random, named, depth } = within;
  if (schema.isListSchema()) return depth > maxDepth ? [] : listOf(name, schema, within);
  if (schema.isMapSchema()) return depth > maxDepth ? {} : mapOf(name, schema, within);
  if (schema.isStructSchema() || schema.isUnionSchema()) {
    if (depth > maxDepth) return undefined;
    return generateStructure(schema, named.id, within, depth + 1);
  }
  if (schema.isTimestampSchema()) return new Date(since + random.integer(span));
  if (schema.isBooleanSchema()) return random.chance(0.5);
  if (schema.isNumericSchema()) return 1 + random.integer(9);
  if (schema.isBlobSchema()) return new TextEncoder().encode(named.id);
  if (schema.isDocumentSchema()) return {};
  return textFor(name, named);
}

function listOf(name: string, schema: NormalizedSchema, within: NestedContext): unknown[] {
  const element = schema.getValueSchema();
  if (isTag(element)) return tagsOf(element, within.random);
  const noun = singular(name);
  return [generateValue(noun, element, { ...within, depth: within.depth + 1 })].filter(
    (value) => value !== undefined,
  );
}

function mapOf(
  name: string,
  schema: NormalizedSchema,
  within: NestedContext,
): Record<string, unknown> {
  const isTags = /tag/i.test(name) && schema.getValueSchema().isStringSchema();
  const key = isTags ? 'team' : 'Key1';
  const value = isTags
    ? within.random.pick(teams)
    : generateValue('Value', schema.getValueSchema(), { ...within, depth: within.depth + 1 });
  return value === undefined ? {} : { [key]: value };
}

const teams = ['payments', 'search', 'catalog', 'data'];

function isTag(schema: NormalizedSchema): boolean {
  if (!schema.isStructSchema()) return false;
  const names = Object.keys(schema.getMemberSchemas()).map((name) => name.toLowerCase());
  return (
    /Tag/.test(schema.getName() ?? '') &&
    names.some((name) => name.endsWith('key')) &&
    names.some((name) => name.endsWith('value'))
  );
}

function tagsOf(schema: NormalizedSchema, random: Random): object[] {
  const names = Object.keys(schema.getMemberSchemas());
  const key = names.find((name) => /key$/i.test(name)) ?? 'Key';
  const value = names.find((name) => /value$/i.test(name)) ?? 'Value';
  return random.chance(0.7) ? [{ [key]: 'team', [value]: random.pick(teams) }] : [];
}
