/** Items that DynamoDB removes because their time to live is over: a stream has them at that time. */

import type { World } from '../../world/world.ts';
import type { Item } from './item.ts';
import { deleteItem, keyItem, removalMs, storedItem } from './state.ts';
import { recordChange } from './stream.ts';
import type { Table } from './table.ts';

/** For a table that gets a stream or a time to live. */
export function removeAllOnTime(world: World, table: Table): void {
  for (const items of table.items.values()) {
    for (const item of items.values()) removeOnTime(world, table, item);
  }
}

/** Without a stream, items are removed when they are next read. */
export function removeOnTime(world: World, table: Table, item: Item): void {
  const at = removalMs(table, item);
  if (!table.stream || at === undefined) return;
  const key = keyItem(table, item);
  world.timeline.schedule(Math.max(at, world.clock.now()), `expiry in ${table.name}`, (now) => {
    const before = storedItem(table, key);
    const dueAt = before && removalMs(table, before);
    if (!before || dueAt === undefined || dueAt > now) return;
    deleteItem(table, key);
    if (!table.stream) return;
    const change = { at: now, keys: key, before, after: undefined, isExpiry: true };
    recordChange(world, table.stream, change);
  });
}
