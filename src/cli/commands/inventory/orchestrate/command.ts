import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { dryRunOptions } from '../../../options/common.ts';
import { changed, headed } from '../../../options/option.ts';
import { selectionOptions } from '../../../options/selection.ts';
import { catalogueOptions, inventoryHeading, writtenOptions } from '../catalogue-options.ts';
import { inventoryRoleOptions } from '../role-options.ts';
import { inventoryRunSchema } from '../run-record.ts';
import { variableOptions } from '../variable-options.ts';
import { clusterOptions } from './options.ts';

export const command = defineCommand({
  description:
    'Runs in a pod of the CronJob in kubernetes/: creates a Job for each selected account, follows the Jobs to their ends and writes the summary of the run into the bucket.',
  examples: [
    {
      note: 'which accounts would be collected',
      command: 'flotilla inventory orchestrate --dry-run',
    },
  ],
  notes: [
    'The exit code is 0 when every account is complete, and 2 when some are not. An orchestrator that is stopped and started again for the same Job resumes the run.',
  ],
  docs: 'docs/inventory-on-kubernetes.md',
  options: {
    ...headed(inventoryHeading, {
      ...variableOptions(['BUCKET_NAME', 'SECURITY_ACCOUNT_ID', 'INCLUDE_ACCOUNTS']),
      ...catalogueOptions,
      ...writtenOptions(['ndjson', 'recon']),
      ...dryRunOptions,
    }),
    ...clusterOptions,
    ...selectionOptions,
    regions: changed(selectionOptions.regions, { fallback: 'enabled' }),
    ...inventoryRoleOptions,
    ...awsOptions,
  },
  output: { kind: 'document', schema: inventoryRunSchema },
});
