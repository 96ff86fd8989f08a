import { defineCommand } from '../../../define-command.ts';
import { dryRunOptions } from '../../../options/common.ts';
import { findingSchema } from '../findings.ts';
import { infrastructureOptions } from '../member-options.ts';

export const command = defineCommand({
  description:
    'Shows the resources that carry the tag origin=flotilla, asks, and deletes them. The bucket is kept while it contains anything, and resources of others are kept.',
  examples: [
    {
      note: 'what would be deleted',
      command:
        'flotilla infrastructure destroy --billing-aws-profile billing --security-aws-profile security --inventory-bucket-name acme-inventory --oidc-provider-prod oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF --dry-run',
    },
  ],
  docs: 'docs/inventory-on-kubernetes.md',
  options: { ...dryRunOptions, ...infrastructureOptions },
  confirm: 'destructive',
  output: { kind: 'rows', schema: findingSchema },
});
