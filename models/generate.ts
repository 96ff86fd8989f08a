/**
 * Reads the Smithy schemas that the SDK's clients carry at run time and writes one compact JSON file per service to
 * `../src/aws/models/`, plus the partitions. Checks the catalogue's tables against them and writes
 * `../src/inventory/catalogue/catalogue.json` and the types that Cloud Control lists. `--check` compares instead of
 * writing.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { breadthText, simulatedTypesText } from './breadth/files.ts';
import { registeredTypes } from './breadth/registry.ts';
import { breadthRows } from './breadth/rows.ts';
import { buildCatalogue, operationsOf } from './build-catalogue.ts';
import { groups } from './catalogue/groups.ts';
import { catalogueText } from './catalogue-text.ts';
import { checkCatalogue, type Models, withOwners } from './check-catalogue.ts';
import { extractService } from './extract.ts';
import { withReferences } from './find-references.ts';
import { extractPartitions, type PartitionModels } from './partitions.ts';
import { services } from './services.ts';

const target = join(import.meta.dirname, '../src/aws/models');
const catalogueFile = join(import.meta.dirname, '../src/inventory/catalogue/catalogue.json');
const breadthFile = join(import.meta.dirname, '../src/inventory/catalogue/breadth.json');
const simulatedTypesFile = join(
  import.meta.dirname,
  '../src/simulator/services/cloudcontrol/simulated-types.json',
);

/** Text by path. */
type Files = ReadonlyMap<string, string>;

function generate(): Files {
  const built = buildCatalogue(groups, services);
  const partitions: PartitionModels = extractPartitions();
  const models = Object.entries(services).map(([name, entry]) => {
    const ofService = built.filter(({ model }) => model === name);
    const operations = new Set([...ofService.flatMap(operationsOf), ...(entry.operations ?? [])]);
    return [name, extractService({ name, entry, operations, partitions })] as const;
  });
  const byName = Object.fromEntries(models) as unknown as Models;
  const owned = withOwners(built, byName);
  expectSound(checkCatalogue(owned, byName));
  const entries = withReferences(owned, byName);
  const registered = registeredTypes();
  const breadth = breadthRows(registered, entries);
  return new Map([
    [join(target, 'partitions.json'), stringify(partitions)],
    ...models.map(([name, model]) => [join(target, `${name}.json`), stringify(model)] as const),
    [catalogueFile, catalogueText(entries)],
    [breadthFile, breadthText(breadth)],
    [simulatedTypesFile, simulatedTypesText(registered, breadth)],
  ]);
}

function expectSound(mistakes: readonly string[]): void {
  if (mistakes.length === 0) return;
  process.stderr.write(`${mistakes.join('\n')}\n${mistakes.length} mistakes in the catalogue\n`);
  process.exit(1);
}

/** One line per shape and operation, so that an SDK change is a small diff. */
function stringify(model: object): string {
  const lines = Object.entries(model).map(([key, value]) => {
    const many = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!many) return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
    const rows = Object.entries(value).map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`);
    return `${JSON.stringify(key)}:{\n${rows.join(',\n')}\n}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

function check(files: Files): number {
  const stale = [...files].filter(
    ([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text,
  );
  const orphans = orphansOf(files);
  for (const [path] of stale) process.stderr.write(`${basename(path)} is out of date\n`);
  for (const name of orphans)
    process.stderr.write(`${name} does not belong to a service of the table\n`);
  if (stale.length + orphans.length === 0) {
    process.stdout.write(`${files.size} files are up to date\n`);
    return 0;
  }
  process.stderr.write('run `npm run generate` in models/ and commit what it writes\n');
  return 1;
}

/** Models of services that the table no longer contains. */
function orphansOf(files: Files): readonly string[] {
  return readdirSync(target).filter(
    (name) => name.endsWith('.json') && !files.has(join(target, name)),
  );
}

function write(files: Files): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  for (const name of orphansOf(files)) rmSync(join(target, name));
  process.stdout.write(`wrote ${files.size} files\n`);
}

const files = generate();
if (process.argv.includes('--check')) process.exitCode = check(files);
else write(files);
