import { expect, test } from 'vitest';
import type { ServiceInput } from '../../../aws/generic-client.ts';
import { openServiceClient } from '../../../testing/account-access.ts';
import { errorNameOf, refusalOf } from '../../../testing/call-errors.ts';
import { dayMs } from '../../../testing/durations.ts';
import { virtualClock } from '../../clock.ts';
import { simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

const logGroupName = '/aws/codebuild/Purge';
const stream = { logGroupName, logStreamName: 'one' };

function open(pageSize = 20) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, pageSize, limits: noLimits });
  const logs = openServiceClient(organization, 'logs');
  const begin = async () => {
    await logs.call('CreateLogGroup', { logGroupName });
    await logs.call('CreateLogStream', stream);
  };
  const write = (...messages: string[]) =>
    logs.call('PutLogEvents', {
      ...stream,
      logEvents: messages.map((message, index) => ({ timestamp: clock.now() + index, message })),
    });
  const read = async (more: ServiceInput = {}) => {
    const answer = await logs.call('GetLogEvents', { ...stream, ...more });
    const messages = (answer.events as { message: string }[]).map(({ message }) => message);
    const { nextForwardToken, nextBackwardToken } = answer;
    return { nextForwardToken, nextBackwardToken, messages };
  };
  return { organization, logs, clock, begin, write, read };
}

test('a group is described as created, and gone after deletion', async () => {
  const { organization, logs, clock, begin, write } = open();
  await begin();
  await write('hello');
  await logs.call('PutRetentionPolicy', { logGroupName, retentionInDays: 14 });
  const arn = `arn:aws:logs:us-east-1:${organization.managementAccountId}:log-group:${logGroupName}`;
  const { logGroups } = await logs.call('DescribeLogGroups', { logGroupNamePrefix: '/aws/' });
  await logs.call('DeleteLogGroup', { logGroupName });

  expect(logGroups).toEqual([
    {
      logGroupName,
      creationTime: clock.now(),
      retentionInDays: 14,
      metricFilterCount: 0,
      arn: `${arn}:*`,
      logGroupArn: arn,
      storedBytes: 31,
      logGroupClass: 'STANDARD',
      deletionProtectionEnabled: false,
    },
  ]);
  expect((await logs.call('DescribeLogGroups')).logGroups).toEqual([]);
  expect(await refusalOf(logs.call('DescribeLogStreams', { logGroupName }))).toEqual({
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
    status: 400,
  });
});

test('an existing name cannot be created again', async () => {
  const { logs, begin } = open();
  await begin();

  expect(await errorNameOf(logs.call('CreateLogGroup', { logGroupName }))).toBe(
    'ResourceAlreadyExistsException',
  );
  expect(await errorNameOf(logs.call('CreateLogStream', stream))).toBe(
    'ResourceAlreadyExistsException',
  );
});

test('events are read from the head, from the tail, and from a token', async () => {
  const { begin, write, read } = open();
  await begin();
  await write('one', 'two', 'three', 'four', 'five');
  const head = await read({ startFromHead: true, limit: 2 });
  const on = await read({ nextToken: head.nextForwardToken, limit: 2 });
  const tail = await read({ limit: 2 });
  const back = await read({ nextToken: tail.nextBackwardToken, limit: 2 });
  const end = await read({ nextToken: tail.nextForwardToken });

  expect([head.messages, on.messages, tail.messages, back.messages, end.messages]).toEqual([
    ['one', 'two'],
    ['three', 'four'],
    ['four', 'five'],
    ['two', 'three'],
    [],
  ]);
  expect(end.nextForwardToken).toBe(tail.nextForwardToken);
});

test('events written during a read come next', async () => {
  const { begin, write, read } = open();
  await begin();
  await write('one');
  const first = await read({ startFromHead: true });
  await write('two');

  expect((await read({ nextToken: first.nextForwardToken })).messages).toEqual(['two']);
});

test.for<[string, readonly ServiceInput[], string]>([
  [
    'out of order',
    [
      { timestamp: 2, message: 'b' },
      { timestamp: 1, message: 'a' },
    ],
    'chronological order',
  ],
  ['empty', [{ timestamp: 1, message: '' }], "Value '' at 'logEvents.1.member.message'"],
  [
    'of two days',
    [
      { timestamp: 0, message: 'a' },
      { timestamp: 2 * dayMs, message: 'b' },
    ],
    '24 hours',
  ],
])('events that are %s are refused', async ([, logEvents, message]) => {
  const { logs, begin } = open();
  await begin();

  expect(await refusalOf(logs.call('PutLogEvents', { ...stream, logEvents }))).toEqual({
    name: 'InvalidParameterException',
    message: expect.stringContaining(message),
    status: 400,
  });
});

test('events that are too old or too new are skipped, and the response names them', async () => {
  const { logs, begin, clock, read } = open();
  await begin();
  const old = { timestamp: clock.now() - 15 * dayMs, message: 'old' };
  const { rejectedLogEventsInfo: tooOld } = await logs.call('PutLogEvents', {
    ...stream,
    logEvents: [old],
  });
  const { rejectedLogEventsInfo: tooNew } = await logs.call('PutLogEvents', {
    ...stream,
    logEvents: [
      { timestamp: clock.now(), message: 'now' },
      { timestamp: clock.now() + 3 * 3_600_000, message: 'new' },
    ],
  });

  expect([tooOld, tooNew]).toEqual([
    { tooOldLogEventEndIndex: 1 },
    { tooNewLogEventStartIndex: 1 },
  ]);
  expect((await read()).messages).toEqual(['now']);
});

test('events expire after the retention of their group', async () => {
  const { logs, begin, clock, write, read } = open();
  await begin();
  await logs.call('PutRetentionPolicy', { logGroupName, retentionInDays: 1 });
  await write('one');
  await clock.advance(dayMs + 1);

  expect((await read()).messages).toEqual([]);
});

test.for<[string, readonly string[]]>([
  ['', ['ERROR a', 'WARN b', 'INFO not found', 'ERROR timeout']],
  ['ERROR', ['ERROR a', 'ERROR timeout']],
  ['ERROR -timeout', ['ERROR a']],
  ['"not found"', ['INFO not found']],
  ['?WARN ?INFO', ['WARN b', 'INFO not found']],
  ['%^(WARN|INFO)%', ['WARN b', 'INFO not found']],
])('the filter %j matches %j', async ([filterPattern, expected]) => {
  const { logs, begin, write } = open(2);
  await begin();
  await write('ERROR a', 'WARN b', 'INFO not found', 'ERROR timeout');
  const found: unknown[] = [];
  for await (const { events } of logs.pages('FilterLogEvents', { logGroupName, filterPattern })) {
    found.push(...(events as { message: string }[]).map(({ message }) => message));
  }

  expect(found).toEqual(expected);
});

test('streams are listed by name, or with the latest first', async () => {
  const { logs, begin, clock, write } = open();
  await begin();
  await logs.call('CreateLogStream', { logGroupName, logStreamName: 'two' });
  await clock.advance(1_000);
  await write('late');
  const names = async (more: ServiceInput = {}) => {
    const { logStreams } = await logs.call('DescribeLogStreams', { logGroupName, ...more });
    return (logStreams as { logStreamName: string }[]).map(({ logStreamName }) => logStreamName);
  };

  expect(await names()).toEqual(['one', 'two']);
  expect(await names({ orderBy: 'LastEventTime', descending: true })).toEqual(['one', 'two']);
  expect(await names({ descending: true })).toEqual(['two', 'one']);
});

test('tags are the same by name and by ARN', async () => {
  const { organization, logs, begin } = open();
  await begin();
  const resourceArn = `arn:aws:logs:us-east-1:${organization.managementAccountId}:log-group:${logGroupName}`;
  await logs.call('TagLogGroup', { logGroupName, tags: { team: 'red', purge: 'exempt' } });
  await logs.call('UntagResource', { resourceArn, tagKeys: ['team'] });
  await logs.call('TagResource', { resourceArn, tags: { owner: 'maria' } });
  const [byName, byArn] = [
    await logs.call('ListTagsLogGroup', { logGroupName }),
    await logs.call('ListTagsForResource', { resourceArn }),
  ];

  expect(byName.tags).toEqual({ purge: 'exempt', owner: 'maria' });
  expect(byArn.tags).toEqual(byName.tags);
});
