/** Writes docs/cli.md from the command table; with --check, fails when the page is not current. */

import { readFileSync, writeFileSync } from 'node:fs';
import { commandReference } from '../src/cli/command-reference.ts';
import { commandTable } from '../src/cli/command-table.ts';

const path = new URL('../docs/cli.md', import.meta.url);
const page = await commandReference(commandTable);

if (!process.argv.includes('--check')) writeFileSync(path, page);
else if (readFileSync(path, 'utf8') !== page) {
  process.stderr.write('docs/cli.md is not current: run npm run docs:cli\n');
  process.exitCode = 1;
}
