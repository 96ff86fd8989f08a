import { defineCommand } from '../../../../define-command.ts';
import { awsOptions } from '../../../../options/aws.ts';
import { flag, text } from '../../../../options/kinds.ts';
import { inventoryRoleOptions } from '../../role-options.ts';
import { runnerOptions, unread } from '../options.ts';

export const assumeOptions = {
  ...runnerOptions,
  credentials: text('file', '', { completion: 'file' }).describe(
    'file to write the credentials to',
  ),
  renew: flag().describe(
    'renew the credentials that are in the file before they expire, until it is stopped',
  ),
  ...inventoryRoleOptions,
  ...awsOptions,
};

export const command = defineCommand({
  description:
    'Assumes the inventory role of one account and writes its credentials into a file that only its owner can read. Run again, it renews them.',
  examples: [],
  docs: 'docs/inventory-on-kubernetes.md',
  options: unread(assumeOptions),
  output: { kind: 'text' },
});
