/** The DynamoDB state of one account and region. */

import { hash } from '../../../model/random.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import { perRegion } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { contentOf } from './attribute-value.ts';
import type { Item } from './item.ts';
import { canonicalNumber } from './number.ts';
import { seedTables } from './seed-tables.ts';
import type { KeyAttribute, Table, Tables } from './table.ts';

export const tablesOf = perRegion(
  (world: World, account: SimulatedAccount, region): Tables => seedTables(world, account, region),
);

/** AWS deletes expired items within two days, each at its own time, and returns them until then. */
const latestMs = 48 * 3_600_000;

/** When an item is removed because its time to live is over; undefined for one that has none. */
export function removalMs(table: Table, item: Item): number | undefined {
  const attribute = table.ttlAttribute === undefined ? undefined : item[table.ttlAttribute];
  if (!attribute || !('N' in attribute)) return undefined;
  const [partition, sort] = keyTexts(table, item);
  const lateMs = hash(`${table.id} ${partition} ${sort}`) % latestMs;
  return Number(attribute.N) * 1000 + lateMs + 1;
}

export function isDeleted(table: Table, item: Item, now: number): boolean {
  return (removalMs(table, item) ?? Number.POSITIVE_INFINITY) <= now;
}

export function keyTexts(table: Table, item: Item): readonly [string, string] {
  return [keyText(item, table.hashKey), table.rangeKey ? keyText(item, table.rangeKey) : ''];
}

export function keyText(item: Item, { name, type }: KeyAttribute): string {
  const value = item[name];
  const content = value && contentOf(value);
  if (type === 'N') return canonicalNumber(String(content));
  return content instanceof Uint8Array ? Buffer.from(content).toString('hex') : String(content);
}

/** The attributes that are the key of an item. */
export function keyItem({ hashKey, rangeKey }: Table, item: Item): Item {
  const names = rangeKey ? [hashKey.name, rangeKey.name] : [hashKey.name];
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}

/** Whether or not its time is over. */
export function storedItem(table: Table, key: Item): Item | undefined {
  const [partition, sort] = keyTexts(table, key);
  return table.items.get(partition)?.get(sort);
}

export function findItem(table: Table, key: Item, now: number): Item | undefined {
  const item = storedItem(table, key);
  if (!item || !isDeleted(table, item, now)) return item;
  deleteItem(table, key);
  return undefined;
}

export function putItem(table: Table, item: Item): void {
  const [partition, sort] = keyTexts(table, item);
  const known = table.items.get(partition);
  const items = known ?? new Map<string, Item>();
  if (!known) {
    table.items.set(partition, items);
    table.order = undefined;
  }
  if (!items.has(sort)) table.count++;
  items.set(sort, item);
}

export function deleteItem(table: Table, key: Item): void {
  const [partition, sort] = keyTexts(table, key);
  const items = table.items.get(partition);
  if (!items?.delete(sort)) return;
  table.count--;
  if (items.size > 0) return;
  table.items.delete(partition);
  table.order = undefined;
}
