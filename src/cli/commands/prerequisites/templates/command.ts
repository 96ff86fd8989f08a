import { z } from 'zod';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { checkedText, text } from '../../../options/kinds.ts';
import { prerequisiteOptions } from '../options.ts';

export const command = defineCommand({
  description:
    'Prints the CloudFormation templates of what an installation needs in the management account and, unless Control Tower or Organizations provide it, the role in every account. With --organization-id AWS is not called.',
  examples: [
    { command: 'flotilla prerequisites templates --out templates' },
    {
      note: 'without credentials',
      command: 'flotilla prerequisites templates --organization-id o-a1b2c3d4e5',
    },
  ],
  docs: 'docs/deploy.md',
  options: {
    ...prerequisiteOptions,
    out: text('folder', 'print the templates', { completion: 'folder' })
      .describe('write files into this folder instead of printing')
      .optional(),
    organizationId: checkedText('id', organizationIdProblem, { fallback: 'read from AWS' })
      .describe('id of the organization')
      .optional(),
    ...awsOptions,
  },
  output: {
    kind: 'document',
    schema: z
      .record(z.string(), z.record(z.string(), z.unknown()))
      .describe('File name → template.'),
  },
});

function organizationIdProblem(id: string): string | undefined {
  return /^o-[a-z0-9]{10,32}$/.test(id)
    ? undefined
    : 'is not the id of an organization; ids look like o-a1b2c3d4e5';
}
