import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type LambdaEnvironment,
  openLambdaEnvironment,
} from '../../../testing/lambda-environment.ts';
import { driveUntil } from '../../index.ts';

const TableName = 'orders';
const minuteMs = 60_000;

let env: LambdaEnvironment;
let streamArn: string;

beforeEach(async () => {
  env = await openLambdaEnvironment();
  streamArn = await createTable(env);
});
afterEach(() => env.organization.close());

async function createTable({ client }: LambdaEnvironment): Promise<string> {
  const { TableDescription } = await client('dynamodb').call('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  return (TableDescription as { LatestStreamArn: string }).LatestStreamArn;
}

const drive = (ms = 10 * minuteMs) => driveUntil(env, env.clock.now() + ms);

async function put(...ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const Item = { id: { S: id }, bytes: { B: Buffer.from(id) } };
    await env.client('dynamodb').call('PutItem', { TableName, Item });
  }
}

const map = (more: object = {}) =>
  env.lambda.call('CreateEventSourceMapping', {
    EventSourceArn: streamArn,
    FunctionName: 'work',
    StartingPosition: 'TRIM_HORIZON',
    ...more,
  });

/** Logs the ids of each batch; fails a batch with an id that begins with "bad". */
const failing = `export const handler = async ({ Records }) => {
  const ids = Records.map(({ dynamodb }) => dynamodb.Keys.id.S);
  console.log(ids.join());
  if (ids.some((id) => id.startsWith('bad'))) throw new Error('refused');
};`;

const logged = async () =>
  (await env.log('work'))
    .filter((line) => line.includes('\tINFO\t'))
    .map((line) => line.split('\t').at(-1));

test('a function receives the records of a stream in order, as Lambda sends them', async () => {
  await env.deploy(
    'work',
    `export const handler = ({ Records }) => console.log(JSON.stringify(Records[0]));`,
  );
  await put('a');
  await map();
  await drive();

  const [record] = (await logged()).map((line) => JSON.parse(line ?? ''));
  expect(record).toEqual({
    eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    eventName: 'INSERT',
    eventSourceARN: streamArn,
    dynamodb: {
      ApproximateCreationDateTime: expect.any(Number),
      Keys: { id: { S: 'a' } },
      NewImage: { id: { S: 'a' }, bytes: { B: 'YQ==' } },
      SequenceNumber: '100000000000000000001',
      SizeBytes: expect.any(Number),
      StreamViewType: 'NEW_IMAGE',
    },
  });
});

test('a batch that fails is tried again, and given up to a destination; later records wait for it', async () => {
  await env.deploy('work', failing);
  const { QueueUrl } = await env.client('sqs').call('CreateQueue', { QueueName: 'lost' });
  await put('a', 'bad', 'c', 'd');
  await map({
    BatchSize: 2,
    MaximumRetryAttempts: 1,
    DestinationConfig: {
      OnFailure: { Destination: `arn:aws:sqs:us-east-1:${env.accountId}:lost` },
    },
  });
  await drive();

  const { Messages } = await env.client('sqs').call('ReceiveMessage', { QueueUrl });
  const [message] = Messages as { Body: string }[];
  const { requestContext, DDBStreamBatchInfo } = JSON.parse(message?.Body ?? '');
  expect((await logged()).toSorted()).toEqual(['a,bad', 'a,bad', 'c,d']);
  expect(requestContext).toMatchObject({
    condition: 'RetryAttemptsExhausted',
    approximateInvokeCount: 2,
  });
  expect(DDBStreamBatchInfo).toMatchObject({
    startSequenceNumber: '100000000000000000001',
    endSequenceNumber: '100000000000000000002',
    batchSize: 2,
    streamArn,
  });
});

test('a batch that fails is split until the bad record is alone', async () => {
  await env.deploy('work', failing);
  await put('a', 'b', 'bad', 'd');
  await map({ BatchSize: 4, MaximumRetryAttempts: 0, BisectBatchOnFunctionError: true });
  await drive();

  // Batches of the same simulated time have no order in the log.
  expect((await logged()).toSorted()).toEqual(['a,b', 'a,b,bad,d', 'bad', 'bad,d', 'd']);
});

test('a response that names failed records is continued there', async () => {
  const source = `export const handler = async ({ Records }) => {
    const ids = Records.map(({ dynamodb }) => dynamodb.Keys.id.S);
    console.log(ids.join());
    const bad = Records.find(({ dynamodb }) => dynamodb.Keys.id.S === 'bad');
    const isFirst = ids[0] === 'bad';
    return { batchItemFailures: bad && !isFirst ? [{ itemIdentifier: bad.dynamodb.SequenceNumber }] : [] };
  };`;
  await env.deploy('work', source);
  await put('a', 'bad', 'c');
  await map({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
  await drive();

  expect(await logged()).toEqual(['a,bad,c', 'bad,c']);
});

test('a mapping starts at the latest record, skips what no filter matches, and continues where it was', async () => {
  await env.deploy('work', failing);
  await put('before');
  const { UUID } = await map({
    StartingPosition: 'LATEST',
    FilterCriteria: {
      Filters: [{ Pattern: '{"dynamodb":{"Keys":{"id":{"S":[{"prefix":"x"}]}}}}' }],
    },
  });
  await put('x1', 'y');
  await drive();
  await env.lambda.call('UpdateEventSourceMapping', { UUID, Enabled: false });
  await put('x2');
  await drive();
  const whileDisabled = await logged();
  await env.lambda.call('UpdateEventSourceMapping', { UUID, Enabled: true });
  await drive();

  expect(whileDisabled).toEqual(['x1']);
  expect(await logged()).toEqual(['x1', 'x2']);
});

test('a role that may not read the stream is refused', async () => {
  const limited = await openLambdaEnvironment({
    statements: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }],
  });
  await limited.deploy('work', failing);
  const created = limited.lambda.call('CreateEventSourceMapping', {
    EventSourceArn: await createTable(limited),
    FunctionName: 'work',
    StartingPosition: 'LATEST',
  });

  await expect(created).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: expect.stringContaining(
      'GetRecords, GetShardIterator, DescribeStream, and ListStreams',
    ),
  });
});
