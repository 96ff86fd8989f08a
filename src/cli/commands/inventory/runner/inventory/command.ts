import { runKeyOf } from '../../../../../inventory/collect/run-start.ts';
import { defineCommand } from '../../../../define-command.ts';
import { awsOptions } from '../../../../options/aws.ts';
import { checkedText, flag, text } from '../../../../options/kinds.ts';
import { changed } from '../../../../options/option.ts';
import { selectionOptions } from '../../../../options/selection.ts';
import { catalogueOptions, writtenOptions } from '../../catalogue-options.ts';
import { runnerOptions, unread } from '../options.ts';

export const runnerInventoryOptions = {
  ...runnerOptions,
  accountName: text('name', 'record no name').describe('its name, for the records').optional(),
  ouPath: text('path', 'record no path')
    .describe('its place in the organization, for the records')
    .optional(),
  run: checkedText('id', (value) =>
    runKeyOf(value) ? undefined : 'is not the id of a run; they look like 20260131T020000Z-0a1b2c',
  ).describe('id of the run that it is part of'),
  credentials: text('file', '', { completion: 'file' }).describe('file that assume has written'),
  out: text('folder', '', { completion: 'folder' }).describe('folder to write to'),
  ...catalogueOptions,
  ...writtenOptions(['ndjson', 'recon']),
  oncePerRun: flag().describe('also list what is the same in every account'),
  regions: changed(selectionOptions.regions, { fallback: 'enabled' }),
  ...awsOptions,
};

export const command = defineCommand({
  description:
    'Lists the resources of one account into a folder, with the credentials of a file and no others.',
  examples: [],
  docs: 'docs/inventory-on-kubernetes.md',
  options: unread(runnerInventoryOptions),
  output: { kind: 'text' },
});
