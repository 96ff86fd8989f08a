import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { dryRunOptions } from '../../../options/common.ts';
import { flag, text, wholeNumber } from '../../../options/kinds.ts';
import { changed, headed } from '../../../options/option.ts';
import { targetOptions } from '../../../options/targets.ts';
import { catalogueOptions, inventoryHeading, writtenOptions } from '../catalogue-options.ts';
import { inventoryRunSchema } from '../run-record.ts';
import { defaultFolder } from '../runs-options.ts';

export const command = defineCommand({
  description:
    'Lists the resources of every selected account in every region that it has enabled (or --regions), and records what could not be read. Prints the folder of the run.',
  examples: [
    {
      command:
        "flotilla inventory collect --name 'sandbox-*' --services EC2,S3 --regions eu-west-1",
    },
    {
      note: 'what was collected',
      command: "flotilla inventory query 'select type, count(*) from resources group by type'",
    },
  ],
  notes: ['The exit code is 2 when some accounts could not be read, or not completely.'],
  docs: 'docs/take-inventory.md',
  options: {
    ...catalogueOptions,
    ...headed(inventoryHeading, {
      out: text('place', `write to ${defaultFolder}`, { completion: 'folder' })
        .describe('folder or s3://bucket/prefix to write to')
        .default(defaultFolder),
      ...writtenOptions(['ndjson']),
      threads: wholeNumber({ min: 1, max: 64 }, { fallback: 'one per processor' })
        .describe('maximum number of threads, each of which collects accounts')
        .optional(),
      resume: flag().describe('continue the latest unfinished run of the same selection'),
      ...dryRunOptions,
    }),
    ...targetOptions,
    regions: changed(targetOptions.regions, { fallback: 'enabled' }),
    ...awsOptions,
  },
  confirm: 'many-targets',
  output: { kind: 'document', schema: inventoryRunSchema },
});
