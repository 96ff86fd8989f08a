/** Small files of a run: manifests, what was asked for, what came of it. */

import type { Store } from './store.ts';

export async function writeJson(store: Store, path: string, value: object): Promise<void> {
  const draft = await store.create(path);
  await draft.write(`${JSON.stringify(value, null, 1)}\n`);
  await draft.finish();
}
