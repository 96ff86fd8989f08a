/** Compares a stored resource with AWS's models. */

import type { NormalizedSchema } from '@smithy/core/schema';
import { isStructure } from '../collect/path.ts';
import { redacted } from '../collect/redact.ts';
import type { RecordShape } from '../collect/resource-shape.ts';

/** Returns the differences, `SecurityGroups[].Colour is not a member`; none where all is well. */
export function modelMismatches(value: unknown, shape: RecordShape, at = ''): string[] {
  if (shape.isDocument || shape.schemas.some((schema) => schema.isDocumentSchema())) return [];
  if (Array.isArray(value)) return listMismatches(value, shape, at);
  if (isStructure(value)) return structureMismatches(value, shape, at);
  if (shape.schemas.some((schema) => isOf(schema, value))) return [];
  return [`${at} is ${JSON.stringify(value)}, not ${namesOf(shape)}`];
}

function listMismatches(list: readonly unknown[], shape: RecordShape, at: string): string[] {
  if (!shape.schemas.some((schema) => schema.isListSchema()))
    return [`${at} is a list, not ${namesOf(shape)}`];
  return list.flatMap((one) => modelMismatches(one, shape.element(), `${at}[]`));
}

function structureMismatches(
  structure: Readonly<Record<string, unknown>>,
  shape: RecordShape,
  at: string,
): string[] {
  const isMap = shape.schemas.some((schema) => schema.isMapSchema());
  return Object.entries(structure).flatMap(([name, value]) => {
    const place = at === '' ? name : `${at}.${name}`;
    const member = shape.member(name) ?? (isMap ? shape.element() : undefined);
    return member ? modelMismatches(value, member, place) : [`${place} is not a member`];
  });
}

/** As JSON has them: times as ISO 8601, blobs as base64, big numbers as text. */
function isOf(schema: NormalizedSchema, value: unknown): boolean {
  if (typeof value === 'boolean') return schema.isBooleanSchema();
  if (typeof value === 'number') return schema.isNumericSchema();
  if (typeof value !== 'string') return false;
  if (value === redacted) return true;
  if (schema.isTimestampSchema()) return new Date(value).toJSON() === value;
  if (schema.isBlobSchema()) return Buffer.from(value, 'base64').toString('base64') === value;
  const isBig = schema.isBigIntegerSchema() || schema.isBigDecimalSchema();
  return schema.isStringSchema() || (isBig && /^-?[\d.]+$/.test(value));
}

function namesOf({ schemas }: RecordShape): string {
  return schemas.map((schema) => schema.getName(true) ?? String(schema.getSchema())).join(' or ');
}
