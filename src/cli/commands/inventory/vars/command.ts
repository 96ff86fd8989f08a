import * as z from 'zod';
import { defineCommand } from '../../../define-command.ts';
import { text } from '../../../options/kinds.ts';
import { variableOptions } from '../variable-options.ts';
import { variableNames } from '../variables.ts';

export const defaultFile = 'kubernetes/base/vars.env';

export const command = defineCommand({
  description:
    'Writes the file that the manifests in kubernetes/ are filled from, from options or the environment.',
  examples: [
    {
      command:
        'flotilla inventory vars --billing-account-id 111111111111 --security-account-id 222222222222 --bucket-name acme-inventory',
    },
  ],
  docs: 'docs/inventory-on-kubernetes.md',
  options: {
    ...variableOptions(variableNames),
    out: text('file', `write ${defaultFile}`, { completion: 'file' })
      .describe('file to write, - for stdout')
      .default(defaultFile),
  },
  output: {
    kind: 'document',
    schema: z.strictObject({
      file: z.string().optional().describe('The file that was written.'),
      variables: z.record(z.enum(variableNames), z.string()),
    }),
  },
});
