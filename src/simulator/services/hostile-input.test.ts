/** Inputs that once were errors of the server, or made a resource unusable. */

import { expect, test } from 'vitest';
import { openFleet } from '../../aws/open-fleet.ts';
import { virtualClock } from '../clock.ts';
import { noLimits } from '../limits.ts';
import { simulateOrganization } from '../simulate-organization.ts';

function open() {
  const bugs: unknown[] = [];
  const organization = simulateOrganization({
    clock: virtualClock(),
    limits: noLimits,
    onBug: (bug) => bugs.push(bug),
  });
  const fleet = openFleet(organization.access());
  const call = (service: string, operation: string, input: Readonly<Record<string, unknown>>) =>
    fleet.generic(service).call(operation, input) as Promise<Record<string, string>>;
  const nameOf = (service: string, operation: string, input: Readonly<Record<string, unknown>>) =>
    call(service, operation, input).then(
      () => 'done',
      (error: Error) => error.name,
    );
  return { call, nameOf, bugs };
}

const withoutResource = JSON.stringify({
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:*' }],
});

test('a queue refuses a policy without Resource, and stays usable', async () => {
  const { call, nameOf } = open();
  const { QueueUrl } = await call('sqs', 'CreateQueue', { QueueName: 'queue' });
  const Attributes = { Policy: withoutResource };
  expect([
    await nameOf('sqs', 'SetQueueAttributes', { QueueUrl, Attributes }),
    await nameOf('sqs', 'CreateQueue', { QueueName: 'other', Attributes }),
    await nameOf('sqs', 'SendMessage', { QueueUrl, MessageBody: 'a' }),
    await nameOf('sqs', 'DeleteQueue', { QueueUrl }),
  ]).toEqual(['InvalidAttributeValue', 'InvalidAttributeValue', 'done', 'done']);
});

test.each([
  ['RedrivePolicy', 'not JSON'],
  ['RedrivePolicy', '{"maxReceiveCount":0}'],
  ['VisibilityTimeout', 'abc'],
  ['VisibilityTimeout', '-1'],
  ['DelaySeconds', '901'],
  ['MessageRetentionPeriod', '59'],
])('a queue refuses the attribute %s with %s, and changes nothing', async (name, value) => {
  const { call, nameOf } = open();
  const { QueueUrl } = await call('sqs', 'CreateQueue', { QueueName: 'queue' });
  const Attributes = { ReceiveMessageWaitTimeSeconds: '5', [name]: value };
  expect(await nameOf('sqs', 'SetQueueAttributes', { QueueUrl, Attributes })).toBe(
    'InvalidAttributeValue',
  );
  const { Attributes: kept } = await call('sqs', 'GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['All'],
  });
  expect(kept).toMatchObject({ ReceiveMessageWaitTimeSeconds: '0' });
  await call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'a' });
  expect(await nameOf('sqs', 'ReceiveMessage', { QueueUrl })).toBe('done');
});

test('publishing needs a topic, and a topic a policy that can be evaluated', async () => {
  const { call, nameOf } = open();
  const { TopicArn } = await call('sns', 'CreateTopic', { Name: 'topic' });
  const policy = { AttributeName: 'Policy', AttributeValue: withoutResource };
  expect([
    await nameOf('sns', 'Publish', { Message: 'a' }),
    await nameOf('sns', 'SetTopicAttributes', { TopicArn, ...policy }),
    await nameOf('sns', 'CreateTopic', { Name: 'b', Attributes: { Policy: '{}' } }),
    await nameOf('sns', 'Publish', { TopicArn, Message: 'a' }),
  ]).toEqual([
    'InvalidParameterException',
    'InvalidParameterException',
    'InvalidParameterException',
    'done',
  ]);
});

test('a topic without statements is usable', async () => {
  const { call, nameOf, bugs } = open();
  const { TopicArn } = await call('sns', 'CreateTopic', { Name: 'topic' });
  await call('sns', 'RemovePermission', { TopicArn, Label: '__default_statement_ID' });
  await call('events', 'PutRule', { Name: 'rule', EventPattern: '{"source":["a"]}' });
  await call('events', 'PutTargets', { Rule: 'rule', Targets: [{ Id: '1', Arn: TopicArn }] });
  await call('events', 'PutEvents', {
    Entries: [{ Source: 'a', DetailType: 'b', Detail: '{}' }],
  });
  expect([await nameOf('sns', 'Publish', { TopicArn, Message: 'a' }), bugs]).toEqual(['done', []]);
});

test.each<[string, string, Readonly<Record<string, unknown>>, string]>([
  [
    'events',
    'PutPermission',
    {
      Action: 'events:PutEvents',
      Principal: '*',
      StatementId: 'a',
      Condition: { Type: 'Broken', Key: 'aws:PrincipalOrgID', Value: 'o-1' },
    },
    'ValidationException',
  ],
  ['events', 'PutPermission', { Policy: '{"Statement":[null]}' }, 'ValidationException'],
  [
    'events',
    'TestEventPattern',
    { EventPattern: '{"source":["a"]}', Event: '((((' },
    'ValidationException',
  ],
  [
    'cloudcontrol',
    'ListResources',
    { TypeName: 'AWS::ApiGateway::Resource', ResourceModel: '[' },
    'InvalidRequestException',
  ],
  ['codebuild', 'ListProjects', { sortBy: 'constructor' }, 'InvalidInputException'],
  [
    'logs',
    'FilterLogEvents',
    { logGroupName: 'group', filterPattern: '%(a+)+b%' },
    'InvalidParameterException',
  ],
  [
    'logs',
    'FilterLogEvents',
    { logGroupName: 'group', filterPattern: '%.*.*.*.*.*.*%' },
    'InvalidParameterException',
  ],
])('%s:%s of %j is refused with %s', async (service, operation, input, name) => {
  const { call, nameOf, bugs } = open();
  await call('logs', 'CreateLogGroup', { logGroupName: 'group' });
  expect([await nameOf(service, operation, input), bugs]).toEqual([name, []]);
});

test('an event target refuses an input that is not JSON', async () => {
  const { call, nameOf } = open();
  await call('events', 'PutRule', { Name: 'rule', EventPattern: '{"source":["a"]}' });
  const Targets = [{ Id: '1', Arn: 'arn:aws:sqs:us-east-1:111122223333:queue', Input: '{' }];
  expect(await nameOf('events', 'PutTargets', { Rule: 'rule', Targets })).toBe(
    'ValidationException',
  );
});

test('a copy source that is not percent-encoded text is an invalid argument', async () => {
  const { call, nameOf } = open();
  await call('s3', 'CreateBucket', { Bucket: 'bucket' });
  const copy = { Bucket: 'bucket', Key: 'b', CopySource: 'bucket/%zz' };
  expect(await nameOf('s3', 'CopyObject', copy)).toBe('InvalidArgument');
});

test('a number with a billion digits is too large, and is not computed', async () => {
  const { call, nameOf } = open();
  await call('dynamodb', 'CreateTable', {
    TableName: 'table',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  const item = { id: { S: 'a' }, n: { N: '1e100' } };
  await nameOf('dynamodb', 'PutItem', { TableName: 'table', Item: item });
  const scan = {
    TableName: 'table',
    FilterExpression: 'n > :n',
    ExpressionAttributeValues: { ':n': { N: '1e999999999' } },
  };
  expect(await nameOf('dynamodb', 'Scan', scan)).toBe('ValidationException');
});

test('a pattern with many wildcards does not backtrack', async () => {
  const { call } = open();
  const EventPattern = JSON.stringify({ detail: { a: [{ wildcard: `${'*a'.repeat(30)}*b` }] } });
  const Event = JSON.stringify({ detail: { a: 'a'.repeat(20_000) } });
  const { Result } = await call('events', 'TestEventPattern', { EventPattern, Event });
  expect(Result).toBe(false);
});

test('names that every object has are not in the tables of services', async () => {
  const { call, nameOf, bugs } = open();
  const { TopicArn } = await call('sns', 'CreateTopic', { Name: 'topic' });
  const refusals = await Promise.all(
    ['constructor', '__proto__', 'toString'].map((Protocol) =>
      nameOf('sns', 'Subscribe', { TopicArn, Protocol, Endpoint: 'a@example.com' }),
    ),
  );

  expect([refusals, bugs]).toEqual([refusals.map(() => 'InvalidParameterException'), []]);
});
