/** Bundles the functions before the tests, which run at the same time and share them. */

import { functionsFolder } from './functions-folder.ts';

export default async function bundleOnce(): Promise<void> {
  await functionsFolder(undefined);
}
