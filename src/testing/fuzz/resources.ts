/** What the fuzzed requests refer to: one or two resources of each service, made again after they were deleted. */

import { openFleet } from '../../aws/open-fleet.ts';
import type { SimulatedOrganization } from '../../simulator/index.ts';
import { resourcePolicy, trustPolicy } from './texts.ts';

type Call = readonly [service: string, operation: string, input: Readonly<Record<string, unknown>>];

const table = (TableName: string) => ({
  TableName,
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
});

const calls: readonly Call[] = ['fuzz-1', 'fuzz-2'].flatMap((name): Call[] => [
  ['sqs', 'CreateQueue', { QueueName: name, Attributes: { Policy: resourcePolicy } }],
  ['sns', 'CreateTopic', { Name: name }],
  ['s3', 'CreateBucket', { Bucket: name }],
  ['s3', 'PutObject', { Bucket: name, Key: 'a', Body: 'text' }],
  ['dynamodb', 'CreateTable', table(name)],
  ['iam', 'CreateRole', { RoleName: name, AssumeRolePolicyDocument: trustPolicy }],
  ['iam', 'CreateUser', { UserName: name }],
  ['iam', 'CreateGroup', { GroupName: name }],
  ['iam', 'CreatePolicy', { PolicyName: name, PolicyDocument: resourcePolicy }],
  ['logs', 'CreateLogGroup', { logGroupName: name }],
  ['logs', 'CreateLogStream', { logGroupName: name, logStreamName: name }],
  ['ssm', 'PutParameter', { Name: name, Value: 'text', Type: 'String' }],
  ['events', 'PutRule', { Name: name, EventPattern: '{"source":["fuzz"]}' }],
  ['events', 'CreateEventBus', { Name: name }],
  ['ecr', 'CreateRepository', { repositoryName: name }],
  [
    'events',
    'PutTargets',
    { Rule: name, Targets: [{ Id: '1', Arn: `arn:aws:sqs:us-east-1:111122223333:${name}` }] },
  ],
]);

export async function makeResources(organization: SimulatedOrganization): Promise<void> {
  const fleet = openFleet(organization.access());
  for (const [service, operation, input] of calls) {
    // Most of them exist already.
    await fleet
      .generic(service)
      .call(operation, input)
      .catch(() => undefined);
  }
  fleet.close();
}
