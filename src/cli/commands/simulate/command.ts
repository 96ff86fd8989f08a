import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { flag, text, wholeNumber } from '../../options/kinds.ts';

export const servedSchema = z.strictObject({
  url: z.string(),
  managementAccountId: z.string(),
  accounts: z.number(),
  environment: z
    .record(z.string(), z.string())
    .describe('Variables by which any AWS client finds the simulated organization.'),
});

export type ServedOrganization = z.output<typeof servedSchema>;

export const command = defineCommand({
  description:
    'Serves a simulated AWS Organization on this machine until it is stopped, for any AWS client. Nothing is kept.',
  examples: [
    {
      note: 'then paste what it prints into another terminal',
      command: 'flotilla simulate --accounts 1000',
    },
    { note: 'everything that the guides use', command: 'flotilla simulate --demo' },
    { command: 'flotilla simulate --seed 7 --faults faults.yaml --latency-ms 50' },
  ],
  notes: ['Ctrl-C stops it; the exit code is 0 then.'],
  docs: 'docs/simulator.md',
  options: {
    port: wholeNumber({ max: 65_535 }, { fallback: '4566' })
      .describe('port on the loopback interface, 0 for any')
      .optional(),
    accounts: wholeNumber({ max: 100_000 }, { fallback: '120' })
      .describe('member accounts')
      .optional(),
    pageSize: wholeNumber({ min: 1, max: 1000 }, { fallback: '20' })
      .describe('maximum number of items on a page')
      .optional(),
    latencyMs: wholeNumber({ max: 600_000 }, { fallback: '0' })
      .describe('milliseconds that every call takes')
      .optional(),
    seed: text('text', 'use 1', { fallback: '1' })
      .describe('the same seed gives the same organization')
      .optional(),
    faults: text('file', 'inject no fault', { completion: 'file' })
      .describe('fault rules, as YAML or JSON')
      .optional(),
    legacyStatus: flag().describe(
      'accounts have Status, and neither State nor Paths, as before 2026-09-09',
    ),
    demo: flag().describe(
      'add what the guides use: two accounts, a role, a bucket, and profiles in a folder that is deleted at the end',
    ),
    realBuilds: flag().describe(
      'run the commands of CodeBuild buildspecs on this machine, with your permissions; the keys are random then',
    ),
  },
  output: { kind: 'document', schema: servedSchema },
  endsByInterrupt: true,
});
