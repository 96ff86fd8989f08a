import * as z from 'zod';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { text } from '../../../options/kinds.ts';
import { catalogueOptions } from '../../inventory/catalogue-options.ts';
import { identityOptions, installationOptions, profileOptions } from '../options.ts';

const { billingAwsProfile, securityAwsProfile } = profileOptions;
const { profile, ...regionOptions } = awsOptions;

export const command = defineCommand({
  description:
    'Prints every trust policy and permission policy as JSON, by the name of its file. With the three ids AWS is not called; without them, the profiles determine the accounts.',
  examples: [
    {
      command:
        'flotilla infrastructure policies --billing-account-id 111111111111 --security-account-id 222222222222 --organization-id o-a1b2c3d4e5 --inventory-bucket-name acme-inventory --oidc-provider-prod oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF --out policies',
    },
  ],
  docs: 'docs/inventory-on-kubernetes.md',
  options: {
    out: text('folder', 'print the documents', { completion: 'folder' })
      .describe('write files into this folder instead of printing')
      .optional(),
    ...installationOptions,
    billingAwsProfile: billingAwsProfile.optional(),
    securityAwsProfile: securityAwsProfile.optional(),
    ...identityOptions,
    ...catalogueOptions,
    ...regionOptions,
  },
  output: {
    kind: 'document',
    schema: z
      .record(z.string(), z.record(z.string(), z.unknown()))
      .describe('File name → document.'),
  },
});
