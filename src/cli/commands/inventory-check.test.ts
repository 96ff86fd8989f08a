import { expect, test } from 'vitest';
import { forbid } from '../../testing/organization-clients.ts';
import { organizationOfThree, runCli } from '../testing/fixture.ts';

const narrow = ['--types', 'sqs_queue,kms_key'];
const check = (more: readonly string[] = [], { organization } = organizationOfThree()) =>
  runCli(['inventory', 'check', ...narrow, ...more], { organization });

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
    'accounts: 2 ready, 0 lacking, 0 not sure, 0 not read, 2 skipped; in 0.0 s\n',
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

  expect(lines(ndjson.stdout)).toEqual([
    {
      type: 'check',
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

test('where the simulator may not be asked first pages are, and what is left open is not a yes', async () => {
  const world = organizationOfThree();
  world.organization.deny({ service: 'iam', operation: 'SimulatePrincipalPolicy' });
  const { code, stdout } = await check(['--output', 'ndjson', '--targets', '111111111111'], world);
  const [told] = lines(stdout);

  expect(code).toBe(2);
  expect(told).toMatchObject({ status: 'unchecked', method: 'probed', lacking: [] });
  expect(told?.simulator).toMatchObject({ code: 'AccessDenied' });
});

test('a session policy is known to the session alone, so that it is probed', async () => {
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
  expect(stderr).toContain('0 ready, 0 lacking, 0 not sure, 2 not read, 2 skipped');
});

test.each([
  [['--types', 'sqs_queues'], 'the catalogue has no type "sqs_queues", did you mean "sqs_queue"?'],
  [['--types', 'AWS::Synthetics::Canary'], 'the catalogue has no type "AWS::Synthetics::Canary"'],
  [['--targets', '333333333333'], 'nobody is left to check: 1 account left out (not-active)'],
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
