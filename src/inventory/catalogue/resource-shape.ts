/**
 * The types that AWS's models declare for the resource of a catalogue entry, after listing and details: which members
 * belong to the API, which keys are data, and where embedded documents are.
 */

import { NormalizedSchema } from '@smithy/core/schema';
import { serviceModel } from '../../aws/models/service-model.ts';
import type { CatalogueEntry, DetailDefinition, MemberPath } from './entry.ts';

export interface RecordShape {
  /** The possible types of a structure: a listed item with a merged detail has both. */
  readonly schemas: readonly NormalizedSchema[];
  /** Parsed from a text, or free-form: nothing inside is a member of the API. */
  readonly isDocument: boolean;
  readonly isTime: boolean;
  /** Names of its members, of a structure. */
  names(): readonly string[];
  /** Of a list, or of the values of a map. */
  element(): RecordShape;
  /** Undefined for a key that is data. */
  member(name: string): RecordShape | undefined;
}

/** Cached per entry. */
export function shapeOf(entry: CatalogueEntry): RecordShape {
  const known = shapes.get(entry);
  if (known) return known;
  const made = build(entry);
  shapes.set(entry, made);
  return made;
}

const shapes = new WeakMap<CatalogueEntry, RecordShape>();

/** A shape under construction: added members take precedence over the schemas. */
interface Sketch extends RecordShape {
  readonly schemas: NormalizedSchema[];
  isDocument: boolean;
  element(): Sketch;
  member(name: string): Sketch | undefined;
  /** Adds schemas to the member of this name. */
  graft(name: string, schemas: readonly NormalizedSchema[]): Sketch;
}

function sketch(initial: readonly NormalizedSchema[]): Sketch {
  const schemas = [...initial];
  const members = new Map<string, Sketch>();
  let element: Sketch | undefined;
  const graft = (name: string, more: readonly NormalizedSchema[]) => {
    const grown = members.get(name) ?? sketch([]);
    grown.schemas.push(...more);
    members.set(name, grown);
    return grown;
  };
  return {
    schemas,
    isDocument: false,
    get isTime() {
      return schemas.some((schema) => schema.isTimestampSchema());
    },
    names() {
      const declared = schemas.filter((schema) => schema.isStructSchema());
      const names = declared.flatMap((schema) => Object.keys(schema.getMemberSchemas()));
      return [...new Set([...names, ...members.keys()])];
    },
    element() {
      element ??= sketch(schemas.filter(isCollection).map((schema) => schema.getValueSchema()));
      return element;
    },
    member(name) {
      const known = members.get(name);
      if (known) return known;
      const found = schemas.flatMap(memberOf(name));
      return found.length === 0 ? undefined : graft(name, found);
    },
    graft,
  };
}

function build({ model, list, details = [], json = [], csv = [] }: CatalogueEntry): RecordShape {
  const outputOf = (operation: string) =>
    NormalizedSchema.of(serviceModel(model).operations.get(operation)?.schema[5] ?? 'unit');
  const listed = outputOf(list.operation);
  const item = schemasAt([listed], list.items);
  const root = sketch(item.filter((schema) => schema.isStructSchema() || isCollection(schema)));
  if (root.schemas.length === 0) root.graft(list.member ?? 'Id', item);
  const cut = list.items.lastIndexOf('.');
  const holder = cut < 0 ? [listed] : schemasAt([listed], list.items.slice(0, cut));
  for (const name of list.carry ?? []) root.graft(name, schemasAt(holder, name));
  for (const detail of details) add(root, detail, outputOf(detail.operation));
  for (const path of [...json, ...csv]) markDocument(root, path);
  return root;
}

function add(
  root: Sketch,
  { each, as, take, batch, json = [] }: DetailDefinition,
  output: NormalizedSchema,
) {
  const part = batch
    ? schemasAt([output], batch.match === '' ? `${batch.items}[]` : batch.items)
    : [output];
  const found = schemasAt(part, take);
  const holder = each === undefined ? root : sketchAt(root, each);
  if (as === '') holder?.schemas.push(...found);
  else holder?.graft(as, found);
  for (const path of json) markDocument(root, path);
}

function markDocument(root: Sketch, path: MemberPath): void {
  const at = sketchAt(root, path);
  if (at) at.isDocument = true;
}

function sketchAt(root: Sketch, path: MemberPath): Sketch | undefined {
  return path.split('.').reduce<Sketch | undefined>((at, step) => {
    const { name, isList } = stepOf(step);
    const next = name === '' ? at : (at?.member(name) ?? at?.graft(name, []));
    return isList ? next?.element() : next;
  }, root);
}

/** Follows a path, as `valuesAt` does for values. */
function schemasAt(
  from: readonly NormalizedSchema[],
  path: MemberPath,
): readonly NormalizedSchema[] {
  const steps = path === '' ? [] : path.replace(/@\/$/, '').split('.');
  return steps.reduce<readonly NormalizedSchema[]>((found, step) => {
    const { name, isList } = stepOf(step);
    const members = name === '' ? found : found.flatMap(memberOf(name, true));
    return isList ? members.filter(isCollection).map((schema) => schema.getValueSchema()) : members;
  }, from);
}

function stepOf(step: string): { readonly name: string; readonly isList: boolean } {
  const isList = step.endsWith('[]');
  return { name: isList ? step.slice(0, -2) : step, isList };
}

function memberOf(name: string, andKeys = false) {
  return (schema: NormalizedSchema): NormalizedSchema[] => {
    if (andKeys && schema.isMapSchema()) return [schema.getValueSchema()];
    if (!schema.isStructSchema() || !(name in schema.getMemberSchemas())) return [];
    return [schema.getMemberSchema(name)];
  };
}

function isCollection(schema: NormalizedSchema): boolean {
  return schema.isListSchema() || schema.isMapSchema();
}
