/** `flotilla inventory catalogue`: what can be listed, by which calls, and what a role needs for it. */

import type { RunOf } from '../../../define-command.ts';
import { count } from '../../../output/text.ts';
import { readCatalogue } from '../read-catalogue.ts';
import type { command } from './command.ts';
import { catalogueRecord } from './record.ts';
import { catalogueView } from './view.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const { catalogue, entries } = readCatalogue(options);
  const printer = context.printer(catalogueView);
  for (const entry of entries) printer.write(catalogueRecord(entry));
  printer.end();
  const services = new Set(entries.map(({ service }) => service)).size;
  const types = `${count(entries.length, 'type')} of ${count(services, 'service')}`;
  return { summary: `${types}, catalogue ${catalogue.version}` };
};
