/** Runs checks over an inventory, one after the other. */

import type { CheckResult, InventoryCheck } from '../../../inventory/checks/check.ts';
import { runCheck } from '../../../inventory/checks/run-check.ts';
import type { RunOnDisk } from '../../../inventory/read/run-on-disk.ts';
import { withInventory } from './with-inventory.ts';

interface CheckRun {
  readonly signal: AbortSignal;
  /** Called after each check. */
  readonly onResult?: (result: CheckResult) => void;
}

export async function runChecks(
  runs: readonly RunOnDisk[],
  checks: readonly InventoryCheck[],
  { signal, onResult }: CheckRun,
): Promise<readonly CheckResult[]> {
  if (checks.length === 0) return [];
  return await withInventory(runs, signal, async (inventory) => {
    const results: CheckResult[] = [];
    for (const check of checks) {
      signal.throwIfAborted();
      const result = await runCheck(inventory, check);
      onResult?.(result);
      results.push(result);
    }
    return results;
  });
}
