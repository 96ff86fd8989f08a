import { expect, test } from 'vitest';
import { serviceModel } from '../../aws/models/service-model.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { validateInput } from './validate-input.ts';

function refusalOf(service: string, operation: string, input: Record<string, unknown>) {
  const model = serviceModel(service);
  const found = model.operations.get(operation);
  if (!found) throw new Error(`${service} has no ${operation}`);
  try {
    validateInput(model, found, input);
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

const one = '1 validation error detected: Value';

test.each<[string, string, Record<string, unknown>, string]>([
  [
    'iam',
    'CreateRole',
    {},
    `ValidationError: 2 validation errors detected: Value null at 'roleName' failed to satisfy constraint: Member must not be null; Value null at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null`,
  ],
  [
    'iam',
    'GetUser',
    { UserName: 'two words' },
    `ValidationError: ${one} 'two words' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+`,
  ],
  [
    'iam',
    'ListUsers',
    { MaxItems: 0 },
    `ValidationError: ${one} '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1`,
  ],
  [
    'sts',
    'AssumeRole',
    { RoleArn: 'arn:aws:iam::111122223333:role/x', RoleSessionName: 'a' },
    `ValidationError: ${one} 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2`,
  ],
  [
    'dynamodb',
    'CreateTable',
    {
      TableName: 'table',
      KeySchema: [{ AttributeName: 'id', KeyType: 'KEY' }],
      AttributeDefinitions: [],
    },
    `ValidationException: ${one} 'KEY' at 'keySchema.1.member.keyType' failed to satisfy constraint: Member must satisfy enum value set: [HASH, RANGE]`,
  ],
  [
    'dynamodb',
    'PutItem',
    { TableName: 'table', Item: { id: { S: 'a', N: '1' } } },
    'ValidationException: Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
  ],
  [
    'ssm',
    'GetParametersByPath',
    { Path: '/a', MaxResults: 11 },
    `ValidationException: ${one} '11' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 10`,
  ],
  [
    'iam',
    'UntagRole',
    { RoleName: 'a', TagKeys: [''] },
    `ValidationError: ${one} '[]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+]`,
  ],
  [
    'lambda',
    'GetFunction',
    { FunctionName: 'a b' },
    `ValidationException: ${one} 'a b' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: `,
  ],
  [
    'ecr',
    'CreateRepository',
    { repositoryName: 'a' },
    `InvalidParameterException: Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must have length greater than or equal to 2'`,
  ],
  [
    'organizations',
    'DescribeAccount',
    { AccountId: 'abc' },
    'InvalidInputException: You provided a value that does not match the required pattern.',
  ],
  [
    'sqs',
    'SendMessage',
    { MessageBody: 'a' },
    'MissingParameter: The request must contain the parameter QueueUrl.',
  ],
  [
    'sns',
    'Subscribe',
    { Protocol: 'sqs' },
    'InvalidParameter: Invalid parameter: TopicArn Reason: no value for required parameter',
  ],
  [
    'ec2',
    'CreateTags',
    { Resources: ['i-1'] },
    'MissingParameter: The request must contain the parameter Tags.',
  ],
])('%s:%s with %j is refused in words of AWS', (service, operation, input, message) => {
  expect(refusalOf(service, operation, input)).toContain(message);
});

test.each<[string, string, Record<string, unknown>, string]>([
  ['sqs', 'SendMessage', { QueueUrl: true }, 'TRUE_VALUE cannot be converted to String (queueUrl)'],
  [
    'dynamodb',
    'GetItem',
    { TableName: {} },
    'Start of structure or map found where not expected (tableName)',
  ],
  ['dynamodb', 'GetItem', { TableName: [] }, 'Start of list found where not expected (tableName)'],
  [
    'sqs',
    'SendMessageBatch',
    { QueueUrl: 'u', Entries: -1 },
    'NUMBER_VALUE cannot be converted to List (entries)',
  ],
  [
    'sqs',
    'ReceiveMessage',
    { QueueUrl: 'u', MaxNumberOfMessages: '1' },
    'STRING_VALUE cannot be converted to Integer',
  ],
  [
    'sqs',
    'ReceiveMessage',
    { QueueUrl: 'u', MaxNumberOfMessages: 1.5 },
    'NUMBER_VALUE cannot be converted to Integer',
  ],
  [
    'events',
    'PutEvents',
    { Entries: [{ Time: new Date(Number.NaN) }] },
    'expected (entries.1.member.time)',
  ],
])('%s:%s with %j cannot be read', (service, operation, input, message) => {
  const refusal = refusalOf(service, operation, input);
  expect([refusal?.startsWith('SerializationException: '), refusal?.includes(message)]).toEqual([
    true,
    true,
  ]);
});

test('members that are null are absent, elements that are null are not', () => {
  const input = { QueueUrl: 'u', MessageBody: 'b', DelaySeconds: null };
  expect([refusalOf('sqs', 'SendMessage', input), input]).toEqual([
    undefined,
    { QueueUrl: 'u', MessageBody: 'b' },
  ]);
  expect(refusalOf('iam', 'UntagRole', { RoleName: 'a', TagKeys: [null] })).toContain(
    "Value null at 'tagKeys.1.member' failed to satisfy constraint: Member must not be null",
  );
});

test('a structure that contains itself is validated at every depth', () => {
  const nested = (depth: number): object => (depth === 0 ? { S: 1 } : { L: [nested(depth - 1)] });
  const input = { TableName: 'table', Item: { id: nested(30) } };
  expect(refusalOf('dynamodb', 'PutItem', input)).toContain('cannot be converted to String');
});

test('at most ten errors are reported, and long values are shortened', () => {
  const Tags = Array.from({ length: 12 }, () => ({ Key: 'k'.repeat(2_000), Value: 'v' }));
  const refusal = refusalOf('iam', 'TagRole', { RoleName: 'a', Tags }) ?? '';
  expect(refusal).toContain('10 validation errors detected');
  expect(refusal.length).toBeLessThan(15_000);
});

test('a text that is too long for a pattern that backtracks is not matched', () => {
  const GlobalTableName = `${'a'.repeat(300)} `;
  const refusal = refusalOf('dynamodb', 'DescribeGlobalTable', { GlobalTableName });
  expect(refusal).toContain('Member must have length less than or equal to 255');
  expect(refusal).not.toContain('pattern');
});
