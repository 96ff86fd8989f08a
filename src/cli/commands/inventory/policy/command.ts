import * as z from 'zod';
import { defineCommand } from '../../../define-command.ts';
import { catalogueOptions } from '../catalogue-options.ts';

const policySchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Sid: z.string(),
      Effect: z.literal('Allow'),
      Action: z.array(z.string()),
      Resource: z.literal('*'),
    }),
  ),
});

export const command = defineCommand({
  description:
    'Prints the least that a role must be allowed, as IAM policies: one, or a list where one would be too long for IAM.',
  examples: [
    { command: 'flotilla inventory policy --services EC2,S3 > policy.json' },
    {
      command: 'aws iam create-policy --policy-name inventory --policy-document file://policy.json',
    },
  ],
  docs: 'docs/take-inventory.md',
  options: catalogueOptions,
  output: {
    kind: 'document',
    schema: z.union([policySchema, z.array(policySchema)]).describe('One policy, or several.'),
  },
});
