/** Opens runs for queries in SQL. Once it is open, only their files can be read, and nothing can be written. */

import { withBreadth } from '../catalogue/breadth.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { createMacros } from './macros.ts';
import { memoized } from './memoized.ts';
import { lockDatabase, openDatabase, type QueryResult } from './open-database.ts';
import { parseQuery } from './parse-query.ts';
import { prepareViews } from './prepare-views.ts';
import { relationsView } from './relations.ts';
import type { RunOnDisk } from './run-on-disk.ts';
import { type UnreadListing, unreadListings } from './unread-listings.ts';
import { baseViews, createViews, readListings } from './views.ts';

export interface Inventory {
  /** Throws a `FlotillaError` with DuckDB's message. */
  ask(sql: string): Promise<QueryResult>;
  /** Names of all views: those of the types of the catalogue exist without records, too. */
  views(): Promise<readonly string[]>;
  /** Names of the views that have rows. */
  viewsWithRecords(): Promise<readonly string[]>;
  /** Where the types that a query reads could not be listed completely. */
  unread(sql: string): Promise<readonly UnreadListing[]>;
  /** Cancels the running query. */
  interrupt(): void;
  close(): void;
}

export async function openInventory(runs: readonly RunOnDisk[]): Promise<Inventory> {
  const database = await openDatabase();
  try {
    await createMacros(database);
    await createViews(database, runs);
    await lockDatabase(
      database,
      runs.map(({ folder }) => folder),
    );
  } catch (error) {
    database.close();
    throw error;
  }
  const views = prepareViews({ database, runs, entries: withBreadth(loadCatalogue()).entries });
  const read = memoized(() => readListings(database));
  return {
    async ask(sql) {
      await views.prepare(await parseQuery(database, sql));
      return database.stream(sql);
    },
    views: async () => [...baseViews, relationsView, ...(await views.all())],
    viewsWithRecords: async () => [...baseViews, relationsView, ...(await views.recorded())],
    async unread(sql) {
      const types = views.typesOf(await parseQuery(database, sql));
      await read();
      return unreadListings(database, types, views.nameOf);
    },
    interrupt: () => database.interrupt(),
    close: () => database.close(),
  };
}
