/** What is collected, and how it is written. */

import type { InventoryFormat } from '../../../inventory/collect/account-files.ts';
import { choices, flag, list } from '../../options/kinds.ts';
import { headed, type OptionValues } from '../../options/option.ts';

export const inventoryHeading = 'The inventory:';

/** Only some services or types: `EC2,s3`, `ec2_instance`; and more types than the catalogue's own. */
export const catalogueOptions = headed(inventoryHeading, {
  services: list('names', 'select all services', { fallback: 'all', completion: 'service' })
    .describe('services to include: EC2,s3')
    .optional(),
  types: list('names', 'select all types', { fallback: 'all', completion: 'type' })
    .describe('types to include: ec2_instance,s3_bucket')
    .optional(),
  breadth: flag().describe('include the types that only AWS Cloud Control lists'),
});

export type CatalogueValues = OptionValues<typeof catalogueOptions>;

const formats = ['ndjson', 'parquet', 'recon'] as const satisfies readonly InventoryFormat[];

/** Files and their formats. */
export function writtenOptions(fallback: InventoryFormat[]) {
  return {
    format: choices('formats', formats)
      .describe(`file formats, with commas: ${formats.join(', ')}`)
      .default(fallback),
    reconCompat: flag().describe(
      'in recon files, repeat what aws-recon gets wrong: its own ARNs, and global resources once per region',
    ),
  };
}
