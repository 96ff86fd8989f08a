import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { flag, text, wholeNumber } from '../../options/kinds.ts';
import { deployOptions } from './options.ts';

const estimateSchema = z.strictObject({
  accounts: z.number(),
  dollars: z.number().describe('US dollars a month, all lines together.'),
  pricesAsOf: z
    .string()
    .describe('When the list prices of us-east-1 were compared with published ones.'),
  lines: z.array(
    z.strictObject({
      service: z.string(),
      item: z.string(),
      quantity: z.number(),
      unit: z.string(),
      dollars: z.number(),
      billedIn: z.enum(['automation', 'accounts']),
      page: z.string().describe('The page of the price.'),
    }),
  ),
});

export type CostEstimate = z.output<typeof estimateSchema>;

const deploymentSchema = z.strictObject({
  stack: z.string(),
  accountId: z.string(),
  region: z.string(),
  differences: z.string().describe('What the AWS CDK would change, as it prints it.'),
  outputs: z
    .record(z.string(), z.string())
    .describe('Outputs of the stack; empty when nothing was deployed.'),
  estimate: estimateSchema.optional().describe('With --estimate.'),
});

export type DeploymentDocument = z.output<typeof deploymentSchema>;

export const command = defineCommand({
  description:
    'Deploys the installation that the settings describe as one CloudFormation stack, with credentials of the automation account. Shows what would change, and asks. Missing packages of the AWS CDK are installed first.',
  examples: [
    { command: 'flotilla deploy --settings settings.yaml --diff' },
    { command: 'flotilla deploy --settings settings.yaml --estimate --accounts 300' },
    { note: 'in a pipeline', command: 'flotilla deploy --yes --outputs outputs.json' },
    {
      note: 'take over tables and bucket of an installation whose stack was deleted',
      command: 'flotilla deploy --import-existing',
    },
  ],
  docs: 'docs/deploy.md',
  options: {
    diff: flag().describe('print what would change, and change nothing'),
    estimate: flag().describe('print what the installation costs in a month; AWS is not called'),
    accounts: wholeNumber({ min: 1, max: 100_000 }, { fallback: '100' })
      .describe('number of accounts of the estimate')
      .optional(),
    importExisting: flag().describe(
      'import tables and buckets that exist instead of creating them',
    ),
    outputs: text('file', 'write no file', { completion: 'file' })
      .describe('write the outputs of the stack into this file (JSON)')
      .optional(),
    ...deployOptions,
  },
  confirm: 'destructive',
  output: { kind: 'document', schema: deploymentSchema },
});
