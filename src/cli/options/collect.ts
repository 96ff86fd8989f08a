/** What is collected, and where it is put. */

import { type Command, Option } from 'commander';
import { withBreadth } from '../../inventory/catalogue/breadth.ts';
import { type Catalogue, loadCatalogue } from '../../inventory/catalogue/catalogue.ts';
import type { InventoryFormat as FileFormat } from '../../inventory/collect/account-files.ts';
import type { Given } from './option.ts';
import { filled, list, wrong } from './values.ts';

export const collectHeading = 'The inventory:';
export const defaultFolder = 'flotilla-inventory';

const formats: readonly FileFormat[] = ['ndjson', 'parquet', 'recon'];

/** What `narrowing` reads. */
export interface Narrowing {
  readonly services?: readonly string[];
  readonly types?: readonly string[];
  readonly breadth?: boolean;
}

export interface CollectGiven extends Given, Narrowing {
  readonly out: string;
  readonly format: readonly FileFormat[];
  readonly resume?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export function addCollectOptions(command: Command): void {
  const options = [
    ...narrowing(),
    new Option('--out <place>', 'a folder, or s3://bucket/prefix')
      .argParser(filled('--out', `write to ${defaultFolder}`))
      .default(defaultFolder),
    formatOption(['ndjson']),
    new Option('--resume', 'go on with the latest unfinished run of the same selection'),
    new Option('--dry-run', 'show which accounts would be collected, and collect nothing'),
    new Option(
      '--yes',
      'do not ask; otherwise more than 50 accounts are asked about on a terminal',
    ),
  ];
  for (const option of options) command.addOption(option.helpGroup(collectHeading));
}

export function addCheckOptions(command: Command): void {
  const options = [
    ...narrowing(),
    new Option('--probe', "try every listing's first page, and do not ask IAM's policy simulator"),
    new Option(
      '--yes',
      'do not ask; otherwise more than 50 accounts are asked about on a terminal',
    ),
  ];
  for (const option of options) command.addOption(option.helpGroup(collectHeading));
}

/** With what Cloud Control lists, if that was asked for. */
export function catalogueFor({ breadth }: Narrowing): Catalogue {
  return breadth ? withBreadth(loadCatalogue()) : loadCatalogue();
}

/** Only some services or types: `EC2,s3`, `ec2_instance`; and more types than the catalogue's own. */
export function narrowing(): Option[] {
  return [
    new Option('--services <names>', 'only these services: EC2,s3').argParser(
      list('--services', 'mean all'),
    ),
    new Option('--types <names>', 'only these types: ec2_instance,s3_bucket').argParser(
      list('--types', 'mean all'),
    ),
    new Option('--breadth', 'also the types that only AWS Cloud Control lists'),
  ];
}

export function formatOption(standard: readonly FileFormat[]): Option {
  return new Option('--format <formats>', `any of ${formats.join(', ')}; several at once`)
    .argParser(fileFormats)
    .default(standard, standard.join(','));
}

function fileFormats(text: string): FileFormat[] {
  const asked = list('--format', 'write ndjson')(text);
  const unknown = asked.find((name) => !formats.includes(name as FileFormat));
  if (unknown !== undefined)
    throw wrong('--format', unknown, `is no format; the formats are ${formats.join(', ')}`);
  return [...new Set(asked)] as FileFormat[];
}
