import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type LambdaEnvironment,
  openLambdaEnvironment,
} from '../../../../testing/lambda-environment.ts';
import { driveUntil } from '../../../drive.ts';

let env: LambdaEnvironment;

beforeEach(async () => {
  env = await openLambdaEnvironment();
});
afterEach(() => env.organization.close());

const StackName = 'system';
const settle = () => driveUntil(env, env.clock.now() + 5 * 60_000);

interface TemplateOptions {
  readonly text?: string;
  readonly settings?: object;
  readonly mapping?: object;
}

function template({ text = 'first', settings = {}, mapping = {} }: TemplateOptions): string {
  return JSON.stringify({
    Resources: {
      Work: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work' } },
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Role: `arn:aws:iam::${env.accountId}:role/function-role`,
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Code: { ZipFile: `exports.handler = async (event) => ['${text}', event];` },
          ...settings,
        },
      },
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          FunctionName: { Ref: 'Function' },
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
        },
      },
      Retries: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: { Ref: 'Function' },
          Qualifier: '$LATEST',
          MaximumRetryAttempts: '1',
        },
      },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          FunctionName: { Ref: 'Function' },
          EventSourceArn: { 'Fn::GetAtt': ['Work', 'Arn'] },
          BatchSize: '5',
          ...mapping,
        },
      },
    },
    Outputs: { Name: { Value: { Ref: 'Function' } } },
  });
}

async function deploy(operation: 'CreateStack' | 'UpdateStack', options: TemplateOptions = {}) {
  const cloudformation = env.client('cloudformation');
  await cloudformation.call(operation, { StackName, TemplateBody: template(options) });
  await settle();
  const { Stacks } = await cloudformation.call('DescribeStacks', { StackName });
  const [{ StackStatus, Outputs = [] } = {}] = Stacks as {
    StackStatus?: string;
    Outputs?: { OutputValue: string }[];
  }[];
  return { status: StackStatus, name: Outputs[0]?.OutputValue ?? '' };
}

test('a stack deploys a function that runs, with its permission, retries and queue', async () => {
  const { status, name } = await deploy('CreateStack', {
    settings: { Timeout: '10', ReservedConcurrentExecutions: 5 },
  });
  const { payload } = await env.invoke(name, { id: 1 });
  const { Policy } = await env.lambda.call('GetPolicy', { FunctionName: name });
  const { MaximumRetryAttempts } = await env.lambda.call('GetFunctionEventInvokeConfig', {
    FunctionName: name,
  });
  const { EventSourceMappings } = await env.lambda.call('ListEventSourceMappings', {});
  const { Concurrency } = await env.lambda.call('GetFunction', { FunctionName: name });

  expect([status, payload]).toEqual(['CREATE_COMPLETE', ['first', { id: 1 }]]);
  expect(name).toMatch(/^system-Function-\w{12}$/);
  expect(JSON.parse(String(Policy)).Statement).toHaveLength(1);
  expect([MaximumRetryAttempts, Concurrency]).toEqual([1, { ReservedConcurrentExecutions: 5 }]);
  expect(EventSourceMappings).toMatchObject([{ BatchSize: 5, State: 'Enabled' }]);
});

test('an update changes code and settings in place, and drops what the template no longer has', async () => {
  const { name } = await deploy('CreateStack', {
    settings: {
      Timeout: 10,
      ReservedConcurrentExecutions: 5,
      Environment: { Variables: { AB: '1' } },
    },
    mapping: { FunctionResponseTypes: ['ReportBatchItemFailures'] },
  });
  const { status, name: after } = await deploy('UpdateStack', { text: 'second' });
  const { payload } = await env.invoke(name);
  const { Configuration, Concurrency } = await env.lambda.call('GetFunction', {
    FunctionName: name,
  });
  const { EventSourceMappings } = await env.lambda.call('ListEventSourceMappings', {});

  expect([status, after, payload]).toEqual(['UPDATE_COMPLETE', name, ['second', {}]]);
  expect(Configuration).toMatchObject({ Timeout: 3 });
  expect([(Configuration as object & { Environment?: object }).Environment, Concurrency]).toEqual([
    undefined,
    undefined,
  ]);
  expect(EventSourceMappings).toMatchObject([{ FunctionResponseTypes: [] }]);
});

test('a stack that is deleted leaves no function', async () => {
  await deploy('CreateStack');
  await env.client('cloudformation').call('DeleteStack', { StackName });
  await settle();
  const { Functions } = await env.lambda.call('ListFunctions', {});
  const { EventSourceMappings } = await env.lambda.call('ListEventSourceMappings', {});

  expect([Functions, EventSourceMappings]).toEqual([[], []]);
});

test('a function that Lambda refuses rolls the stack back', async () => {
  const { status } = await deploy('CreateStack', { settings: { Runtime: 'python3.13' } });

  expect(status).toBe('ROLLBACK_COMPLETE');
});
