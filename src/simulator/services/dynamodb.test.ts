import { beforeEach, expect, test } from 'vitest';
import { type GenericCalls, genericClient } from '../../aws/generic-client.ts';
import { openFleet } from '../../aws/open-fleet.ts';
import { virtualClock } from '../clock.ts';
import { simulateOrganization } from '../simulate-organization.ts';

const clock = virtualClock();
const TableName = 'Transactions';
let dynamo: GenericCalls;

beforeEach(async () => {
  const organization = simulateOrganization({ clock, pageSize: 1 });
  dynamo = openFleet({ ...organization.access(), clock }).client(genericClient('dynamodb'));
  await dynamo.call('CreateTable', {
    TableName,
    AttributeDefinitions: [
      { AttributeName: 'Identifier', AttributeType: 'S' },
      { AttributeName: 'Order', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'Identifier', KeyType: 'HASH' },
      { AttributeName: 'Order', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  });
});

const key = (id: string, order = '-') => ({ Identifier: { S: id }, Order: { S: order } });

function put(item: object, more: object = {}) {
  return dynamo.call('PutItem', { TableName, Item: item, ...more });
}

async function get(id: string, order = '-') {
  return (await dynamo.call('GetItem', { TableName, Key: key(id, order) })).Item;
}

async function holds(ConditionExpression: string, values: object, names?: object) {
  const update = dynamo.call('UpdateItem', {
    TableName,
    Key: key('a'),
    ConditionExpression,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    ...(names && { ExpressionAttributeNames: names }),
  });
  return update.then(
    () => true,
    (error: Error) => {
      if (error.name !== 'ConditionalCheckFailedException') throw error;
      return false;
    },
  );
}

test('an item that was put is read back, and gone when it was deleted', async () => {
  await put({ ...key('a'), Value: { S: '{}' }, Count: { N: '5' } });
  const found = await get('a');
  await dynamo.call('DeleteItem', { TableName, Key: key('a') });

  expect(found).toEqual({ ...key('a'), Value: { S: '{}' }, Count: { N: '5' } });
  expect(await get('a')).toBeUndefined();
});

test.for<[string, object, boolean, object?]>([
  ['attribute_exists(Count)', {}, true],
  ['attribute_not_exists(Count)', {}, false],
  ['attribute_not_exists(LeaseUntil) OR LeaseUntil < :now', { ':now': { N: '1' } }, true],
  ['Count = :five', { ':five': { N: '5.0' } }, true],
  ['Count <> :five', { ':five': { N: '5' } }, false],
  ['Count BETWEEN :low AND :high', { ':low': { N: '4' }, ':high': { N: '5' } }, true],
  ['Count IN (:one, :two)', { ':one': { N: '1' }, ':two': { N: '2' } }, false],
  [
    'NOT Count >= :six AND begins_with(Text, :he)',
    { ':six': { N: '6' }, ':he': { S: 'he' } },
    true,
  ],
  ['contains(Tags, :red)', { ':red': { S: 'red' } }, true],
  ['contains(Text, :ell)', { ':ell': { S: 'ell' } }, true],
  ['size(Text) > :four', { ':four': { N: '4' } }, true],
  ['attribute_type(Text, :type)', { ':type': { S: 'S' } }, true],
  ['Profile.Names[1] = :bob', { ':bob': { S: 'bob' } }, true],
  ['#c = :five', { ':five': { N: '5' } }, true, { '#c': 'Count' }],
  [
    '(Count = :six OR Count = :five) AND Text = :text',
    { ':six': { N: '6' }, ':five': { N: '5' }, ':text': { S: 'hello' } },
    true,
  ],
])('the condition %s is judged', async ([condition, values, expected, names]) => {
  await put({
    ...key('a'),
    Count: { N: '5' },
    Text: { S: 'hello' },
    Tags: { SS: ['red', 'blue'] },
    Profile: { M: { Names: { L: [{ S: 'alice' }, { S: 'bob' }] } } },
  });

  expect(await holds(condition, values, names)).toBe(expected);
});

test('of two who take the same lease one gets it, and the other sees who has it', async () => {
  const lease = (owner: string) =>
    dynamo.call('UpdateItem', {
      TableName,
      Key: key('a'),
      UpdateExpression: 'SET #lease = :owner',
      ConditionExpression: 'attribute_not_exists(#lease)',
      ExpressionAttributeNames: { '#lease': 'Lease' },
      ExpressionAttributeValues: { ':owner': { S: owner } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  await lease('one');

  await expect(lease('two')).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    Item: { ...key('a'), Lease: { S: 'one' } },
  });
});

test('an update sets, adds, removes and takes away', async () => {
  await put({ ...key('a'), Count: { N: '5' }, Old: { S: 'x' }, Tags: { SS: ['red', 'blue'] } });
  const { Attributes } = await dynamo.call('UpdateItem', {
    TableName,
    Key: key('a'),
    UpdateExpression:
      'SET Count = Count + :one, Seen = if_not_exists(Seen, :one) REMOVE Old ADD Total :one DELETE Tags :red',
    ExpressionAttributeValues: { ':one': { N: '1' }, ':red': { SS: ['red'] } },
    ReturnValues: 'ALL_NEW',
  });

  expect(Attributes).toEqual({
    ...key('a'),
    Count: { N: '6' },
    Seen: { N: '1' },
    Total: { N: '1' },
    Tags: { SS: ['blue'] },
  });
});

test.for<[string, object, string]>([
  ['SET Count = :one', {}, 'attribute value: :one'],
  [
    'SET Count = :one',
    { ':one': { N: '1' }, ':two': { N: '2' } },
    'unused in expressions: keys: {:two}',
  ],
  ['SET Order = :one', { ':one': { S: '1' } }, 'Cannot update attribute Order'],
  ['SETT Count = :one', { ':one': { N: '1' } }, 'Syntax error'],
])('%s with %j is refused', async ([UpdateExpression, values, message]) => {
  await put(key('a'));
  const update = dynamo.call('UpdateItem', {
    TableName,
    Key: key('a'),
    UpdateExpression,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  });

  await expect(update).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(message),
  });
});

test('a query answers one partition in the order of its sort key', async () => {
  for (const order of ['09:00', '08:00', '10:00']) await put(key('2026-01-05', order));
  await put(key('2026-01-06', '07:00'));
  const query = (more: object) =>
    dynamo.call('Query', {
      TableName,
      KeyConditionExpression: 'Identifier = :day AND #o > :from',
      ExpressionAttributeNames: { '#o': 'Order' },
      ExpressionAttributeValues: { ':day': { S: '2026-01-05' }, ':from': { S: '08:00' } },
      ...more,
    });

  expect((await query({})).Items).toEqual([key('2026-01-05', '09:00'), key('2026-01-05', '10:00')]);
  expect((await query({ ScanIndexForward: false, Limit: 1 })).Items).toEqual([
    key('2026-01-05', '10:00'),
  ]);
});

test('a scan goes on from page to page, until it has seen every item once', async () => {
  const ids = Array.from({ length: 250 }, (_, index) => String(index).padStart(12, '0'));
  for (const id of ids) await put(key(id));
  const pages: number[] = [];
  const found: unknown[] = [];
  for await (const { Items } of dynamo.pages('Scan', { TableName })) {
    pages.push((Items as unknown[]).length);
    found.push(...(Items as unknown[]));
  }

  expect(pages).toEqual([100, 100, 50]);
  expect(found).toEqual(ids.map((id) => key(id)));
});

test('an item that has expired is there for up to two days, and then is not', async () => {
  await dynamo.call('UpdateTimeToLive', {
    TableName,
    TimeToLiveSpecification: { Enabled: true, AttributeName: 'Expiration' },
  });
  await put({ ...key('a'), Expiration: { N: String(clock.now() / 1000) } });
  const before = await get('a');
  await clock.advance(49 * 3_600_000);

  expect(before).toBeDefined();
  expect(await get('a')).toBeUndefined();
  expect((await dynamo.call('Scan', { TableName })).Items).toEqual([]);
});

test('a transaction writes all or nothing', async () => {
  await put(key('a'));
  const writing = dynamo.call('TransactWriteItems', {
    TransactItems: [
      { Put: { TableName, Item: key('b') } },
      {
        Put: {
          TableName,
          Item: key('a'),
          ConditionExpression: 'attribute_not_exists(Identifier)',
        },
      },
    ],
  });

  await expect(writing).rejects.toMatchObject({ name: 'TransactionCanceledException' });
  expect(await get('b')).toBeUndefined();
});

test('a table that does not exist is named', async () => {
  await expect(dynamo.call('GetItem', { TableName: 'Other', Key: key('a') })).rejects.toMatchObject(
    {
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found: Table: Other not found',
    },
  );
});
