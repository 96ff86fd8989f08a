import { defineCommand } from '../../../../define-command.ts';
import { awsOptions } from '../../../../options/aws.ts';
import { text } from '../../../../options/kinds.ts';
import { bucketOptions, runnerOptions, unread } from '../options.ts';

export const uploadOptions = {
  ...runnerOptions,
  from: text('folder', '', { completion: 'folder' }).describe('folder that inventory has written'),
  ...bucketOptions,
  ...awsOptions,
};

export const command = defineCommand({
  description:
    'Uploads every file of a folder to a bucket under its own path, the manifest last, and compares what arrived.',
  examples: [],
  docs: 'docs/inventory-on-kubernetes.md',
  options: unread(uploadOptions),
  output: { kind: 'text' },
});
