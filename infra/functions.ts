/** Bundles the functions, and prints the size of each. */

import { bundleFunctions } from './bundle-functions.ts';
import { bundlesFolder } from './functions-folder.ts';

const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`.padStart(8);
for (const { route, codeBytes, compressedBytes } of await bundleFunctions(bundlesFolder)) {
  process.stdout.write(
    `${route.padEnd(32)}${kilobytes(codeBytes)} code ${kilobytes(compressedBytes)} compressed\n`,
  );
}
