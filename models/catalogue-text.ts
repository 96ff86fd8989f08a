/** The catalogue's file: one entry per line, so that a change is a small diff. */

import { createHash } from 'node:crypto';
import type { CatalogueEntry } from '../src/inventory/catalogue/entry.ts';

/** The version changes only with the content. */
export function catalogueText(entries: readonly CatalogueEntry[]): string {
  const lines = entries.map((entry) => JSON.stringify(entry)).join(',\n');
  const version = createHash('sha256').update(lines).digest('hex').slice(0, 12);
  return `{"version":"${version}","entries":[\n${lines}\n]}\n`;
}
