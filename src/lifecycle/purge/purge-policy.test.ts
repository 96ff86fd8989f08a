import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { unseenTypes } from './filters.ts';
import { maximumAgeHours } from './maximum-age.ts';
import { type PurgeFacts, purgePolicyOf } from './purge-policy.ts';
import { renderV2, renderV3 } from './render.ts';

const facts: PurgeFacts = {
  accountId: '111111111111',
  blockedAccounts: ['999999999999'],
  regions: ['eu-west-1'],
  ownNames: ['SpaAlertTopic', 'SpaEventsRule*'],
  variables: {},
};
const policyOf = (variables: Readonly<Record<string, string>> = {}) =>
  purgePolicyOf({ ...facts, variables });

test.for([
  ['5d', 120],
  ['2w', 336],
  ['3M', 2190],
  ['6M', 4380],
  ['1y', 8760],
] as const)('%s is %i hours', ([text, hours]) => {
  expect(maximumAgeHours(text)).toBe(hours);
});

test.for(['', '0d', '5', '5 d', '5m', '-1d', '1.5y', 'P6M', '99999y'])(
  '"%s" is not an age',
  (text) => {
    expect(() => maximumAgeHours(text)).toThrow(/write days, weeks, months or years as 5d/);
  },
);

test.for([
  [
    { TAGGED_TYPES: 'EC2Instanze' },
    'TAGGED_TYPES: aws-nuke knows no resource type "EC2Instanze"; did you mean EC2Instance?',
  ],
  [
    { AGED_TYPES: 'EC2Instance, Nonsense' },
    'AGED_TYPES: aws-nuke knows no resource type "Nonsense"',
  ],
  [{ TAG_KEY: ' purge' }, 'TAG_KEY: " purge" must not be empty, and not begin or end with a space'],
  [{ TAG_VALUE: '' }, 'TAG_VALUE: "" must not be empty, and not begin or end with a space'],
  [{ MAXIMUM_AGE: '6 months' }, 'MAXIMUM_AGE: "6 months" is not an age'],
  [{ PROTECTED_NAMES: 'mine *yours' }, 'PROTECTED_NAMES: "*yours" may have a * only at its end'],
] as const)('%j is refused before anything is rendered', ([variables, message]) => {
  expect(() => policyOf(variables)).toThrow(message);
});

test('2.16 shows the age of instances only: other types are kept', () => {
  const policy = policyOf();

  expect(unseenTypes(policy, 'v2')).toEqual({
    tagged: [],
    aged: policy.aged.types.filter((type) => type !== 'EC2Instance'),
  });
  expect(unseenTypes(policy, 'v3')).toEqual({
    tagged: [],
    aged: ['EFSFileSystem', 'FSxFileSystem'],
  });
});

test('the configuration for 2.16, in full', () => {
  const policy = policyOf({ TAGGED_TYPES: 'SQSQueue', AGED_TYPES: 'EC2Instance EC2Volume' });
  const names =
    '(^|[ /:])(AWSControlTower|aws-controltower|StackSet-AWSControlTower|CDKToolkit($|[ /:])|cdk-hnb659fds-|AWSReservedSSO_|AWSServiceRoleFor|OrganizationAccountAccessRole($|[ /:])|SpaAlertTopic($|[ /:])|SpaEventsRule)';

  // Queues show no tags, so there is no wave by tag.
  expect(renderV2(policy)).toEqual([
    {
      wave: 'aged',
      line: 'v2',
      yaml: `# kept, because aws-nuke does not show how old they are: EC2Volume
account-blocklist:
  - "999999999999"
resource-types:
  targets:
    - EC2Instance
regions:
  - eu-west-1
  - global
accounts:
  "111111111111":
    filters:
      EC2Instance:
        - property: LaunchTime
          type: regex
          value: ^$
        - property: LaunchTime
          type: dateOlderThan
          value: 4380h
        - property: tag:purge
          type: exact
          value: exempt
        - type: regex
          value: ${names}
        - property: Identifier
          type: regex
          value: ${names}
`,
    },
  ]);
});

test('the configuration for 3 uses its own keys for the same', () => {
  const policy = policyOf({ TAGGED_TYPES: 'SNSTopic', AGED_TYPES: 'SQSQueue' });

  expect(renderV3(policy).map(({ yaml }) => yaml.split('accounts:\n')[0])).toEqual([
    `blocklist:
  - "999999999999"
bypass-alias-check-`,
  ]);
  expect(renderV3(policy)[0]?.yaml).toContain('resource-types:\n  includes:\n    - SNSTopic\n');
});

test('a simulated organization is reached at its own address', () => {
  const policy = policyOf({
    TAGGED_TYPES: 'EC2Instance',
    NUKE_ENDPOINTS_URL: 'http://127.0.0.1:4566',
  });
  const [configuration] = renderV2(policy);

  expect(configuration?.yaml).toContain(`regions:
  - eu-west-1
endpoints:
  - region: eu-west-1
    services:
      - service: sts
        url: http://127.0.0.1:4566
      - service: iam
        url: http://127.0.0.1:4566
      - service: ec2instance
        url: http://127.0.0.1:4566
      - service: ""
        url: http://127.0.0.1:4566
`);
});

const now = Date.UTC(2026, 5, 1);
const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString();

test.for([
  ['an old instance', { LaunchTime: daysAgo(200) }, { verdict: 'delete', because: 'aged' }],
  ['a young one', { LaunchTime: daysAgo(100) }, { verdict: 'keep', because: 'neither' }],
  ['one without a date', {}, { verdict: 'keep', because: 'neither' }],
  [
    'a young one with the tag',
    { LaunchTime: daysAgo(1), 'tag:purge': 'me' },
    { verdict: 'delete', because: 'tagged' },
  ],
  [
    'an old one that is exempt',
    { LaunchTime: daysAgo(900), 'tag:purge': 'exempt' },
    { verdict: 'keep', because: 'exempt' },
  ],
] as const)('%s', ([, properties, verdict]) => {
  const resource = { type: 'EC2Instance', identifier: 'i-1', properties };

  expect(evaluate(policyOf(), resource, { now })).toEqual(verdict);
});

test.for([
  ['SNSTopic', 'TopicARN: arn:aws:sns:eu-west-1:111111111111:SpaAlertTopic', 'keep'],
  ['SNSTopic', 'TopicARN: arn:aws:sns:eu-west-1:111111111111:SpaAlertTopicOfMine', 'delete'],
  [
    'SNSTopic',
    'TopicARN: arn:aws:sns:eu-west-1:111111111111:aws-controltower-SecurityNotifications',
    'keep',
  ],
  ['CloudFormationStack', 'StackSet-AWSControlTowerBP-BASELINE-CONFIG-1', 'keep'],
  ['CloudFormationStack', 'CDKToolkit', 'keep'],
  ['CloudFormationStack', 'MyCDKToolkit', 'delete'],
  ['LambdaFunction', 'aws-controltower-NotificationForwarder', 'keep'],
] as const)('%s %s: %s', ([type, identifier, verdict]) => {
  const resource = { type, identifier, properties: { 'tag:purge': 'me' } };

  expect(evaluate(policyOf(), resource, { now }).verdict).toBe(verdict);
});
