import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type LambdaEnvironment,
  openLambdaEnvironment,
} from '../../../../../testing/lambda-environment.ts';
import { driveUntil } from '../../../../drive.ts';

const StackName = 'system';
const minuteMs = 60_000;

/** Logs its request, and answers by Node's https as the functions of the CDK do. */
const source = `import { request } from 'node:https';
export const handler = async (event) => {
  const { ResponseURL, StackId, RequestId, LogicalResourceId, ...shown } = event;
  console.log(JSON.stringify(shown));
  const { Size, Fails = '', Silent } = event.ResourceProperties;
  if (Silent === 'true') return;
  const isRefused = Fails.split(',').includes(event.RequestType);
  const body = JSON.stringify({
    Status: isRefused ? 'FAILED' : 'SUCCESS',
    Reason: 'no more room',
    PhysicalResourceId: 'thing-' + Size,
    StackId, RequestId, LogicalResourceId,
    Data: { Double: Size * 2 },
  });
  const { hostname, pathname, search } = new URL(ResponseURL);
  await new Promise((resolve, reject) => {
    const headers = { 'content-type': '', 'content-length': body.length };
    const sent = request({ hostname, port: 443, path: pathname + search, method: 'PUT', headers }, resolve);
    sent.on('error', reject);
    sent.end(body);
  });
};`;

let env: LambdaEnvironment;
let functionArn: string;

beforeEach(async () => {
  env = await openLambdaEnvironment();
  functionArn = await env.deploy('things', source);
});
afterEach(() => env.organization.close());

const cloudformation = () => env.client('cloudformation');

function template(properties: object, more: object = {}): string {
  return JSON.stringify({
    Resources: {
      Thing: {
        Type: 'Custom::Thing',
        Properties: { ServiceToken: functionArn, ...properties },
      },
      ...more,
    },
    Outputs: { Double: { Value: { 'Fn::GetAtt': ['Thing', 'Double'] } } },
  });
}

async function create(TemplateBody: string, ms = 5 * minuteMs): Promise<void> {
  await cloudformation().call('CreateStack', { StackName, TemplateBody });
  await driveUntil(env, env.clock.now() + ms);
}

async function update(TemplateBody: string): Promise<void> {
  await cloudformation().call('UpdateStack', { StackName, TemplateBody });
  await driveUntil(env, env.clock.now() + 5 * minuteMs);
}

async function stack() {
  const { Stacks } = await cloudformation().call('DescribeStacks', { StackName });
  const [found] = Stacks as {
    readonly StackStatus: string;
    readonly Outputs: readonly { readonly OutputValue: string }[];
  }[];
  return { status: found?.StackStatus, outputs: found?.Outputs.map((one) => one.OutputValue) };
}

async function failures(): Promise<readonly unknown[]> {
  const { StackEvents } = await cloudformation().call('DescribeStackEvents', { StackName });
  return (StackEvents as { ResourceStatus: string; ResourceStatusReason?: string }[])
    .filter(({ ResourceStatus }) => /^(CREATE|UPDATE|DELETE)_FAILED$/.test(ResourceStatus))
    .map(({ ResourceStatusReason = '' }) =>
      ResourceStatusReason.replaceAll(/[0-9a-f-]{36}/g, 'some-id'),
    );
}

/** The requests, in short: what, which physical id, which sizes. */
async function requests(): Promise<readonly unknown[]> {
  const lines = await env.log('things');
  return lines.map((line) => {
    const { RequestType, PhysicalResourceId, ResourceProperties, OldResourceProperties } =
      JSON.parse(line.split('\t').at(-1) ?? '');
    return [
      RequestType,
      PhysicalResourceId,
      OldResourceProperties?.Size,
      ResourceProperties.Size,
    ].filter((one) => one !== undefined);
  });
}

test('a function creates, updates, replaces and deletes a custom resource', async () => {
  await create(template({ Size: 3 }));
  const created = await stack();
  await update(template({ Size: 3, Color: 'red' }));
  await update(template({ Size: 4, Color: 'red' }));
  const replaced = await stack();
  await cloudformation().call('DeleteStack', { StackName });
  await driveUntil(env, env.clock.now() + 5 * minuteMs);

  expect(created).toEqual({ status: 'CREATE_COMPLETE', outputs: ['6'] });
  expect(replaced).toEqual({ status: 'UPDATE_COMPLETE', outputs: ['8'] });
  expect(await requests()).toEqual([
    ['Create', '3'],
    ['Update', 'thing-3', '3', '3'],
    ['Update', 'thing-3', '3', '4'],
    ['Delete', 'thing-3', '3'],
    ['Delete', 'thing-4', '4'],
  ]);
});

test('a resource whose creation failed is deleted in the rollback', async () => {
  await create(template({ Size: 3, Fails: 'Create' }));

  expect((await stack()).status).toBe('ROLLBACK_COMPLETE');
  expect(await failures()).toEqual([
    'Received response status [FAILED] from custom resource. Message returned: no more room (RequestId: some-id)',
  ]);
  expect(await requests()).toEqual([
    ['Create', '3'],
    ['Delete', 'thing-3', '3'],
  ]);
});

test('a rollback restores a replaced resource, and deletes the new one', async () => {
  await create(template({ Size: 3 }));
  const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'not a name' } };
  await update(template({ Size: 4 }, { Queue: { ...queue, DependsOn: 'Thing' } }));

  expect(await stack()).toEqual({ status: 'UPDATE_ROLLBACK_COMPLETE', outputs: ['6'] });
  expect(await requests()).toEqual([
    ['Create', '3'],
    ['Update', 'thing-3', '3', '4'],
    ['Update', 'thing-4', '4', '3'],
    ['Delete', 'thing-4', '4'],
  ]);
});

test('a function that never answers fails the resource after its time', async () => {
  await create(template({ Size: 3, Silent: true, ServiceTimeout: 120 }), 2 * minuteMs);
  const before = await stack();
  await driveUntil(env, env.clock.now() + minuteMs);

  expect(before.status).toBe('CREATE_IN_PROGRESS');
  expect((await stack()).status).toBe('ROLLBACK_COMPLETE');
  expect(await failures()).toEqual([
    'CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [some-id].',
  ]);
});

test('a response that nothing waits for is refused', async () => {
  const server = await env.organization.serve({ port: 0 });
  const put = (token: string, method = 'PUT') =>
    fetch(`${server.url}/_cloudformation/responses/${token}`, { method });

  expect([(await put('unknown')).status, (await put('unknown', 'GET')).status]).toEqual([403, 405]);
});
