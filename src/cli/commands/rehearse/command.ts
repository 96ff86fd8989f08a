import { defineCommand } from '../../define-command.ts';
import { accountProblem } from '../../options/aws-names.ts';
import { checkedText, flag, percentage, repeated, text, wholeNumber } from '../../options/kinds.ts';
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
    {
      note: 'what a change of the settings changes',
      command: 'flotilla rehearse --compare settings.yaml changed.yaml --accounts 60 --days 14',
    },
    {
      note: 'what finance and managers would have got for the month',
      command: 'flotilla rehearse --accounts 60 --reports reports',
    },
    {
      note: 'an account at one moment of a rehearsal that wrote this journal',
      command:
        'flotilla rehearse --journal journal.ndjson --account 123456789012 --until 2026-01-17T03:00',
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
  arguments: {
    files: repeated('file', 'rehearse one file', { completion: 'file' })
      .describe('with --compare: two settings files')
      .optional(),
  },
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
    compare: flag({ conflicts: ['settings', 'journal', 'reports', 'account', 'until'] }).describe(
      'rehearse two settings files with the same seed, and print what differs',
    ),
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
      .describe('write everything that happens to a file, as NDJSON; with --account, read it')
      .optional(),
    reports: text('folder', 'write none', { completion: 'folder' })
      .describe('write the reports of the last month to a folder: CSV, Excel and pages')
      .optional(),
    account: checkedText('id', accountProblem)
      .describe('rehearse nothing: show this account from the journal')
      .optional(),
    until: checkedText('time', timeProblem, { fallback: 'the end of the journal' })
      .describe('with --account: at this time, as 2026-01-17T03:00 in UTC')
      .optional(),
  },
  output: { kind: 'document', schema: rehearsalSchema },
});

function timeProblem(value: string): string | undefined {
  const isTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?Z?)?$/.test(value);
  const isValid = isTime && !Number.isNaN(Date.parse(value));
  return isValid ? undefined : 'is not a time; give 2026-01-17T03:00';
}
