import { defineCommand } from '../../../define-command.ts';
import { findingSchema } from '../findings.ts';
import { infrastructureOptions } from '../member-options.ts';

export const command = defineCommand({
  description:
    'Shows what plan shows, asks, and makes these changes. What is as desired is not touched, and resources of others are kept.',
  examples: [
    {
      note: 'with the inventory role in every account, now and later',
      command:
        'flotilla infrastructure apply --billing-aws-profile billing --security-aws-profile security --inventory-bucket-name acme-inventory --oidc-provider-prod oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF --deploy-inventory-role stackset',
    },
  ],
  docs: 'docs/inventory-on-kubernetes.md',
  options: infrastructureOptions,
  confirm: 'destructive',
  output: { kind: 'rows', schema: findingSchema },
});
