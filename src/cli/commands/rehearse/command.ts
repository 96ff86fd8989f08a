import { defineCommand } from '../../define-command.ts';
import { percentage, text, wholeNumber } from '../../options/kinds.ts';
import { rehearsalSchema } from './documents.ts';

export const command = defineCommand({
  description:
    'Runs the whole life cycle on a simulated organization with its own clock: events, sweeps, windows, builds and faults, while invariants are judged. Calls nothing in AWS. Exits with 2 when an invariant is broken.',
  examples: [
    { command: 'flotilla rehearse --accounts 120 --days 30 --kill 5' },
    {
      note: 'your own settings, with events that get lost',
      command: 'flotilla rehearse --settings settings.yaml --faults faults.yaml',
    },
  ],
  notes: [
    [
      'A fault file that loses three events in ten, doubles two and shuffles the rest:',
      '',
      '  faults:',
      '    - { event: {}, probability: 0.3, fault: { lose: true } }',
      '    - { event: {}, probability: 0.2, fault: { double: true } }',
      '    - { event: {}, fault: { shuffleMs: 600000 } }',
    ].join('\n'),
  ],
  docs: 'docs/rehearse.md',
  options: {
    accounts: wholeNumber({ min: 1, max: 50_000 }, { fallback: '120' })
      .describe('personal accounts')
      .optional(),
    days: wholeNumber({ min: 1, max: 3_660 }, { fallback: '30' })
      .describe('days to rehearse')
      .optional(),
    seed: text('text', 'use 1', { fallback: '1' })
      .describe('the same seed and settings give the same days')
      .optional(),
    settings: text('file', 'use one OU that is purged every week', {
      fallback: 'one OU, purged every week',
      completion: 'file',
    })
      .describe('your own settings file')
      .optional(),
    sweepHours: wholeNumber({ min: 1, max: 24 }, { fallback: 'from the settings' })
      .describe('hours between two sweeps')
      .optional(),
    faults: text('file', 'inject no fault', { completion: 'file' })
      .describe('fault rules, as YAML or JSON')
      .optional(),
    kill: wholeNumber({ max: 90 }, { fallback: '0' })
      .describe('percentage of workers that die in the middle of a task')
      .optional(),
    failAbove: percentage({ fallback: '20%' })
      .describe('share of transactions that may fail')
      .optional(),
    journal: text('file', 'write none', { completion: 'file' })
      .describe('write everything that happens to a file, as NDJSON')
      .optional(),
  },
  output: { kind: 'document', schema: rehearsalSchema },
});
