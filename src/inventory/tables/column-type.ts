/** The type of a column in SQL, from what AWS's models declare for the member of a resource. */

import type { NormalizedSchema } from '@smithy/core/schema';
import type { RecordShape } from '../catalogue/resource-shape.ts';
import { quoteName } from '../read/quote.ts';

/** DuckDB's, as SQL: `VARCHAR`, `STRUCT("Code" BIGINT, "Name" VARCHAR)`, `MAP(VARCHAR, VARCHAR)[]`. */
export type SqlType = string;

export interface TypeContext {
  /** Name of the member, for numbers: AWS's schemas at run time do not say which of them are whole. */
  readonly name: string;
  readonly isWhole: (name: string) => boolean;
  /** Names of the structures that contain it: a structure within itself is JSON. */
  readonly ancestors?: readonly string[];
}

/** Embedded documents, recursive structures and members of several kinds are JSON. */
export function columnType(shape: RecordShape, context: TypeContext): SqlType {
  const { schemas, isDocument } = shape;
  if (isDocument) return 'JSON';
  const kinds = new Set(schemas.map(kindOf));
  if (shape.names().length > 0)
    return kinds.isSubsetOf(structure) ? structType(shape, context) : 'JSON';
  const [kind, ...more] = kinds;
  if (kind === undefined || more.length > 0) return 'JSON';
  const element = () => columnType(shape.element(), context);
  switch (kind) {
    case 'list':
      return `${element()}[]`;
    case 'map':
      return `MAP(VARCHAR, ${element()})`;
    case 'number':
      return context.isWhole(context.name) ? 'BIGINT' : 'DOUBLE';
    default:
      return scalars[kind];
  }
}

type Kind = 'structure' | 'list' | 'map' | 'number' | keyof typeof scalars;

const scalars = {
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
  time: 'TIMESTAMP',
  document: 'JSON',
  structure: 'JSON',
} as const;

const structure: ReadonlySet<Kind> = new Set(['structure']);

function kindOf(schema: NormalizedSchema): Kind {
  if (schema.isStructSchema()) return 'structure';
  if (schema.isListSchema()) return 'list';
  if (schema.isMapSchema()) return 'map';
  if (schema.isNumericSchema()) return 'number';
  if (schema.isBooleanSchema()) return 'boolean';
  if (schema.isTimestampSchema()) return 'time';
  // Blobs are recorded in base64, and large numbers as text.
  return schema.isDocumentSchema() ? 'document' : 'text';
}

function structType(shape: RecordShape, context: TypeContext): SqlType {
  const { ancestors = [] } = context;
  const own = shape.schemas.map((schema) => schema.getName(true) ?? '');
  const names = shape.names();
  // DuckDB does not distinguish the case of names.
  const areDistinct = new Set(names.map((name) => name.toLowerCase())).size === names.length;
  if (!areDistinct || own.some((name) => ancestors.includes(name))) return 'JSON';
  const fields = names.map((name) => {
    const inner = { ...context, name, ancestors: [...ancestors, ...own] };
    const member = shape.member(name);
    return `${quoteName(name)} ${member ? columnType(member, inner) : 'JSON'}`;
  });
  return `STRUCT(${fields.join(', ')})`;
}
