import { beforeEach, expect, test } from 'vitest';
import type { GenericCalls } from '../../../aws/generic-client.ts';
import { openServiceClient } from '../../../testing/account-access.ts';
import { type VirtualClock, virtualClock } from '../../clock.ts';
import { driveUntil } from '../../drive.ts';
import { noLimits } from '../../limits.ts';
import { type SimulatedOrganization, simulateOrganization } from '../../simulate-organization.ts';

const TableName = 'orders';
const hourMs = 3_600_000;

let clock: VirtualClock;
let organization: SimulatedOrganization;
let dynamodb: GenericCalls;
let streams: GenericCalls;

beforeEach(async () => {
  clock = virtualClock(Date.UTC(2026, 0, 5));
  organization = simulateOrganization({ clock, limits: noLimits });
  dynamodb = openServiceClient(organization, 'dynamodb');
  streams = openServiceClient(organization, 'dynamodb-streams');
  await dynamodb.call('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
});

const key = (id: string) => ({ id: { S: id } });
const item = (id: string, count: number) => ({ ...key(id), count: { N: String(count) } });
const put = (Item: object) => dynamodb.call('PutItem', { TableName, Item });

async function streamArn(): Promise<string> {
  const { Table } = await dynamodb.call('DescribeTable', { TableName });
  return (Table as { LatestStreamArn: string }).LatestStreamArn;
}

async function iterator(StreamArn: string, more: object = { ShardIteratorType: 'TRIM_HORIZON' }) {
  const { StreamDescription } = await streams.call('DescribeStream', { StreamArn });
  const [shard] = (StreamDescription as { Shards: { ShardId: string }[] }).Shards;
  const { ShardIterator } = await streams.call('GetShardIterator', {
    StreamArn,
    ShardId: shard?.ShardId,
    ...more,
  });
  return ShardIterator;
}

interface ReadRecord {
  readonly eventName: string;
  readonly userIdentity?: object;
  readonly dynamodb: {
    readonly Keys: object;
    readonly NewImage?: object;
    readonly OldImage?: object;
    readonly SequenceNumber: string;
  };
}

async function read(ShardIterator: unknown, more: object = {}) {
  const { Records, NextShardIterator } = await streams.call('GetRecords', {
    ShardIterator,
    ...more,
  });
  return { records: Records as ReadRecord[], next: NextShardIterator };
}

const shown = ({
  eventName,
  userIdentity,
  dynamodb: { Keys, NewImage, OldImage },
}: ReadRecord) => ({
  eventName,
  Keys,
  NewImage,
  OldImage,
  ...(userIdentity && { userIdentity }),
});

test('a stream has every change in order, and no write that changes nothing', async () => {
  await put(item('a', 1));
  await put(item('a', 1));
  await dynamodb.call('UpdateItem', {
    TableName,
    Key: key('a'),
    UpdateExpression: 'SET #c = :two',
    ExpressionAttributeNames: { '#c': 'count' },
    ExpressionAttributeValues: { ':two': { N: '2' } },
  });
  await dynamodb.call('TransactWriteItems', {
    TransactItems: [{ Put: { TableName, Item: item('b', 1) } }],
  });
  await dynamodb.call('BatchWriteItem', {
    RequestItems: { [TableName]: [{ DeleteRequest: { Key: key('a') } }] },
  });

  const { records, next } = await read(await iterator(await streamArn()));
  expect(records.map(shown)).toEqual([
    { eventName: 'INSERT', Keys: key('a'), NewImage: item('a', 1) },
    { eventName: 'MODIFY', Keys: key('a'), NewImage: item('a', 2), OldImage: item('a', 1) },
    { eventName: 'INSERT', Keys: key('b'), NewImage: item('b', 1) },
    { eventName: 'REMOVE', Keys: key('a'), OldImage: item('a', 2) },
  ]);
  expect((await read(next)).records).toEqual([]);
});

test('iterators start at the latest record or at a sequence number, and expire', async () => {
  const arn = await streamArn();
  await put(item('a', 1));
  const latest = await iterator(arn, { ShardIteratorType: 'LATEST' });
  await put(item('b', 1));
  await put(item('c', 1));
  const ids = (records: readonly ReadRecord[]) =>
    records.map(({ dynamodb: { Keys } }) => (Keys as { id: { S: string } }).id.S);
  const first = await read(await iterator(arn), { Limit: 2 });
  const SequenceNumber = first.records[1]?.dynamodb.SequenceNumber;
  const at = await iterator(arn, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber });
  const after = await iterator(arn, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber });

  expect(ids(first.records)).toEqual(['a', 'b']);
  expect(ids((await read(first.next)).records)).toEqual(['c']);
  expect(ids((await read(latest)).records)).toEqual(['b', 'c']);
  expect(ids((await read(at)).records)).toEqual(['b', 'c']);
  expect(ids((await read(after)).records)).toEqual(['c']);
  await clock.advance(hourMs);
  await expect(read(latest)).rejects.toMatchObject({ name: 'ExpiredIteratorException' });
  await expect(read('made up')).rejects.toMatchObject({ name: 'ValidationException' });
});

test('records are kept for a day, and so is a stream that was disabled', async () => {
  const arn = await streamArn();
  await put(item('a', 1));
  await clock.advance(23 * hourMs);
  await put(item('b', 1));
  await dynamodb.call('UpdateTable', {
    TableName,
    StreamSpecification: { StreamEnabled: false },
  });
  await put(item('c', 1));
  await clock.advance(2 * hourMs);
  const { records, next } = await read(await iterator(arn));
  await clock.advance(24 * hourMs);

  expect(records.map(({ dynamodb: { Keys } }) => Keys)).toEqual([key('b')]);
  expect(next).toBeUndefined();
  expect((await streams.call('ListStreams', { TableName })).Streams).toEqual([]);
});

test('an item whose time to live is over is removed by DynamoDB, without a read', async () => {
  await put({ ...item('a', 1), ends: { N: String(Date.UTC(2026, 0, 6) / 1_000) } });
  await dynamodb.call('UpdateTimeToLive', {
    TableName,
    TimeToLiveSpecification: { Enabled: true, AttributeName: 'ends' },
  });
  const latest: ReadRecord[] = [];
  for (let hours = 0; hours < 24 * 3; hours += 12) {
    await driveUntil({ organization, clock }, clock.now() + 12 * hourMs);
    const { records } = await read(await iterator(await streamArn()));
    latest.push(...records.filter(({ eventName }) => eventName === 'REMOVE'));
  }

  expect(latest[0] && shown(latest[0])).toEqual({
    eventName: 'REMOVE',
    Keys: key('a'),
    OldImage: { ...item('a', 1), ends: { N: '1767657600' } },
    userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
  });
});

test('a table has one stream at a time, with a view', async () => {
  const enable = (StreamSpecification: object) =>
    dynamodb.call('UpdateTable', { TableName, StreamSpecification });

  await expect(enable({ StreamEnabled: true, StreamViewType: 'KEYS_ONLY' })).rejects.toMatchObject({
    name: 'ValidationException',
  });
  await enable({ StreamEnabled: false });
  await expect(enable({ StreamEnabled: true })).rejects.toMatchObject({
    name: 'ValidationException',
  });
});
