/** Writes the small files of a run: manifests, its parameters, its summary. */

import type { InventoryStore } from './store.ts';

export async function writeJson(store: InventoryStore, path: string, value: object): Promise<void> {
  const draft = await store.create(path);
  await draft.write(`${JSON.stringify(value, null, 1)}\n`);
  await draft.finish();
}
