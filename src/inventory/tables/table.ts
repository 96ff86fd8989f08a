/**
 * The tables of an inventory: a view for each type of the catalogue, with the same columns in every run, whether or not
 * the run has such resources.
 */

import { readFileSync } from 'node:fs';
import type { CatalogueEntry } from '../catalogue/entry.ts';
import { type RecordShape, shapeOf } from '../catalogue/resource-shape.ts';
import { columns, runColumns } from '../read/columns.ts';
import { columnType, type SqlType } from './column-type.ts';
import { namedKeys } from './named-keys.ts';

export interface TableColumn {
  /** The member's, or with `_` at its end where every table has a column of that name: `Type_`. */
  readonly name: string;
  readonly type: SqlType;
  /** The member of the resource. Absent for columns of every table. */
  readonly member?: string;
}

/** Members that the catalogue does not know. */
export const extraColumn: TableColumn = { name: 'extra', type: 'JSON' };

const commonColumns: readonly TableColumn[] = [...columns, ...runColumns].map(({ name, type }) => ({
  name,
  type,
}));

/** Only those that are members of the resource. A member that is `id`, `arn` or `tags` in every table is not repeated. */
export function memberColumns(entry: CatalogueEntry): readonly Required<TableColumn>[] {
  const taken = new Set([...commonColumns, extraColumn].map(({ name }) => name));
  return [...knownMembers(entry)]
    .filter(([name]) => !isCommon(name, entry))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([member, type]) => ({ name: freeName(member, taken), type, member }));
}

/** Every member that the catalogue knows, by name. */
export function knownMembers(entry: CatalogueEntry): ReadonlyMap<string, SqlType> {
  const shape = shapeOf(entry);
  const isWhole = isWholeIn(entry.model);
  const declared = shape
    .names()
    .map((name) => [name, typeOf(shape.member(name), name, isWhole)] as const);
  const named = (namedKeys[entry.key] ?? []).map(({ name, type }) => [name, type] as const);
  return new Map([...declared, ...named]);
}

function isCommon(member: string, { id, arn, tags }: CatalogueEntry): boolean {
  const path = arn !== undefined && 'path' in arn ? arn.path : undefined;
  const same = { id, arn: path, tags };
  return same[member.toLowerCase() as keyof typeof same] === member;
}

function typeOf(
  member: RecordShape | undefined,
  name: string,
  isWhole: (name: string) => boolean,
): SqlType {
  return member ? columnType(member, { name, isWhole }) : 'JSON';
}

/** DuckDB does not distinguish the case of names. */
function freeName(member: string, taken: Set<string>): string {
  let name = member;
  while (taken.has(name.toLowerCase())) name += '_';
  taken.add(name.toLowerCase());
  return name;
}

/** Numbers that are not listed may have a fraction: members that are newer than the list, too. */
function isWholeIn(model: string): (name: string) => boolean {
  wholeNumbers ??= JSON.parse(
    readFileSync(new URL('whole-numbers.json', import.meta.url), 'utf8'),
  ) as WholeNumbers;
  const names = new Set(wholeNumbers[model]);
  return (name) => names.has(name);
}

/** Model → names of the members that are integers in every structure of its service, as AWS's API models say. */
type WholeNumbers = Readonly<Record<string, readonly string[]>>;

let wholeNumbers: WholeNumbers | undefined;

/** One table: its columns, how it is filled, and what that needs. */
export interface InventoryTable {
  readonly name: string;
  readonly service: string;
  readonly type: string;
  readonly scope: 'global' | 'regional';
  /** AWS's operations: the listing, then those that complete a resource. */
  readonly calls: readonly string[];
  /** IAM actions. */
  readonly actions: readonly string[];
  /** The table whose resources are listed first: this one is listed for each of them. */
  readonly parent?: string;
  /** Of what Cloud Control lists, `AWS::Synthetics::Canary`. */
  readonly cloudFormationType?: string;
  /** Columns of every table, then the members in alphabetical order, then `extra`. */
  readonly columns: readonly TableColumn[];
}

export function tableOf(entry: CatalogueEntry): InventoryTable {
  const { key: name, service, type, scope, list, details = [], actions, parent } = entry;
  const operations = [list.operation, ...details.map(({ operation }) => operation)];
  return {
    name,
    service,
    type,
    scope,
    calls: [...new Set(operations)],
    actions,
    ...(parent !== undefined && { parent }),
    ...(entry.cloudFormation && { cloudFormationType: entry.cloudFormation.type }),
    columns: [...commonColumns, ...memberColumns(entry), extraColumn],
  };
}

/** For people: DuckDB quotes every name. */
export function typeText(type: SqlType): string {
  return type.replaceAll('"', '');
}
