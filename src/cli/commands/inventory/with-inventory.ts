/** Opens an inventory for a command: an interruption ends the query that runs, and the database is closed at the end. */

import { type Inventory, openInventory } from '../../../inventory/read/open-inventory.ts';
import type { RunOnDisk } from '../../../inventory/read/run-on-disk.ts';
import { unlessInterrupted } from './unless-interrupted.ts';

/** Throws the signal's reason when it was interrupted. */
export async function withInventory<T>(
  runs: readonly RunOnDisk[],
  signal: AbortSignal,
  use: (inventory: Inventory) => Promise<T>,
): Promise<T> {
  const inventory = await openInventory(runs);
  const interrupt = () => inventory.interrupt();
  signal.addEventListener('abort', interrupt);
  try {
    signal.throwIfAborted();
    return await unlessInterrupted(signal, use(inventory));
  } finally {
    signal.removeEventListener('abort', interrupt);
    inventory.close();
  }
}
