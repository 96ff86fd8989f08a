import { defineCommand } from '../../../define-command.ts';
import { flag } from '../../../options/kinds.ts';
import { findingSchema } from '../findings.ts';
import { infrastructureOptions } from '../member-options.ts';

export const command = defineCommand({
  description:
    'Compares the installation with its desired state, and changes nothing. The exit code is 2 when something could not be read.',
  examples: [
    {
      command:
        'flotilla infrastructure plan --billing-aws-profile billing --security-aws-profile security --inventory-bucket-name acme-inventory --oidc-provider-prod oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF',
    },
  ],
  docs: 'docs/inventory-on-kubernetes.md',
  options: {
    failOnChange: flag().describe('exit with 2 when there is something to change'),
    ...infrastructureOptions,
  },
  output: { kind: 'rows', schema: findingSchema },
});
