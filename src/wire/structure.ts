/** Synthetic structures from a model's own members: envelopes, bodies without the bound members, error documents. */

import { deref, NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef, SchemaTraits, StaticStructureSchema } from '@smithy/types';
import type { OperationModel } from '../aws/models/service-model.ts';

export type StructureMember = readonly [name: string, schema: $SchemaRef];

/** The static form of an operation's input or output; undefined where the model has none. */
export function structureOf(schema: unknown): StaticStructureSchema | undefined {
  if (schema === undefined) return undefined;
  const target = deref(schema as $SchemaRef);
  return Array.isArray(target) ? (target as unknown as StaticStructureSchema) : undefined;
}

export function membersOf(schema: StaticStructureSchema | undefined): StructureMember[] {
  if (!schema) return [];
  const [, , , , names, members] = schema;
  return names.map((name, index) => [name, members[index] as $SchemaRef]);
}

export function inputOf(operation: OperationModel): NormalizedSchema {
  return NormalizedSchema.of(operation.schema[4]);
}

export function outputOf(operation: OperationModel): NormalizedSchema {
  return NormalizedSchema.of(operation.schema[5]);
}

/** A structure under our own name. `traits` are those of the shape that it replaces. */
export function structure(
  name: string,
  members: readonly StructureMember[],
  traits: SchemaTraits = 0,
): StaticStructureSchema {
  return [
    3,
    'flotilla.wire',
    name,
    traits,
    members.map(([member]) => member),
    members.map(([, schema]) => schema),
  ];
}

/** Members with their traits merged, as the codecs see them. */
export function normalizedMembers(
  schema: StaticStructureSchema | undefined,
): (readonly [string, NormalizedSchema])[] {
  if (!schema) return [];
  return [...NormalizedSchema.of(schema).structIterator()];
}

/** A structure is `[3, namespace, name, traits, member names, member schemas, number of required ones]`. */
export function requiredCount(schema: NormalizedSchema): number {
  const form = schema.getSchema() as unknown as readonly unknown[];
  return typeof form[6] === 'number' ? form[6] : 0;
}

const required = new WeakMap<OperationModel, readonly string[]>();

/** The required members of an operation's input. */
export function requiredMembers(operation: OperationModel): readonly string[] {
  const known = required.get(operation);
  if (known) return known;
  const schema = inputOf(operation);
  const members = schema.isStructSchema() ? Object.keys(schema.getMemberSchemas()) : [];
  const found = members.slice(0, members.length === 0 ? 0 : requiredCount(schema));
  required.set(operation, found);
  return found;
}
