import { beforeEach, expect, test } from 'vitest';
import { openServiceClient } from '../../../../../testing/account-access.ts';
import { type VirtualClock, virtualClock } from '../../../../clock.ts';
import { noLimits } from '../../../../limits.ts';
import {
  type SimulatedOrganization,
  simulateOrganization,
} from '../../../../simulate-organization.ts';

const StackName = 'system';
const Bucket = 'templates-of-tests';

let clock: VirtualClock;
let organization: SimulatedOrganization;

beforeEach(async () => {
  clock = virtualClock();
  organization = simulateOrganization({ clock, limits: noLimits });
  await client('s3').call('CreateBucket', { Bucket });
});

const client = (service: string) => openServiceClient(organization, service);
const cloudformation = () => client('cloudformation');

/** A queue whose name the parent chooses. */
const child = {
  Parameters: { Name: { Type: 'String' }, Delay: { Type: 'Number', Default: 0 } },
  Resources: {
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: { Ref: 'Name' }, DelaySeconds: { Ref: 'Delay' } },
    },
  },
  Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
};

function parent(parameters: object, more: object = {}): string {
  return JSON.stringify({
    Resources: {
      Child: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: {
          TemplateURL: `https://${Bucket}.s3.us-east-1.amazonaws.com/child.json`,
          Parameters: parameters,
        },
      },
      ...more,
    },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Child', 'Outputs.Arn'] } } },
  });
}

async function settle(): Promise<void> {
  await clock.advance(10 * 60_000);
  organization.settle();
}

async function deploy(operation: string, TemplateBody: string): Promise<void> {
  await client('s3').call('PutObject', { Bucket, Key: 'child.json', Body: JSON.stringify(child) });
  await cloudformation().call(operation, { StackName, TemplateBody });
  await settle();
}

interface Described {
  readonly StackId: string;
  readonly StackName: string;
  readonly StackStatus: string;
  readonly ParentId?: string;
  readonly RootId?: string;
  readonly Outputs: readonly { readonly OutputValue: string }[];
}

async function stacks(): Promise<readonly Described[]> {
  const { Stacks } = await cloudformation().call('DescribeStacks', {});
  return Stacks as Described[];
}

async function queueNames(): Promise<readonly string[]> {
  const { QueueUrls = [] } = await client('sqs').call('ListQueues', {});
  return (QueueUrls as string[]).map((url) => url.split('/').at(-1) ?? '');
}

const brokenQueue = {
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName: 'not a name' },
  DependsOn: 'Child',
};

test('a nested stack is created, updated and deleted with its parent, which reads its outputs', async () => {
  await deploy('CreateStack', parent({ Name: 'work' }));
  const created = await stacks();
  await deploy('UpdateStack', parent({ Name: 'work', Delay: 5 }));
  const QueueUrl = `https://sqs.us-east-1.amazonaws.com/${organization.managementAccountId}/work`;
  const { Attributes } = await client('sqs').call('GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['DelaySeconds'],
  });
  await cloudformation().call('DeleteStack', { StackName });
  await settle();

  const system = created.find((one) => one.StackName === StackName);
  const arn = `arn:aws:sqs:us-east-1:${organization.managementAccountId}:work`;
  expect(
    created.map(({ StackName: name, StackStatus, ParentId, RootId, Outputs }) => ({
      name: name.replace(/[A-Z0-9]{12}$/, 'suffix'),
      StackStatus,
      ParentId,
      RootId,
      outputs: Outputs.map(({ OutputValue }) => OutputValue),
    })),
  ).toEqual(
    expect.arrayContaining([
      {
        name: 'system',
        StackStatus: 'CREATE_COMPLETE',
        ParentId: undefined,
        RootId: undefined,
        outputs: [arn],
      },
      {
        name: 'system-Child-suffix',
        StackStatus: 'CREATE_COMPLETE',
        ParentId: system?.StackId,
        RootId: system?.StackId,
        outputs: [arn],
      },
    ]),
  );
  expect(created.length).toBe(2);
  expect(Attributes).toEqual({ DelaySeconds: '5' });
  expect(await stacks()).toEqual([]);
  expect(await queueNames()).toEqual([]);
});

test('a nested stack that cannot be created rolls its parent back, and leaves nothing', async () => {
  await deploy('CreateStack', parent({ Name: 'not a name' }));

  const { StackEvents } = await cloudformation().call('DescribeStackEvents', { StackName });
  const failed = (
    StackEvents as {
      LogicalResourceId: string;
      ResourceStatus: string;
      ResourceStatusReason: string;
    }[]
  ).filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
  expect(failed.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(['Child']);
  expect(failed[0]?.ResourceStatusReason).toMatch(
    /^Embedded stack arn:aws:cloudformation:.* was not successfully created: .*Can only include alphanumeric/,
  );
  expect((await stacks()).map(({ StackStatus }) => StackStatus)).toEqual(['ROLLBACK_COMPLETE']);
});

test('a nested stack goes back with its parent', async () => {
  await deploy('CreateStack', parent({ Name: 'work' }));
  await deploy('UpdateStack', parent({ Name: 'other' }, { Broken: brokenQueue }));

  expect(await queueNames()).toEqual(['work']);
  expect((await stacks()).map(({ StackStatus }) => StackStatus).toSorted()).toEqual([
    'UPDATE_COMPLETE',
    'UPDATE_ROLLBACK_COMPLETE',
  ]);
});

test('a nested stack that is still being created when another resource fails is removed', async () => {
  await deploy(
    'CreateStack',
    parent({ Name: 'work' }, { Broken: { ...brokenQueue, DependsOn: [] } }),
  );

  expect(await queueNames()).toEqual([]);
  expect((await stacks()).map(({ StackName: name, StackStatus }) => [name, StackStatus])).toEqual([
    [StackName, 'ROLLBACK_COMPLETE'],
  ]);
});
