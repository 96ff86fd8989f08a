import {
  CreateRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { beforeEach, expect, test } from 'vitest';
import type { GenericCalls } from '../../../../aws/generic-client.ts';
import { openServiceClient } from '../../../../testing/account-access.ts';
import { type VirtualClock, virtualClock } from '../../../clock.ts';
import { type SimulatedOrganization, simulateOrganization } from '../../../index.ts';
import { noLimits } from '../../../limits.ts';

const StackName = 'system';

let clock: VirtualClock;
let organization: SimulatedOrganization;
let cloudformation: GenericCalls;

beforeEach(() => {
  clock = virtualClock();
  organization = simulateOrganization({ clock, limits: noLimits, pageSize: 3 });
  cloudformation = openServiceClient(organization, 'cloudformation');
});

const sqs = () => new SQSClient(organization.access());
const iam = () => new IAMClient(organization.access());
const s3 = () => new S3Client(organization.access());

const body = (Resources: object, more: object = {}) => JSON.stringify({ Resources, ...more });
const queue = (QueueName: string, more: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName, ...more },
});

async function settle(): Promise<void> {
  await clock.advance(10 * 60_000);
  organization.settle();
}

async function create(TemplateBody: string, more: object = {}): Promise<void> {
  await cloudformation.call('CreateStack', { StackName, TemplateBody, ...more });
  await settle();
}

async function update(TemplateBody: string, more: object = {}): Promise<void> {
  await cloudformation.call('UpdateStack', { StackName, TemplateBody, ...more });
  await settle();
}

interface StackDescription {
  readonly StackId: string;
  readonly StackStatus: string;
  readonly StackStatusReason?: string;
  readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
}

async function describe(name = StackName): Promise<StackDescription> {
  const { Stacks } = await cloudformation.call('DescribeStacks', { StackName: name });
  return (Stacks as StackDescription[])[0] as StackDescription;
}

async function outputs(): Promise<Readonly<Record<string, string>>> {
  const { Outputs = [] } = await describe();
  return Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
}

/** Logical id, status and reason, oldest first. */
async function events(name = StackName): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { StackEvents } of cloudformation.pages('DescribeStackEvents', {
    StackName: name,
  })) {
    for (const event of StackEvents as Record<string, string>[]) {
      const reason = event.ResourceStatusReason ? `: ${event.ResourceStatusReason}` : '';
      found.push(`${event.LogicalResourceId} ${event.ResourceStatus}${reason}`);
    }
  }
  return found.reverse();
}

async function queueNames(): Promise<readonly string[]> {
  const { QueueUrls = [] } = await sqs().send(new ListQueuesCommand({ QueueNamePrefix: 'q-' }));
  return QueueUrls.map((url) => url.slice(url.lastIndexOf('/') + 1));
}

const failing = { Type: 'AWS::EC2::Volume', DependsOn: 'Queue' };

test('a resource that fails cancels those that are created at the same time', async () => {
  const TemplateBody = body({
    First: queue('q-first'),
    Failing: { Type: 'AWS::EC2::Volume' },
    Late: queue('q-late'),
  });
  await create(TemplateBody);

  expect((await events()).slice(1)).toEqual([
    'First CREATE_IN_PROGRESS',
    'Failing CREATE_IN_PROGRESS',
    'Late CREATE_IN_PROGRESS',
    'First CREATE_COMPLETE',
    'Failing CREATE_FAILED: The simulator does not know AWS::EC2::Volume in a stack yet.',
    'Late CREATE_FAILED: Resource creation cancelled',
    'system ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [Failing]. Rollback requested by user.',
    'First DELETE_IN_PROGRESS',
    'First DELETE_COMPLETE',
    'system ROLLBACK_COMPLETE',
  ]);
  expect(await queueNames()).toEqual([]);
});

test('a table keeps its recovery, encryption and protection, and loses what the next template drops', async () => {
  const table = (more: object) =>
    body({
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: 'records',
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          BillingMode: 'PAY_PER_REQUEST',
          ...more,
        },
      },
    });
  const dynamodb = openServiceClient(organization, 'dynamodb');
  const look = async () => {
    const input = { TableName: 'records' };
    const { Table } = await dynamodb.call('DescribeTable', input);
    const { ContinuousBackupsDescription: backups } = await dynamodb.call(
      'DescribeContinuousBackups',
      input,
    );
    const { PointInTimeRecoveryDescription } = backups as Record<string, object>;
    const { SSEDescription, DeletionProtectionEnabled } = Table as Record<string, unknown>;
    return [PointInTimeRecoveryDescription, SSEDescription, DeletionProtectionEnabled];
  };
  await create(
    table({
      PointInTimeRecoverySpecification: {
        PointInTimeRecoveryEnabled: true,
        RecoveryPeriodInDays: 7,
      },
      SSESpecification: { SSEEnabled: true },
      DeletionProtectionEnabled: true,
    }),
  );
  const before = await look();
  await update(table({}));

  const key = `arn:aws:kms:us-east-1:${organization.managementAccountId}:alias/aws/dynamodb`;
  expect(before).toEqual([
    {
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: 7,
      EarliestRestorableDateTime: new Date('2026-01-01T00:00:01Z'),
      LatestRestorableDateTime: new Date('2026-01-01T00:10:00Z'),
    },
    { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: key },
    true,
  ]);
  expect(await look()).toEqual([{ PointInTimeRecoveryStatus: 'DISABLED' }, undefined, false]);
});

test('a bucket sends the events of its objects to EventBridge while the template says so', async () => {
  const bucket = (more: object) =>
    body({ Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files', ...more } } });
  const received: unknown[] = [];
  const { arn: Arn } = organization.addFunction({
    accountId: organization.managementAccountId,
    region: 'us-east-1',
    name: 'watch',
    handle: async (event) => {
      const { detail, 'detail-type': type } = event as {
        readonly 'detail-type': string;
        readonly detail: { readonly reason: string; readonly object: { readonly key: string } };
      };
      received.push([type, detail.reason, detail.object.key]);
    },
  });
  const rules = openServiceClient(organization, 'events');
  await rules.call('PutRule', { Name: 'objects', EventPattern: '{"source":["aws.s3"]}' });
  await rules.call('PutTargets', { Rule: 'objects', Targets: [{ Id: '1', Arn }] });
  await create(
    bucket({
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    }),
  );
  await s3().send(new PutObjectCommand({ Bucket: 'files', Key: 'a', Body: 'text' }));
  await s3().send(new DeleteObjectCommand({ Bucket: 'files', Key: 'a' }));
  await settle();
  await update(bucket({}));
  await s3().send(new PutObjectCommand({ Bucket: 'files', Key: 'b', Body: 'text' }));
  await settle();

  expect(received).toEqual([
    ['Object Created', 'PutObject', 'a'],
    ['Object Deleted', 'DeleteObject', 'a'],
  ]);
});

test('a stack creates its resources in order, with outputs and events on the clock', async () => {
  const template = body(
    {
      Bucket: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          VersioningConfiguration: { Status: 'Enabled' },
          BucketName: { 'Fn::GetAtt': ['Queue', 'QueueName'] },
        },
      },
      Queue: queue('q-events', { VisibilityTimeout: 90 }),
    },
    {
      Outputs: {
        Arn: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
        Name: { Value: { Ref: 'Bucket' } },
      },
    },
  );
  await cloudformation.call('CreateStack', { StackName, TemplateBody: template });
  const during = (await describe()).StackStatus;
  await settle();

  expect([during, (await describe()).StackStatus]).toEqual([
    'CREATE_IN_PROGRESS',
    'CREATE_COMPLETE',
  ]);
  expect(await outputs()).toEqual({
    Arn: `arn:aws:sqs:us-east-1:${organization.managementAccountId}:q-events`,
    Name: 'q-events',
  });
  expect(await events()).toEqual([
    'system CREATE_IN_PROGRESS: User Initiated',
    'Queue CREATE_IN_PROGRESS',
    'Queue CREATE_COMPLETE',
    'Bucket CREATE_IN_PROGRESS',
    'Bucket CREATE_COMPLETE',
    'system CREATE_COMPLETE',
  ]);
  const { QueueUrl } = await sqs().send(new GetQueueUrlCommand({ QueueName: 'q-events' }));
  const attributes = { QueueUrl, AttributeNames: ['VisibilityTimeout' as const] };
  const { Attributes } = await sqs().send(new GetQueueAttributesCommand(attributes));
  expect(Attributes).toEqual({ VisibilityTimeout: '90' });
  const versioning = await s3().send(new GetBucketVersioningCommand({ Bucket: 'q-events' }));
  expect(versioning.Status).toBe('Enabled');
});

test('a type that is not simulated fails the stack by name, and everything is rolled back', async () => {
  await create(body({ Queue: queue('q-one'), Volume: failing }));

  expect(await describe()).toMatchObject({
    StackStatus: 'ROLLBACK_COMPLETE',
  });
  expect(await events()).toEqual([
    'system CREATE_IN_PROGRESS: User Initiated',
    'Queue CREATE_IN_PROGRESS',
    'Queue CREATE_COMPLETE',
    'Volume CREATE_IN_PROGRESS',
    'Volume CREATE_FAILED: The simulator does not know AWS::EC2::Volume in a stack yet.',
    'system ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [Volume]. Rollback requested by user.',
    'Queue DELETE_IN_PROGRESS',
    'Queue DELETE_COMPLETE',
    'system ROLLBACK_COMPLETE',
  ]);
  expect(await queueNames()).toEqual([]);
});

test('a property that is not simulated fails the stack by name', async () => {
  await create(body({ Queue: queue('q-one', { Colour: 'red' }) }));

  expect(await events()).toContain(
    'Queue CREATE_FAILED: The simulator does not know the property Colour of AWS::SQS::Queue yet.',
  );
});

test('a name that is taken fails the stack, and the resource that has it stays', async () => {
  await create(body({ Queue: queue('q-one') }));
  const TemplateBody = body({ Queue: queue('q-one') });
  await cloudformation.call('CreateStack', { StackName: 'second', TemplateBody });
  await settle();

  expect(await events('second')).toContain(
    "Queue CREATE_FAILED: Resource of type 'AWS::SQS::Queue' with identifier 'q-one' already exists.",
  );
  expect(await queueNames()).toEqual(['q-one']);
});

test('an update changes, replaces, adds and removes resources, and cleans up last', async () => {
  await create(body({ Kept: queue('q-kept'), Old: queue('q-old'), Gone: queue('q-gone') }));
  await update(
    body({
      Kept: queue('q-kept', { DelaySeconds: 5 }),
      Old: queue('q-new'),
      Added: queue('q-added'),
    }),
  );

  expect((await events()).slice(8)).toEqual([
    'system UPDATE_IN_PROGRESS: User Initiated',
    'Kept UPDATE_IN_PROGRESS',
    'Old CREATE_IN_PROGRESS',
    'Added CREATE_IN_PROGRESS',
    'Kept UPDATE_COMPLETE',
    'Old CREATE_COMPLETE',
    'Added CREATE_COMPLETE',
    'system UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'Gone DELETE_IN_PROGRESS',
    'Gone DELETE_COMPLETE',
    'Old DELETE_IN_PROGRESS',
    'Old DELETE_COMPLETE',
    'system UPDATE_COMPLETE',
  ]);
  expect([...(await queueNames())].sort()).toEqual(['q-added', 'q-kept', 'q-new']);
});

test('a failed update restores what it has changed', async () => {
  await create(body({ Queue: queue('q-one', { DelaySeconds: 5 }) }));
  await update(body({ Queue: queue('q-one', { DelaySeconds: 9 }), Volume: failing }));

  expect((await describe()).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  const { QueueUrl } = await sqs().send(new GetQueueUrlCommand({ QueueName: 'q-one' }));
  const attributes = { QueueUrl, AttributeNames: ['DelaySeconds' as const] };
  const { Attributes } = await sqs().send(new GetQueueAttributesCommand(attributes));
  expect(Attributes).toEqual({ DelaySeconds: '5' });
});

test('an update without changes is refused', async () => {
  await create(body({ Queue: queue('q-one') }));

  await expect(update(body({ Queue: queue('q-one') }))).rejects.toThrow(
    'No updates are to be performed.',
  );
});

test('deleting a stack leaves what is retained, and a deleted stack is found by its id', async () => {
  await create(
    body({ Kept: { ...queue('q-kept'), DeletionPolicy: 'Retain' }, Queue: queue('q-one') }),
  );
  const { StackId } = await describe();
  await cloudformation.call('DeleteStack', { StackName });
  await settle();

  expect(await queueNames()).toEqual(['q-kept']);
  expect((await describe(StackId)).StackStatus).toBe('DELETE_COMPLETE');
  await expect(describe()).rejects.toThrow('Stack with id system does not exist');
});

const trust = (Service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
});
const allow = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});

const forEvents = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: '*', Resource: '*' },
  ],
};

const everyType = {
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trust('codebuild.amazonaws.com'),
      ManagedPolicyArns: [{ Ref: 'Managed' }],
      Policies: [{ PolicyName: 'inline', PolicyDocument: allow('s3:GetObject') }],
      Tags: [{ Key: 'team', Value: 'audit' }],
    },
  },
  Managed: {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { PolicyDocument: allow('s3:ListBucket') },
  },
  Policy: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: 'own',
      PolicyDocument: allow('sqs:SendMessage'),
      Roles: [{ Ref: 'Role' }],
    },
  },
  Queue: queue('q-all', {
    RedrivePolicy: { maxReceiveCount: 3, deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] } },
  }),
  Dead: { Type: 'AWS::SQS::Queue' },
  QueuePolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Queue' }],
      PolicyDocument: forEvents,
    },
  },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alerts', DisplayName: 'Alerts' } },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: { Ref: 'Topic' },
      Protocol: 'sqs',
      Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
    },
  },
  TopicPolicy: {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: {
      Topics: [{ Ref: 'Topic' }],
      PolicyDocument: forEvents,
    },
  },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'accounts',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'ends', Enabled: true },
    },
  },
  Bucket: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
        ],
      },
      LifecycleConfiguration: { Rules: [{ Id: 'old', Status: 'Enabled', ExpirationInDays: 30 }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true },
    },
  },
  BucketPolicy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Bucket' },
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: { 'Fn::GetAtt': ['Bucket', 'Arn'] },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    },
  },
  Parameter: {
    Type: 'AWS::SSM::Parameter',
    Properties: { Name: '/system/version', Type: 'String', Value: '21', Tags: { team: 'audit' } },
  },
  Logs: {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: '/system', RetentionInDays: 90 },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { source: ['flotilla'] },
      Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
    },
  },
  BusPolicy: {
    Type: 'AWS::Events::EventBusPolicy',
    Properties: {
      StatementId: 'organization',
      Statement: { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: '*' },
    },
  },
  Dashboard: {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: { DashboardName: 'system', DashboardBody: '{"widgets":[]}' },
  },
  Alarm: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: 'late',
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      MetricName: 'Late',
      Namespace: 'Flotilla',
      Period: 60,
      Statistic: 'Sum',
      Threshold: '3',
    },
  },
  Project: {
    Type: 'AWS::CodeBuild::Project',
    Properties: {
      Name: 'prepare',
      Artifacts: { Type: 'NO_ARTIFACTS' },
      Environment: {
        ComputeType: 'BUILD_GENERAL1_SMALL',
        Image: 'aws/codebuild/standard:7.0',
        Type: 'LINUX_CONTAINER',
      },
      ServiceRole: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Source: {
        Type: 'NO_SOURCE',
        BuildSpec: '{"version":0.2,"phases":{"build":{"commands":["true"]}}}',
      },
      TimeoutInMinutes: 30,
    },
  },
  Metadata: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'v2' } },
};

const Capabilities = ['CAPABILITY_IAM'];

test('every simulated type is created, updated and deleted again', async () => {
  const ids = Object.keys(everyType);
  await create(body(everyType), { Capabilities });
  expect((await events()).filter((one) => one.includes('FAILED'))).toEqual([]);
  await update(body(everyType), { Capabilities, Tags: [{ Key: 'stage', Value: 'dev' }] });
  const after = await events();
  const found: string[] = [];
  for await (const page of cloudformation.pages('ListStackResources', { StackName })) {
    found.push(
      ...(page.StackResourceSummaries as { LogicalResourceId: string }[]).map(
        (one) => one.LogicalResourceId,
      ),
    );
  }
  const { StackId } = await describe();
  await cloudformation.call('DeleteStack', { StackName });
  await settle();

  expect(after.filter((one) => one.includes('FAILED'))).toEqual([]);
  expect([...found].sort()).toEqual([...ids].sort());
  expect((await events(StackId)).filter((one) => one.includes('FAILED'))).toEqual([]);
  expect((await describe(StackId)).StackStatus).toBe('DELETE_COMPLETE');
  expect(await queueNames()).toEqual([]);
});

test('a role has the policies of the template, and loses those that are no longer in it', async () => {
  const { Role, Managed } = everyType;
  const named = { ...Role, Properties: { ...Role.Properties, RoleName: 'builder' } };
  await create(body({ Role: named, Managed }), { Capabilities: ['CAPABILITY_NAMED_IAM'] });
  const inline = { RoleName: 'builder', PolicyName: 'inline' };
  const before = await iam().send(new GetRolePolicyCommand(inline));
  const { Policies: _, ...bare } = named.Properties;
  const changed = body({ Role: { ...named, Properties: bare }, Managed });
  await update(changed, { Capabilities: ['CAPABILITY_NAMED_IAM'] });

  expect(before.PolicyName).toBe('inline');
  await expect(iam().send(new GetRolePolicyCommand(inline))).rejects.toThrow('inline');
});

test('templates with IAM resources require the capability', async () => {
  await expect(create(body({ Managed: everyType.Managed }))).rejects.toThrow(
    'Requires capabilities : [CAPABILITY_IAM]',
  );
});

test('a stack with a role changes its resources with the permissions of that role', async () => {
  const roleOf = async (RoleName: string, service: string) => {
    const AssumeRolePolicyDocument = JSON.stringify(trust(service));
    await iam().send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    return (await iam().send(new GetRoleCommand({ RoleName }))).Role?.Arn;
  };
  const RoleARN = await roleOf('deployer', 'cloudformation.amazonaws.com');
  const other = await roleOf('other', 'lambda.amazonaws.com');
  const template = body({ Queue: queue('q-one') });
  await create(template, { RoleARN });

  expect((await events())[2]).toContain(
    'assumed-role/deployer/AWSCloudFormation is not authorized to perform: sqs:CreateQueue',
  );
  const again = { StackName: 'again', TemplateBody: template, RoleARN: other };
  await expect(cloudformation.call('CreateStack', again)).rejects.toThrow('cannot be assumed');
});

test('exports are imported by other stacks, and stay while they are in use', async () => {
  const Export = { Name: 'queue-arn' };
  const exporting = body(
    { Queue: queue('q-one') },
    { Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] }, Export } } },
  );
  await create(exporting);
  const value = { 'Fn::ImportValue': 'queue-arn' };
  const importing = body({
    Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: value } },
  });
  await cloudformation.call('CreateStack', { StackName: 'reader', TemplateBody: importing });
  await settle();
  await cloudformation.call('DeleteStack', { StackName });
  await settle();
  const { Exports } = await cloudformation.call('ListExports', {});
  const { Imports } = await cloudformation.call('ListImports', { ExportName: 'queue-arn' });

  expect(await describe()).toMatchObject({
    StackStatus: 'DELETE_FAILED',
    StackStatusReason: 'Cannot delete export queue-arn as it is in use by reader.',
  });
  expect(Exports).toMatchObject([
    { Name: 'queue-arn', Value: `arn:aws:sqs:us-east-1:${organization.managementAccountId}:q-one` },
  ]);
  expect(Imports).toEqual(['reader']);
});

test('a template is read from S3 as YAML, and its parameters from Parameter Store', async () => {
  await create(
    body({
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'templates' } },
      Parameter: everyType.Parameter,
    }),
  );
  const Body = `
Parameters:
  Version: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /system/version }
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties: { QueueName: !Sub 'q-\${Version}' }
`;
  await s3().send(new PutObjectCommand({ Bucket: 'templates', Key: 'a/b.yaml', Body }));
  const TemplateURL = 'https://templates.s3.us-east-1.amazonaws.com/a/b.yaml';
  await cloudformation.call('CreateStack', { StackName: 'second', TemplateURL });
  await settle();
  const { TemplateBody } = await cloudformation.call('GetTemplate', { StackName: 'second' });

  expect(await queueNames()).toEqual(['q-21']);
  expect(TemplateBody).toBe(Body);
});

interface ChangeSetDescription {
  readonly Status: string;
  readonly StatusReason?: string;
  readonly ExecutionStatus: string;
  readonly Changes?: readonly { readonly ResourceChange: Readonly<Record<string, unknown>> }[];
}

async function changeSet(ChangeSetType: string, TemplateBody: string) {
  const ChangeSetName = `${ChangeSetType.toLowerCase()}-1`;
  const input = { StackName, ChangeSetName, ChangeSetType, TemplateBody };
  await cloudformation.call('CreateChangeSet', input);
  await settle();
  const described = await cloudformation.call('DescribeChangeSet', { StackName, ChangeSetName });
  return described as unknown as ChangeSetDescription;
}

test('a change set reviews a new stack, and its execution creates it', async () => {
  const { Status, Changes } = await changeSet('CREATE', body({ Queue: queue('q-one') }));
  const reviewed = (await describe()).StackStatus;
  const { TemplateBody } = await cloudformation.call('GetTemplate', { StackName });
  await cloudformation.call('ExecuteChangeSet', { StackName, ChangeSetName: 'create-1' });
  await settle();

  expect([Status, reviewed, TemplateBody]).toEqual(['CREATE_COMPLETE', 'REVIEW_IN_PROGRESS', '']);
  expect(Changes?.map(({ ResourceChange: one }) => [one.Action, one.LogicalResourceId])).toEqual([
    ['Add', 'Queue'],
  ]);
  expect((await describe()).StackStatus).toBe('CREATE_COMPLETE');
  expect(await queueNames()).toEqual(['q-one']);
});

test('a change set of an update lists what changes, and one without changes fails', async () => {
  await create(body({ Queue: queue('q-one'), Gone: queue('q-gone') }));
  const changed = await changeSet(
    'UPDATE',
    body({ Queue: queue('q-two'), Added: queue('q-added') }),
  );
  await cloudformation.call('DeleteChangeSet', { StackName, ChangeSetName: 'update-1' });
  const empty = await changeSet('UPDATE', body({ Queue: queue('q-one'), Gone: queue('q-gone') }));

  expect(
    changed.Changes?.map(({ ResourceChange: one }) => [
      one.Action,
      one.LogicalResourceId,
      one.Replacement,
    ]),
  ).toEqual([
    ['Modify', 'Queue', 'True'],
    ['Add', 'Added', undefined],
    ['Remove', 'Gone', undefined],
  ]);
  expect([empty.Status, empty.ExecutionStatus, empty.StatusReason]).toEqual([
    'FAILED',
    'UNAVAILABLE',
    "The submitted information didn't contain changes. Submit different information to create a change set.",
  ]);
});

test('what is not simulated of a call is refused by name', async () => {
  const TemplateBody = body({ Queue: queue('q-one') });

  await expect(
    create(TemplateBody, { NotificationARNs: ['arn:aws:sns:us-east-1:1:x'] }),
  ).rejects.toThrow('The simulator does not know NotificationARNs of CreateStack yet.');
});

test('a bucket with objects cannot be deleted, and the stack says so', async () => {
  await create(body({ Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files' } } }));
  await s3().send(new PutObjectCommand({ Bucket: 'files', Key: 'a', Body: 'x' }));
  await cloudformation.call('DeleteStack', { StackName });
  await settle();

  expect(await describe()).toMatchObject({
    StackStatus: 'DELETE_FAILED',
    StackStatusReason: 'The following resource(s) failed to delete: [Bucket]. ',
  });
  await s3().send(new HeadBucketCommand({ Bucket: 'files' }));
});

test('a template is validated without a stack', async () => {
  const TemplateBody = body(
    { Managed: everyType.Managed },
    { Parameters: { Phase: { Type: 'String', Default: 'dev' } } },
  );
  const { Parameters, Capabilities: needed } = await cloudformation.call('ValidateTemplate', {
    TemplateBody,
  });
  const { ResourceTypes } = await cloudformation.call('GetTemplateSummary', { TemplateBody });

  expect(Parameters).toMatchObject([{ ParameterKey: 'Phase', DefaultValue: 'dev', NoEcho: false }]);
  expect([needed, ResourceTypes]).toEqual([['CAPABILITY_IAM'], ['AWS::IAM::ManagedPolicy']]);
});

test('with a disabled rollback a failed stack keeps what it has created', async () => {
  const TemplateBody = body({ Queue: queue('q-one'), Volume: failing });
  await create(TemplateBody, { DeploymentConfig: { Mode: 'STANDARD', DisableRollback: true } });

  expect((await describe()).StackStatus).toBe('CREATE_FAILED');
  expect(await queueNames()).toEqual(['q-one']);
});

test('a deployment mode and an access control list that are not simulated are refused by name', async () => {
  const Bucket = { Type: 'AWS::S3::Bucket', Properties: { AccessControl: 'PublicRead' } };
  const express = { DeploymentConfig: { Mode: 'EXPRESS' } };

  await expect(create(body({ Bucket }), express)).rejects.toThrow(
    'The simulator does not know the deployment mode EXPRESS yet.',
  );
  await create(body({ Bucket }));
  expect(await events()).toContain(
    'Bucket CREATE_FAILED: The simulator does not know the AccessControl PublicRead of AWS::S3::Bucket yet.',
  );
});

test('resources that exist are imported by a change set that says so, and kept as they are', async () => {
  const table = (more: object = {}) => ({
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: 'Retain',
    Properties: {
      TableName: 'records',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      ...more,
    },
  });
  const bucket = {
    Type: 'AWS::S3::Bucket',
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: { BucketName: 'kept-reports' },
  };
  await create(body({ Table: table(), Bucket: { ...bucket, DeletionPolicy: 'Retain' } }));
  await cloudformation.call('DeleteStack', { StackName });
  await settle();
  const dynamodb = openServiceClient(organization, 'dynamodb');
  await dynamodb.call('PutItem', { TableName: 'records', Item: { id: { S: 'one' } } });
  const change = async (ImportExistingResources: boolean, resources: object) => {
    const input = { StackName, ChangeSetName: 'changes', ChangeSetType: 'CREATE' };
    const TemplateBody = body(resources);
    await cloudformation.call('CreateChangeSet', {
      ...input,
      TemplateBody,
      ImportExistingResources,
    });
    await settle();
    const described = await cloudformation.call('DescribeChangeSet', input);
    await cloudformation.call('ExecuteChangeSet', { StackName, ChangeSetName: 'changes' });
    await settle();
    const { Stacks } = await cloudformation.call('DescribeStacks', { StackName });
    const changes = described.Changes as { ResourceChange: { Action: string } }[];
    return {
      actions: changes.map(({ ResourceChange }) => ResourceChange.Action),
      status: (Stacks as { StackStatus: string }[])[0]?.StackStatus,
    };
  };
  const resources = { Table: table({ DeletionProtectionEnabled: true }), Bucket: bucket };

  const failed = await change(true, { ...resources, Queue: queue('not a name') });
  await cloudformation.call('DeleteStack', { StackName });
  await settle();
  const imported = await change(true, { ...resources, Queue: queue('work') });
  const { Item } = await dynamodb.call('GetItem', {
    TableName: 'records',
    Key: { id: { S: 'one' } },
  });
  const { Table } = await dynamodb.call('DescribeTable', { TableName: 'records' });

  expect(failed).toEqual({ actions: ['Import', 'Import', 'Add'], status: 'ROLLBACK_COMPLETE' });
  expect(imported).toEqual({ actions: ['Import', 'Import', 'Add'], status: 'CREATE_COMPLETE' });
  expect(Item).toEqual({ id: { S: 'one' } });
  expect(Table).toMatchObject({ DeletionProtectionEnabled: false });
});
