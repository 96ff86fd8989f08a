/** `flotilla inventory catalogue`: what can be listed, by which calls, and what a role needs for it. */

import { selectEntries } from '../../inventory/catalogue/catalogue.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { catalogueFor, type Narrowing } from '../options/collect.ts';
import type { Given } from '../options/option.ts';
import type { Format } from '../options/output.ts';
import { createPrinter } from '../output/printer.ts';
import { count } from '../output/text.ts';
import { catalogueRecord, catalogueView } from '../print/catalogue-view.ts';

export interface CatalogueGiven extends Given, Narrowing {
  readonly output: Format;
}

export async function inventoryCatalogue(given: CatalogueGiven, io: Io): Promise<ExitCode> {
  const catalogue = catalogueFor(given);
  const entries = selectEntries(catalogue, given);
  const printer = createPrinter(given.output, catalogueView, io);
  for (const entry of entries) printer.write(catalogueRecord(entry));
  printer.end();
  const services = new Set(entries.map(({ service }) => service)).size;
  const summary = `${count(entries.length, 'type')} of ${count(services, 'service')}`;
  io.stderr.write(`${summary}, catalogue ${catalogue.version}\n`);
  return exitCode.done;
}
