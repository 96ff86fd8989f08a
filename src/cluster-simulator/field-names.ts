/**
 * The field names of every kind, read from the declarations that are generated from the published OpenAPI schema. Its
 * compiled validators accept unknown fields, as JSON Schema does; these names detect misspelt fields.
 */

import { readFileSync } from 'node:fs';

export interface FieldNames {
  /** Undefined where the content is not described: anything is accepted. */
  readonly of: ReadonlyMap<string, Field>;
}

interface Field {
  /** The fields of the object, of each item or of each value, on demand: the schema of JSON Schema contains itself. */
  readonly inner: () => FieldNames | undefined;
  readonly isMap: boolean;
}

/** `module` is a path in the package, as in `batch/v1/Job`. */
export function fieldsOf(module: string): FieldNames {
  const fields = readFields(import.meta.resolve(`kubernetes-models/${module}`));
  if (!fields) throw new Error(`no fields are declared in kubernetes-models/${module}`);
  return fields;
}

/** The paths of fields that do not exist: `spec.template.spec.containers[0].imagee`. */
export function unknownFields(value: unknown, fields: FieldNames | undefined, path = ''): string[] {
  if (!fields || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => unknownFields(item, fields, `${path}[${index}]`));
  }
  return Object.entries(value).flatMap(([name, content]) => {
    const place = path === '' ? name : `${path}.${name}`;
    const field = fields.of.get(name);
    if (!field) return [place];
    return field.isMap
      ? valuesUnknown(content, field, place)
      : unknownFields(content, field.inner(), place);
  });
}

/** The value without the fields that do not exist. */
export function knownOnly(value: unknown, fields: FieldNames | undefined): unknown {
  if (!fields || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => knownOnly(item, fields));
  const kept = Object.entries(value).flatMap(([name, content]) => {
    const field = fields.of.get(name);
    if (!field) return [];
    const isMap = field.isMap && typeof content === 'object' && content !== null;
    return [[name, isMap ? mapValues(content, field) : knownOnly(content, field.inner())]];
  });
  return Object.fromEntries(kept);
}

function mapValues(map: object, { inner }: Field): object {
  return Object.fromEntries(
    Object.entries(map).map(([key, content]) => [key, knownOnly(content, inner())]),
  );
}

function valuesUnknown(value: unknown, { inner }: Field, path: string): string[] {
  if (typeof value !== 'object' || value === null || !inner()) return [];
  return Object.entries(value).flatMap(([key, content]) =>
    unknownFields(content, inner(), `${path}.${key}`),
  );
}

const known = new Map<string, FieldNames | undefined>();

function readFields(moduleUrl: string): FieldNames | undefined {
  if (known.has(moduleUrl)) return known.get(moduleUrl);
  const text = readFileSync(new URL(moduleUrl.replace(/\.js$/, '.d.ts')), 'utf8');
  const fields = parseDeclaration(text, moduleUrl);
  known.set(moduleUrl, fields);
  return fields;
}

/** Undefined where the type is not an object with fields: a quantity, a time. */
function parseDeclaration(text: string, moduleUrl: string): FieldNames | undefined {
  const found = /^export interface I\w+( extends TypeMeta)? \{\n([\s\S]*?)^\}/m.exec(text);
  if (!found) return undefined;
  const [, typeMeta, body = ''] = found;
  const imported = importsOf(text, moduleUrl);
  const of = new Map<string, Field>();
  if (typeMeta) for (const name of ['apiVersion', 'kind']) of.set(name, leaf);
  for (const [, name = '', valueType, type = ''] of body.matchAll(fieldLine)) {
    const mentioned = /\bI[A-Z]\w*/.exec(valueType ?? type)?.[0] ?? '';
    const url = imported.get(mentioned);
    const inner = () => (url === undefined ? undefined : readFields(url));
    of.set(name, { inner, isMap: valueType !== undefined });
  }
  return { of };
}

/** A field's type ends with its line, or is a map whose value type follows on the next one. */
const fieldLine = /^ {4}"([^"]+)"\??: (?:\{\n\s*\[key: string\]: ([^\n]+);\n\s*\}|([^{\n]+));/gm;

function importsOf(text: string, moduleUrl: string): ReadonlyMap<string, string> {
  const lines = text.matchAll(/^import \{ (\w+) \} from "([^"]+)";/gm);
  return new Map(
    [...lines].map(([, name = '', from = '']) => [
      name,
      from.startsWith('.') ? new URL(from, moduleUrl).href : import.meta.resolve(from),
    ]),
  );
}

const leaf: Field = { inner: () => undefined, isMap: false };
