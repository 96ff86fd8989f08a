/**
 * Reads the Smithy schemas that the SDK's clients carry at run time and writes one compact JSON file per
 * service to `../src/aws/models/`, plus the partitions. `--check` compares instead of writing.
 */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractService } from './extract.ts';
import { extractPartitions, type PartitionModels } from './partitions.ts';
import { services } from './services.ts';

const target = join(import.meta.dirname, '../src/aws/models');

function generate(): ReadonlyMap<string, string> {
  const partitions: PartitionModels = extractPartitions();
  const files = new Map([['partitions.json', stringify(partitions)]]);
  for (const [name, entry] of Object.entries(services)) {
    files.set(`${name}.json`, stringify(extractService(name, entry, partitions)));
  }
  return files;
}

/** One line per shape and operation, so that a change of the SDK reads as a small diff. */
function stringify(model: object): string {
  const lines = Object.entries(model).map(([key, value]) => {
    const many = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!many) return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
    const rows = Object.entries(value).map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`);
    return `${JSON.stringify(key)}:{\n${rows.join(',\n')}\n}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

function check(files: ReadonlyMap<string, string>): number {
  const stored = readdirSync(target).filter((name) => name.endsWith('.json'));
  const stale = [...files].filter(
    ([name, text]) => !stored.includes(name) || readFileSync(join(target, name), 'utf8') !== text,
  );
  const orphans = stored.filter((name) => !files.has(name));
  for (const [name] of stale) process.stderr.write(`${name} is not current\n`);
  for (const name of orphans) process.stderr.write(`${name} belongs to no service\n`);
  if (stale.length + orphans.length === 0)
    process.stdout.write(`${files.size} models are current\n`);
  else process.stderr.write('run `npm run generate` in models/ and commit what it writes\n');
  return stale.length + orphans.length === 0 ? 0 : 1;
}

const files = generate();
if (process.argv.includes('--check')) process.exitCode = check(files);
else {
  mkdirSync(target, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(target, name), text);
  process.stdout.write(`wrote ${files.size} models\n`);
}
