#!/usr/bin/env node
/** Finds the right Node and the right code: the sources in a clone, the built files in the package. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** The first that runs TypeScript as it is. */
const oldest = [22, 18];

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

// Node lets the heap grow several times over before it collects, the more the longer it runs. Told so, it collects in
// time, and the memory of a run of 10,000 accounts is that of one of 1,000.
setFlagsFromString('--heap-growing-percent=60');
keepYoung(32 * 2 ** 20);

// What was compiled once is kept for the next start, which is a third faster then.
module.enableCompileCache?.();

if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) {
  const isClone = existsSync(here('src/cli/main.ts'));
  await import(
    new URL(isClone ? '../src/cli/main.ts' : '../dist/cli/main.js', import.meta.url).href
  );
} else if (existsSync(here('node_modules/node/bin/node'))) {
  runWith(here('node_modules/node/bin/node'));
} else {
  process.stderr.write(
    `flotilla: this is Node ${process.versions.node}; Flotilla needs Node ${oldest.join('.')} or later\n`,
  );
  process.exitCode = 1;
}

/** What is new would get 128 MB. The flag for that size is only read before Node starts, the one for its growth at any time. */
function keepYoung(bytes) {
  const watch = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    if (young && young.space_size < bytes) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    clearInterval(watch);
  }, 100);
  watch.unref();
}

/** Goes on in another Node: signals are passed on to it, its exit code is ours. */
function runWith(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  child.once('error', (error) => {
    process.stderr.write(`flotilla: cannot start ${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}
