import { afterEach, beforeEach, expect, test } from 'vitest';
import { administratorArn, openServiceClient } from '../../../testing/account-access.ts';
import {
  type LambdaEnvironment,
  openLambdaEnvironment,
} from '../../../testing/lambda-environment.ts';
import { driveThrough, driveUntil } from '../../index.ts';

let env: LambdaEnvironment;

beforeEach(async () => {
  env = await openLambdaEnvironment();
});
afterEach(() => env.organization.close());

const minuteMs = 60_000;
const drive = (ms: number) => driveUntil(env, env.clock.now() + ms);

const echo = 'export const handler = async (event) => event;';
/** Writes the minute of each attempt to its log. */
const failing = `export const handler = async () => {
  console.log(new Date().getUTCMinutes());
  throw new Error('always');
};`;

async function minutes(name: string): Promise<readonly string[]> {
  const lines = await env.log(name);
  return lines.flatMap((line) => /\tINFO\t(\d+)$/.exec(line)?.[1] ?? []);
}

async function createQueue(QueueName: string, Attributes: object = {}) {
  const { QueueUrl } = await env.client('sqs').call('CreateQueue', { QueueName, Attributes });
  return { QueueUrl, arn: `arn:aws:sqs:us-east-1:${env.accountId}:${QueueName}` };
}

async function bodies(QueueUrl: unknown): Promise<readonly unknown[]> {
  const { Messages = [] } = await env
    .client('sqs')
    .call('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
  return (Messages as { Body: string }[]).map(({ Body }) => JSON.parse(Body));
}

test('a function is described as it was created, with the defaults of Lambda', async () => {
  const arn = await env.deploy('echo', echo, { Environment: { Variables: { A1: 'b' } } });
  const { Configuration, Tags } = await env.lambda.call('GetFunction', { FunctionName: 'echo' });
  const { CodeSha256, CodeSize, RevisionId, ...rest } = Configuration as Record<string, unknown>;

  expect([Tags, typeof CodeSha256, typeof CodeSize, typeof RevisionId]).toEqual([
    undefined,
    'string',
    'number',
    'string',
  ]);
  expect(rest).toEqual({
    FunctionName: 'echo',
    FunctionArn: arn,
    Runtime: 'nodejs24.x',
    Role: `arn:aws:iam::${env.accountId}:role/function-role`,
    Handler: 'index.handler',
    Description: '',
    Timeout: 30,
    MemorySize: 128,
    LastModified: '2026-01-01T00:00:00.000+0000',
    Version: '$LATEST',
    Environment: { Variables: { A1: 'b' } },
    TracingConfig: { Mode: 'PassThrough' },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/echo' },
  });
});

test.for<[string, object, string, string]>([
  [
    'a reserved variable',
    { Environment: { Variables: { AWS_REGION: 'x' } } },
    'InvalidParameterValueException',
    'AWS_REGION',
  ],
  [
    'more than 4 KB of variables',
    { Environment: { Variables: { TEXT: 'x'.repeat(4_096) } } },
    'InvalidParameterValueException',
    '4KB limit',
  ],
  ['too much time', { Timeout: 901 }, 'ValidationException', 'less than or equal to 900'],
  ['too little memory', { MemorySize: 64 }, 'ValidationException', 'greater than or equal to 128'],
  [
    'a runtime that is not simulated',
    { Runtime: 'python3.13' },
    'InvalidParameterValueException',
    'The simulator does not know the runtime python3.13 yet.',
  ],
  [
    'layers',
    { Layers: ['arn:aws:lambda:us-east-1:111122223333:layer:a:1'] },
    'InvalidParameterValueException',
    'Layers',
  ],
  [
    'bytes that are not an archive',
    { Code: { ZipFile: Buffer.from('text') } },
    'InvalidParameterValueException',
    'Could not unzip uploaded file',
  ],
  [
    'an object that does not exist',
    { Code: { S3Bucket: 'none', S3Key: 'a.zip' } },
    'InvalidParameterValueException',
    'S3 Error Code: NoSuchBucket',
  ],
  [
    'a role that does not exist',
    { Role: 'arn:aws:iam::123456789012:role/none' },
    'AccessDeniedException',
    'Cross-account',
  ],
])('a function with %s is refused', async ([, more, name, message]) => {
  await expect(env.deploy('echo', echo, more)).rejects.toMatchObject({
    name,
    message: expect.stringContaining(message),
  });
});

test('a role that does not trust Lambda is refused', async () => {
  const Role = administratorArn(env.organization.addAccount({ name: 'other' }).id);
  const own = Role.replace(/:\d{12}:/, `:${env.accountId}:`);

  await expect(env.deploy('echo', echo, { Role: own })).rejects.toMatchObject({
    message: 'The role defined for the function cannot be assumed by Lambda.',
  });
});

test('a deployed function can be read, listed, published and deleted', async () => {
  await env.deploy('one', echo);
  await env.deploy('two', echo);
  const { Version } = await env.lambda.call('PublishVersion', { FunctionName: 'one' });
  const again = await env.lambda.call('PublishVersion', { FunctionName: 'one' });
  const { Versions } = await env.lambda.call('ListVersionsByFunction', { FunctionName: 'one' });
  await env.lambda.call('DeleteFunction', { FunctionName: 'two' });
  const { Functions } = await env.lambda.call('ListFunctions', {});

  expect([Version, again.Version]).toEqual(['1', '1']);
  expect((Versions as { Version: string }[]).map((one) => one.Version)).toEqual(['$LATEST', '1']);
  expect((Functions as { FunctionName: string }[]).map((one) => one.FunctionName)).toEqual(['one']);
  await expect(env.invoke('two')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a dry run checks, an event is queued, and a tail has the end of the log', async () => {
  await env.deploy('echo', echo);
  const call = (InvocationType: string, more: object = {}) =>
    env.lambda.call('Invoke', { FunctionName: 'echo', InvocationType, ...more });
  const dry = await call('DryRun');
  const queued = await call('Event');
  await drive(minuteMs);
  const { LogResult } = await call('RequestResponse', { LogType: 'Tail' });

  expect([dry.StatusCode, queued.StatusCode]).toEqual([204, 202]);
  expect(Buffer.from(String(LogResult), 'base64').toString()).toMatch(
    /^START RequestId: [\w-]+ Version: \$LATEST\nEND RequestId: [\w-]+\nREPORT /,
  );
});

test('an event that fails is tried again after one and two minutes, and then sent on', async () => {
  const { arn, QueueUrl } = await createQueue('letters');
  await env.deploy('fails', failing, { DeadLetterConfig: { TargetArn: arn } });
  const failures = await createQueue('failures');
  await env.lambda.call('PutFunctionEventInvokeConfig', {
    FunctionName: 'fails',
    DestinationConfig: { OnFailure: { Destination: failures.arn } },
  });
  await env.lambda.call('Invoke', {
    FunctionName: 'fails',
    InvocationType: 'Event',
    Payload: Buffer.from('{"id":7}'),
  });
  await drive(10 * minuteMs);
  const [record] = (await bodies(failures.QueueUrl)) as Record<string, Record<string, unknown>>[];

  expect(await minutes('fails')).toEqual(['0', '1', '3']);
  expect(await bodies(QueueUrl)).toEqual([{ id: 7 }]);
  expect([
    record?.requestPayload,
    record?.requestContext?.condition,
    record?.requestContext?.approximateInvokeCount,
    record?.responsePayload?.errorMessage,
  ]).toEqual([{ id: 7 }, 'RetriesExhausted', 3, 'always']);
});

test('an event is tried as often as the function says', async () => {
  await env.deploy('fails', failing);
  await env.lambda.call('PutFunctionEventInvokeConfig', {
    FunctionName: 'fails',
    MaximumRetryAttempts: 0,
  });
  await env.lambda.call('Invoke', { FunctionName: 'fails', InvocationType: 'Event' });
  await drive(10 * minuteMs);

  expect(await minutes('fails')).toEqual(['0']);
});

test('a function without reserved concurrency refuses calls, and its events wait', async () => {
  await env.deploy('echo', `export const handler = async () => console.log(Date.now());`);
  const concurrency = (ReservedConcurrentExecutions: number) =>
    env.lambda.call('PutFunctionConcurrency', {
      FunctionName: 'echo',
      ReservedConcurrentExecutions,
    });
  await concurrency(0);
  await env.lambda.call('Invoke', { FunctionName: 'echo', InvocationType: 'Event' });
  await drive(minuteMs);
  // The client retries a throttle for a while.
  const refused = await driveThrough(env, () =>
    env.invoke('echo').catch(({ name }: Error) => name),
  );
  await concurrency(1);
  await drive(10 * minuteMs);

  expect([refused, (await env.log('echo')).length]).toEqual(['TooManyRequestsException', 1]);
});

test('a rule invokes a function that permits it, and no other', async () => {
  const events = env.client('events');
  const Arn = await env.deploy(
    'echo',
    'export const handler = async (event) => console.log(event.source);',
  );
  const rule = async (Name: string) => {
    await events.call('PutRule', { Name, EventPattern: JSON.stringify({ source: [Name] }) });
    await events.call('PutTargets', { Rule: Name, Targets: [{ Id: '1', Arn }] });
  };
  await rule('mine');
  await rule('other');
  await env.lambda.call('AddPermission', {
    FunctionName: 'echo',
    StatementId: 'mine',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: `arn:aws:events:us-east-1:${env.accountId}:rule/mine`,
  });
  await events.call('PutEvents', {
    Entries: ['mine', 'other'].map((Source) => ({ Source, DetailType: 'x', Detail: '{}' })),
  });
  await drive(minuteMs);

  expect((await env.log('echo')).map((line) => line.split('\t').at(-1))).toEqual(['mine']);
});

test('another account invokes a function only when its policy says so', async () => {
  const arn = await env.deploy('echo', echo);
  const other = env.organization.addAccount({ name: 'other' });
  const principal = administratorArn(other.id);
  const theirs = openServiceClient(env.organization, 'lambda', { principal });
  const call = () => theirs.call('Invoke', { FunctionName: arn }).catch(({ name }: Error) => name);
  const before = await call();
  await env.lambda.call('AddPermission', {
    FunctionName: 'echo',
    StatementId: 'other',
    Action: 'lambda:InvokeFunction',
    Principal: other.id,
  });
  const during = await call();
  const { Policy } = await env.lambda.call('GetPolicy', { FunctionName: 'echo' });
  await env.lambda.call('RemovePermission', { FunctionName: 'echo', StatementId: 'other' });

  expect([before, during, await call()]).toEqual([
    'AccessDeniedException',
    expect.objectContaining({ StatusCode: 200 }),
    'AccessDeniedException',
  ]);
  expect(JSON.parse(String(Policy)).Statement).toEqual([
    {
      Sid: 'other',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${other.id}:root` },
      Action: 'lambda:InvokeFunction',
      Resource: arn,
    },
  ]);
});

test('a queue invokes a function in batches, and keeps the messages that failed', async () => {
  const letters = await createQueue('letters');
  const work = await createQueue('work', {
    VisibilityTimeout: '60',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: letters.arn, maxReceiveCount: 2 }),
  });
  const source = `export const handler = async ({ Records }) => {
    console.log(Records.map(({ body }) => body).toSorted().join());
    const failed = Records.filter(({ body }) => body === '"bad"');
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };`;
  await env.deploy('work', source);
  await env.lambda.call('CreateEventSourceMapping', {
    EventSourceArn: work.arn,
    FunctionName: 'work',
    BatchSize: 3,
    MaximumBatchingWindowInSeconds: 20,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 2 },
  });
  for (const word of ['good', 'bad', 'fine', 'last']) {
    const MessageBody = JSON.stringify(word);
    await env.client('sqs').call('SendMessage', { QueueUrl: work.QueueUrl, MessageBody });
  }
  await drive(10 * minuteMs);

  expect((await env.log('work')).map((line) => line.split('\t').at(-1)).toSorted()).toEqual([
    '"bad"',
    '"bad","fine","good"',
    '"last"',
  ]);
  expect(await bodies(letters.QueueUrl)).toEqual(['bad']);
});

test('a mapping skips what no filter matches, and stops when it is disabled or deleted', async () => {
  const work = await createQueue('work', { VisibilityTimeout: '60' });
  await env.deploy(
    'work',
    `export const handler = async ({ Records }) => console.log(Records[0].body);`,
  );
  const { UUID } = await env.lambda.call('CreateEventSourceMapping', {
    EventSourceArn: work.arn,
    FunctionName: 'work',
    FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["wanted"]}}' }] },
  });
  const send = async (body: object) => {
    const MessageBody = JSON.stringify(body);
    await env.client('sqs').call('SendMessage', { QueueUrl: work.QueueUrl, MessageBody });
    await drive(minuteMs);
  };
  await send({ kind: 'wanted', n: 1 });
  await send({ kind: 'other', n: 2 });
  await env.lambda.call('UpdateEventSourceMapping', { UUID, Enabled: false });
  await send({ kind: 'wanted', n: 3 });
  const { State } = await env.lambda.call('GetEventSourceMapping', { UUID });
  await env.lambda.call('UpdateEventSourceMapping', { UUID, Enabled: true });
  await drive(minuteMs);
  await env.lambda.call('DeleteEventSourceMapping', { UUID });
  await send({ kind: 'wanted', n: 4 });

  expect(State).toBe('Disabled');
  expect((await env.log('work')).map((line) => line.split('\t').at(-1))).toEqual([
    '{"kind":"wanted","n":1}',
    '{"kind":"wanted","n":3}',
  ]);
});

test('a role that may not receive from the queue is refused', async () => {
  const limited = await openLambdaEnvironment({
    statements: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }],
  });
  await limited.deploy('work', echo);
  await limited.client('sqs').call('CreateQueue', { QueueName: 'work' });
  const created = limited.lambda.call('CreateEventSourceMapping', {
    EventSourceArn: `arn:aws:sqs:us-east-1:${limited.accountId}:work`,
    FunctionName: 'work',
  });

  await expect(created).rejects.toMatchObject({
    message: 'The provided execution role does not have permissions to call ReceiveMessage on SQS',
  });
});

test('messages wait while the role may not receive them, and arrive when it may again', async () => {
  const work = await createQueue('work', { VisibilityTimeout: '60' });
  await env.deploy('work', `export const handler = ({ Records }) => console.log(Records[0].body);`);
  await env.lambda.call('CreateEventSourceMapping', {
    EventSourceArn: work.arn,
    FunctionName: 'work',
  });
  const denial = { RoleName: 'function-role', PolicyName: 'denial' };
  const statement = { Effect: 'Deny', Action: 'sqs:ReceiveMessage', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await env.client('iam').call('PutRolePolicy', { ...denial, PolicyDocument });
  await env.client('sqs').call('SendMessage', { QueueUrl: work.QueueUrl, MessageBody: '"late"' });
  await drive(10 * minuteMs);
  const before = await env.log('work').catch(() => []);
  await env.client('iam').call('DeleteRolePolicy', denial);
  await drive(10 * minuteMs);

  expect(before).toEqual([]);
  expect((await env.log('work')).map((line) => line.split('\t').at(-1))).toEqual(['"late"']);
});

test('no simulated time passes while a function runs', async () => {
  const source = `export const handler = async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    console.log(new Date().toISOString().slice(0, 16));
  };`;
  const Arn = await env.deploy('slow', source);
  const events = env.client('events');
  await env.lambda.call('AddPermission', {
    FunctionName: 'slow',
    StatementId: 'rule',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
  });
  await events.call('PutRule', { Name: 'hourly', ScheduleExpression: 'rate(1 hour)' });
  await events.call('PutTargets', { Rule: 'hourly', Targets: [{ Id: '1', Arn }] });
  await drive(3 * 60 * minuteMs + minuteMs);

  expect((await env.log('slow')).map((line) => line.split('\t').at(-1))).toEqual([
    '2026-01-01T01:00',
    '2026-01-01T02:00',
    '2026-01-01T03:00',
  ]);
});
