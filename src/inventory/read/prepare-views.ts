/** Creates the views of types when a query names them: there are more than a thousand, and queries use few. */

import type { CatalogueEntry } from '../catalogue/entry.ts';
import { memoized } from './memoized.ts';
import type { Database } from './open-database.ts';
import type { SqlQuery } from './parse-query.ts';
import { createRelations, relationsView } from './relations.ts';
import type { RunOnDisk } from './run-on-disk.ts';
import {
  entryView,
  type RecordType,
  recordedTypes,
  type TypeView,
  tableSql,
  viewOfRecordsSql,
  viewSql,
} from './type-views.ts';
import { baseViews, createViewsOn } from './views.ts';

export interface PreparedViews {
  /** Creates the views that a query names; all of them where it lists them. */
  prepare(query: Pick<SqlQuery, 'tables' | 'defined'>): Promise<void>;
  /** Names, in alphabetical order. */
  all(): Promise<readonly string[]>;
  /** Names of those that have records. */
  recorded(): Promise<readonly string[]>;
  /** The types of the catalogue whose views a query reads. Undefined where it may read every type. */
  typesOf(query: Pick<SqlQuery, 'tables'>): readonly RecordType[] | undefined;
  /** The view's. */
  nameOf(type: RecordType): string;
}

export interface ViewsToPrepare {
  readonly database: Database;
  readonly runs: readonly RunOnDisk[];
  readonly entries: readonly CatalogueEntry[];
}

export function prepareViews({ database, runs, entries }: ViewsToPrepare): PreparedViews {
  const byName = new Map(entries.map((entry) => [entryView(entry).name, entry]));
  const names = new Map(entries.map((entry) => [idOf(entry), entryView(entry).name]));
  const found = memoized(() => recordedTypes(database));
  const others = memoized(async () => unknownViews(await found(), byName));
  const prepared = new Set<string>(baseViews);
  /** Unless they are there already. */
  const create = async (names: Iterable<string>, sqlOf: (name: string) => MaybeSql) => {
    const missing = [...names].filter((name) => !prepared.has(name));
    const statements = await Promise.all(missing.map(sqlOf));
    await createViewsOn(
      database,
      runs,
      statements.filter((sql) => sql !== undefined),
    );
    for (const [index, name] of missing.entries())
      if (statements[index] !== undefined) prepared.add(name);
  };
  const createKnown = (names: Iterable<string>) =>
    create(names, (name) => {
      const entry = byName.get(name);
      return entry && tableSql(entry);
    });
  const createOthers = async (isNamed: (name: string) => boolean) => {
    const views = new Map((await others()).map((view) => [view.name, view]));
    await create([...views.keys()].filter(isNamed), (name) => {
      const view = views.get(name);
      return view && viewOfRecordsSql(database, view);
    });
  };
  /** DuckDB suggests one of the names that it knows. */
  const createNames = memoized(async () => {
    const missing = [...byName].filter(([name]) => !prepared.has(name));
    const statements = missing.map(([, entry]) => viewSql(entryView(entry)));
    await createViewsOn(database, runs, statements);
  });
  const relations = memoized(async () => {
    await createRelations({ database, runs, entries });
    prepared.add(relationsView);
  });
  return {
    async prepare({ tables, defined }) {
      if (tables === undefined) {
        await relations();
        await createKnown(byName.keys());
        return createOthers(() => true);
      }
      const queried = new Set(tables.map((name) => name.toLowerCase()));
      if (queried.has(relationsView)) await relations();
      await createKnown(queried);
      const own = new Set(defined.map((name) => name.toLowerCase()));
      const unknown = queried.difference(prepared).difference(own);
      if (unknown.size === 0) return;
      await createOthers((name) => unknown.has(name));
      if (!unknown.isSubsetOf(prepared)) await createNames();
    },
    async all() {
      return [...byName.keys(), ...(await others()).map(({ name }) => name)].sort();
    },
    typesOf({ tables }) {
      const names = tables?.map((name) => name.toLowerCase());
      if (!names || names.some((name) => readsAll.has(name))) return undefined;
      return [...new Set(names)].flatMap((name) => byName.get(name) ?? []);
    },
    nameOf: (type) => names.get(idOf(type)) ?? standardName(type.service, type.type),
    async recorded() {
      const known = (await found()).flatMap((type) => names.get(idOf(type)) ?? []);
      return [...known, ...(await others()).map(({ name }) => name)].sort();
    },
  };
}

/** Views over every type. */
const readsAll: ReadonlySet<string> = new Set(['resources', 'history', relationsView]);

type MaybeSql = string | undefined | Promise<string | undefined>;

/** Of types that are no longer in the catalogue, or not yet. */
function unknownViews(
  found: readonly RecordType[],
  byName: ReadonlyMap<string, CatalogueEntry>,
): readonly TypeView[] {
  const known = new Set(Array.from(byName.values(), idOf));
  const taken = new Set<string>([...baseViews, relationsView, ...byName.keys()]);
  return found
    .filter((one) => !known.has(idOf(one)))
    .map(({ service, type }) => ({ name: standardName(service, type), service, type }))
    .filter(({ name }) => !taken.has(name) && taken.add(name));
}

function idOf({ service, type }: RecordType): string {
  return `${service}.${type}`;
}

function standardName(service: string, type: string): string {
  return `${service}_${type}`.toLowerCase().replace(/[^a-z0-9]+/g, '_');
}
