/** Opens runs for queries in SQL. Once it is open, only their files can be read, and nothing can be written. */

import { withBreadth } from '../catalogue/breadth.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { lockDatabase, openDatabase, type QueryResult } from './open-database.ts';
import { parseQuery } from './parse-query.ts';
import { prepareViews } from './prepare-views.ts';
import type { RunOnDisk } from './run-on-disk.ts';
import { baseViews, createViews } from './views.ts';

export interface Inventory {
  /** Throws a `FlotillaError` with DuckDB's message. */
  ask(sql: string): Promise<QueryResult>;
  /** Names of all views: those of the types of the catalogue exist without records, too. */
  views(): Promise<readonly string[]>;
  /** Names of the views that have rows. */
  viewsWithRecords(): Promise<readonly string[]>;
  /** Cancels the running query. */
  interrupt(): void;
  close(): void;
}

export async function openInventory(runs: readonly RunOnDisk[]): Promise<Inventory> {
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
  const types = prepareViews({ database, runs, entries: withBreadth(loadCatalogue()).entries });
  return {
    async ask(sql) {
      await types.prepare(await parseQuery(database, sql));
      return database.stream(sql);
    },
    views: async () => [...baseViews, ...(await types.all())],
    viewsWithRecords: async () => [...baseViews, ...(await types.recorded())],
    interrupt: () => database.interrupt(),
    close: () => database.close(),
  };
}
