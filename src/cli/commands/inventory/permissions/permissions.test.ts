import { expect, test } from 'vitest';
import { simulateOrganization } from '../../../../simulator/index.ts';
import { organizationOfThree, runCli } from '../../../../testing/command-line.ts';
import { forbid } from '../../../../testing/organization-clients.ts';
import { permissionsSchema } from './record.ts';

const narrow = ['--types', 'sqs_queue,kms_key'];
const check = (more: readonly string[] = [], { organization } = organizationOfThree()) =>
  runCli(['inventory', 'permissions', ...narrow, ...more], { organization });

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

test('accounts whose role lacks nothing are ready', async () => {
  const { code, stdout, stderr } = await check();

  expect(code).toBe(0);
  expect(stdout).toContain('Account       Name   Status  Method     Actions  Lacking  Unchecked');
  expect(stdout).toContain('111111111111  alpha  ready   simulated  10       0        0');
  expect(stdout).not.toContain('\nLacking');
  expect(stderr).toContain(
    '2 done, 0 failed, 2 skipped in 0.0 s; accounts: 2 ready, 0 lacking, 0 unchecked, 0 unread, 2 skipped\n',
  );
});

test('what is lacking is named by service, with what it costs, and the exit code is 2', async () => {
  const world = organizationOfThree();
  await forbid(world.organization, '222222222222', ['sqs:ListQueues', 'sqs:ListQueueTags']);
  const { code, stdout } = await check([], world);

  expect(code).toBe(2);
  expect(stdout).toContain(`Lacking
Account       Name  Service  Because                     Types      Actions
${'─'.repeat(93)}
222222222222  beta  sqs      policy of the organization  sqs_queue  ListQueueTags, ListQueues
`);
});

test('the same as lines of JSON and as CSV', async () => {
  const world = organizationOfThree();
  await forbid(world.organization, '222222222222', 'sqs:ListQueues');
  const ndjson = await check(['--output', 'ndjson', '--targets', '222222222222'], world);
  const csv = await check(['--output', 'csv', '--targets', '222222222222'], world);

  expect(lines(ndjson.stdout).map((record) => permissionsSchema.parse(record))).toEqual([
    {
      type: 'permissions',
      accountId: '222222222222',
      accountName: 'beta',
      status: 'lacking',
      method: 'simulated',
      actions: 10,
      lacking: [
        {
          action: 'sqs:ListQueues',
          because: 'organization',
          regions: ['us-east-1'],
          types: ['sqs_queue'],
        },
      ],
      unchecked: [],
    },
  ]);
  expect(
    csv.stdout,
  ).toBe(`accountId,accountName,status,reason,message,method,actions,lacking,unchecked
222222222222,beta,lacking,,,simulated,10,sqs:ListQueues,
`);
});

test('where the policy simulator may not be called, first pages are requested, and an unchecked action is not a success', async () => {
  const world = organizationOfThree();
  world.organization.deny({ service: 'iam', operation: 'SimulatePrincipalPolicy' });
  const { code, stdout } = await check(['--output', 'ndjson', '--targets', '111111111111'], world);
  const [checked] = lines(stdout);

  expect(code).toBe(2);
  expect(checked).toMatchObject({ status: 'unchecked', method: 'probed', lacking: [] });
  expect(checked?.simulator).toMatchObject({ code: 'AccessDenied' });
});

test('a session with session policies is probed: the simulator does not know them', async () => {
  const { stdout } = await check([
    ...['--output', 'ndjson', '--targets', '111111111111'],
    ...['--policy-arn', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
  ]);

  expect(lines(stdout)).toMatchObject([{ method: 'probed' }]);
});

test('an account that cannot be entered is unread, and not ready', async () => {
  const world = organizationOfThree();
  world.organization.deny({ service: 'sts', operation: 'AssumeRole' });
  const { code, stdout, stderr } = await check(['--output', 'ndjson'], world);

  expect(code).toBe(2);
  expect(lines(stdout).filter(({ status }) => status === 'unread')).toHaveLength(2);
  expect(stderr).toContain('0 ready, 0 lacking, 0 unchecked, 2 unread, 2 skipped');
});

test.each([
  [['--types', 'sqs_queues'], 'the catalogue has no type "sqs_queues", did you mean "sqs_queue"?'],
  [['--types', 'AWS::Synthetics::Canary'], 'the catalogue has no type "AWS::Synthetics::Canary"'],
  [
    ['--targets', '333333333333'],
    'no targets: the selected account was skipped (not-active); see flotilla accounts',
  ],
])('%j is refused', async (options, message) => {
  const { code, stdout, stderr } = await check(options);

  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(`flotilla: ${message}`);
});

test('with --breadth the types of Cloud Control can be named', async () => {
  const types = ['--types', 'AWS::Synthetics::Canary', '--breadth', '--targets', '111111111111'];
  const { code, stdout } = await check([...types, '--output', 'ndjson']);

  expect(code).toBe(0);
  expect(lines(stdout)).toMatchObject([{ status: 'ready', actions: 12 }]);
});

test('more than fifty accounts are checked only with --yes or a yes on a terminal', async () => {
  const organization = simulateOrganization({ accounts: 60, seed: 3 });

  const { code, stdout, stderr } = await check([], { ...organizationOfThree(), organization });

  expect({ code, stdout, stderr }).toEqual({
    code: 3,
    stdout: '',
    stderr: expect.stringMatching(
      /^would check the role in (\d\d accounts)\nflotilla: Check the role in \1\? There is no terminal to ask on: add --yes; nothing was changed\n$/,
    ),
  });
  expect(organization.journal.count('sts:AssumeRole')).toBe(0);
});
