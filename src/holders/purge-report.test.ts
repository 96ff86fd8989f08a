import { expect, test } from 'vitest';
import { readPurgeReport } from './purge-report.ts';

const log = `purge done (--force)

== tagged
eu-west-1 - EC2Instance - i-1 - [tag:Name: "a - [b]"] - would remove
eu-west-1 - SNSTopic - 'TopicARN: arn:x' - would remove
eu-west-1 - EC2Instance - i-1 - [tag:Name: "a - [b]"] - removed
eu-west-1 - SNSTopic - 'TopicARN: arn:x' - failed
== aged
global - Route53HostedZone - /hostedzone/Z1 (example.org.) - removed
eu-west-1 - EC2Instance - i-1 - [tag:Name: "a - [b]"] - removed
`;

test.for([
  [
    'removed',
    'EC2Instance i-1 (eu-west-1)\nRoute53HostedZone /hostedzone/Z1 (example.org.) (global)',
  ],
  ['would remove', 'EC2Instance i-1 (eu-west-1)\nSNSTopic TopicARN: arn:x (eu-west-1)'],
] as const)('resources that aws-nuke logs as "%s" are listed once', ([done, resources]) => {
  expect(readPurgeReport(log, done)).toEqual({ mode: 'force', hasFailed: false, resources });
});

test('a report of which the beginning is missing says so', () => {
  const cut = log.replace('== tagged', '');

  expect(readPurgeReport(cut, 'would remove').resources).toMatch(
    /\nand more, before the end of the log$/,
  );
});

test('a long list is cut, and says how much is left', () => {
  const lines = Array.from({ length: 130 }, (_, at) => `eu-west-1 - EC2Volume - v-${at} - removed`);
  const { resources } = readPurgeReport(`${log}${lines.join('\n')}`, 'removed');

  expect(resources.split('\n').slice(-2)).toEqual(['EC2Volume v-97 (eu-west-1)', 'and 32 more']);
});

test.for([
  ['purge failed (--dry-run)\nx', { mode: 'dry-run', hasFailed: true, resources: '' }],
  [
    'purge done (--force)\n== tagged\nNo resource to delete.',
    { mode: 'force', hasFailed: false, resources: '' },
  ],
  ['  our own report \n', { hasFailed: false, resources: 'our own report' }],
  ['', { hasFailed: false, resources: '' }],
] as const)('%j is understood', ([message, report]) => {
  expect(readPurgeReport(message, 'removed')).toEqual(report);
});
