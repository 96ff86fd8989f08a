/** Opens runs for queries in SQL. Once it is open, only their files can be read, and nothing can be written. */

import { lockDatabase, openDatabase, type QueryResult } from './open-database.ts';
import { parseQuery } from './parse-query.ts';
import type { RunOnDisk } from './run-on-disk.ts';
import { addMembers, createTypeViews, type NameOfType, type TypeView } from './type-views.ts';
import { baseViews, createViews } from './views.ts';

export interface Inventory {
  /** Throws a `FlotillaError` with DuckDB's message. */
  ask(sql: string): Promise<QueryResult>;
  /** Names of all views. */
  views(): Promise<readonly string[]>;
  /** Cancels the running query. */
  interrupt(): void;
  close(): void;
}

export interface InventoryOptions {
  /** Names the views of types. Default: service and type in lower case. */
  readonly nameOf?: NameOfType;
}

export async function openInventory(
  runs: readonly RunOnDisk[],
  { nameOf = standardName }: InventoryOptions = {},
): Promise<Inventory> {
  const database = await openDatabase();
  try {
    await createViews(database, runs);
    await lockDatabase(
      database,
      runs.map(({ folder }) => folder),
    );
  } catch (error) {
    database.close();
    throw error;
  }
  const types = typeViews(
    () => createTypeViews(database, nameOf),
    (view) => addMembers(database, view),
  );
  return {
    async ask(sql) {
      const { tables } = await parseQuery(database, sql);
      await types.prepare(tables);
      return database.stream(sql);
    },
    async views() {
      return [...baseViews, ...(await types.all()).map(({ name }) => name)];
    },
    interrupt: () => database.interrupt(),
    close: () => database.close(),
  };
}

export function standardName(service: string, type: string): string {
  return `${service}_${type}`.toLowerCase().replace(/[^a-z0-9]+/g, '_');
}

/** Creates views on demand: finding the types and their members requires reading all records. */
function typeViews(
  create: () => Promise<readonly TypeView[]>,
  complete: (view: TypeView) => Promise<void>,
) {
  let created: Promise<readonly TypeView[]> | undefined;
  const completed = new Set<string>();
  const all = () => (created ??= create());
  return {
    all,
    async prepare(tables: readonly string[] | undefined): Promise<void> {
      const isBase = (name: string) => baseViews.some((base) => base === name.toLowerCase());
      if (tables?.every(isBase)) return;
      const queried = new Set(tables?.map((name) => name.toLowerCase()));
      for (const view of await all()) {
        if (!queried.has(view.name) || completed.has(view.name)) continue;
        await complete(view);
        completed.add(view.name);
      }
    },
  };
}
