/** Input that AWS refuses or reads in its own way, found with boto3. */

import { expect, test } from 'vitest';
import { openServiceClient } from '../../testing/account-access.ts';
import { errorNameOf, refusalOf } from '../../testing/call-errors.ts';
import { simulateOrganization } from '../simulate-organization.ts';

function open(service: string) {
  return openServiceClient(simulateOrganization(), service, { region: 'us-east-1' });
}

test('EventBridge: schedules are for the default bus', async () => {
  const client = open('events');
  await client.call('CreateEventBus', { Name: 'orders' });
  const put = (EventBusName?: string) =>
    client.call('PutRule', { Name: 'r', ScheduleExpression: 'rate(1 day)', EventBusName });
  await put();
  expect(await refusalOf(put('orders'))).toMatchObject({
    name: 'ValidationException',
    message: 'ScheduleExpression is supported only on the default event bus.',
  });
});

test('EventBridge: targets have ARNs, and names of buses no slashes', async () => {
  const client = open('events');
  const ScheduleExpression = 'rate(1 day)';
  await client.call('PutRule', { Name: 'r', ScheduleExpression });
  const target = (Arn: string) =>
    client.call('PutTargets', { Rule: 'r', Targets: [{ Id: '1', Arn }] });
  const bus = (Name: string) => client.call('CreateEventBus', { Name });
  const calls = [target('jobs'), target('arn:aws:sqs:us-east-1'), bus('a/b'), bus('aws.partner')];
  expect(await Promise.all(calls.map(errorNameOf))).toEqual(calls.map(() => 'ValidationException'));
});

test.each([
  ['autoscaling', 'AWSServiceRoleForAutoScaling'],
  ['ecs', 'AWSServiceRoleForECS'],
  ['spot', 'AWSServiceRoleForEC2Spot'],
  ['guardduty', 'AWSServiceRoleForAmazonGuardDuty'],
  ['dynamodb.application-autoscaling', 'AWSServiceRoleForApplicationAutoScaling_DynamoDBTable'],
])('IAM: the service-linked role of %s is %s', async (service, name) => {
  const AWSServiceName = `${service}.amazonaws.com`;
  const create = () => open('iam').call('CreateServiceLinkedRole', { AWSServiceName });
  expect((await create()).Role).toMatchObject({ RoleName: name });
});

test('IAM: service-linked roles without a known name, and suffixes, are refused', async () => {
  const client = open('iam');
  const create = (AWSServiceName: string, CustomSuffix?: string) =>
    client.call('CreateServiceLinkedRole', { AWSServiceName, CustomSuffix });
  await create('ecs.amazonaws.com');
  expect([
    await errorNameOf(create('ecs.amazonaws.com')),
    await errorNameOf(create('rds.amazonaws.com', 'mine')),
    await errorNameOf(create('unheard.amazonaws.com')),
  ]).toEqual(['InvalidInputException', 'InvalidInputException', 'NotImplemented']);
  const { Role } = await create('autoscaling.amazonaws.com', 'mine');
  expect(Role).toMatchObject({ RoleName: 'AWSServiceRoleForAutoScaling_mine' });
});

test.each([
  ['s3:*', 'arn:nope:s3:::b', 'Partition "nope" is not valid for resource "arn:nope:s3:::b".'],
  ['s3:*', 'arn:aws:s3', 'Resource arn:aws:s3 must be in ARN format or "*".'],
  ['s3:Get-Object', '*', undefined],
  ['s3:*', 'arn:*:s3:::b', undefined],
  ['s3:*', 'arn:aws-us-gov:s3:::b', undefined],
])('IAM: a policy of %s on %s', async (Action, Resource, message) => {
  const statement = { Effect: 'Allow', Action, Resource };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const created = open('iam').call('CreatePolicy', { PolicyName: 'p', PolicyDocument });
  const refused = message === undefined ? undefined : (await refusalOf(created)).message;
  await created.catch(() => {});
  expect(refused).toBe(message);
});

test('SSM: outside a hierarchy, names with and without a slash are the same', async () => {
  const client = open('ssm');
  const put = (Name: string) => client.call('PutParameter', { Name, Value: 'x', Type: 'String' });
  const get = async (Name: string) =>
    ((await client.call('GetParameter', { Name })).Parameter as { ARN: string }).ARN;
  await put('plain');
  expect(await errorNameOf(put('/plain'))).toBe('ParameterAlreadyExists');
  expect(await get('/plain')).toBe(await get('plain'));
  await client.call('DeleteParameter', { Name: '/plain' });
  expect(await errorNameOf(get('plain'))).toBe('ParameterNotFound');
});

test.each([
  ['a/b', 'ValidationException', /^Parameter name must be a fully qualified name\.$/],
  ['/aws/x', 'AccessDeniedException', /^No access to reserved parameter name: \/aws\/x\.$/],
  ['ssm-x', 'ValidationException', /^Parameter name: can't be prefixed with "ssm"/],
  ['/a//b', 'ValidationException', /^Parameter name: can't be prefixed with "ssm"/],
  ['/a/b/', 'ValidationException', /^Parameter name: can't be prefixed with "ssm"/],
])('SSM: the name %s is refused', async (Name, name, message) => {
  const put = open('ssm').call('PutParameter', { Name, Value: 'x', Type: 'String' });
  expect(await refusalOf(put)).toMatchObject({ name, message: expect.stringMatching(message) });
});

test.each([
  ['pigeon', 'x', 'Invalid parameter: Amazon SNS does not support this protocol string: pigeon'],
  ['sqs', 'https://queue', 'Invalid parameter: SQS endpoint ARN'],
  ['https', 'http://x', 'Invalid parameter: Endpoint must match the specified protocol'],
  ['email', 'x', 'Invalid parameter: Email address'],
])('SNS: a subscription of %s to %s is refused', async (Protocol, Endpoint, message) => {
  const client = open('sns');
  const { TopicArn } = await client.call('CreateTopic', { Name: 't' });
  const call = client.call('Subscribe', { TopicArn, Protocol, Endpoint });
  expect(await refusalOf(call)).toMatchObject({ name: 'InvalidParameterException', message });
  const gone = client.call('Unsubscribe', { SubscriptionArn: 'guess' });
  expect((await refusalOf(gone)).message).toContain('at least 6 elements, not 1');
});

const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
const of = (...names: string[]) =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
const invalid = 'One or more parameter values were invalid: ';

test.each([
  [
    [key('a', 'HASH')],
    of('a', 'b'),
    `${invalid}Number of attributes in KeySchema does not exactly`,
  ],
  [[key('a', 'HASH')], of('b'), `${invalid}Some index key attributes are not defined`],
  [[key('a', 'RANGE')], of('a'), 'Invalid KeySchema: The first KeySchemaElement is not a HASH'],
  [
    [key('a', 'HASH'), key('b', 'HASH')],
    of('a', 'b'),
    'Invalid KeySchema: The second KeySchemaElement is not a RANGE',
  ],
  [[key('a', 'HASH'), key('a', 'RANGE')], of('a'), 'Both the Hash Key and the Range Key'],
])('DynamoDB: keys %j are refused', async (KeySchema, AttributeDefinitions, message) => {
  const input = { TableName: 'table', BillingMode: 'PAY_PER_REQUEST' };
  const create = open('dynamodb').call('CreateTable', {
    ...input,
    KeySchema,
    AttributeDefinitions,
  });
  expect(await refusalOf(create)).toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(message),
  });
});

test('DynamoDB: throughput and billing mode go together', async () => {
  const create = (input: object) =>
    open('dynamodb').call('CreateTable', {
      TableName: 'table',
      KeySchema: [key('a', 'HASH')],
      AttributeDefinitions: of('a'),
      ...input,
    });
  const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
  await create({ ProvisionedThroughput });
  const wrong = [create({}), create({ BillingMode: 'PAY_PER_REQUEST', ProvisionedThroughput })];
  expect(await Promise.all(wrong.map(errorNameOf))).toEqual([
    'ValidationException',
    'ValidationException',
  ]);
});
