import { beforeEach, expect, test } from 'vitest';
import type { GenericCalls } from '../../../aws/generic-client.ts';
import { openServiceClient } from '../../../testing/account-access.ts';
import { virtualClock } from '../../clock.ts';
import { simulateOrganization } from '../../index.ts';

const clock = virtualClock();
const TableName = 'Transactions';
let dynamo: GenericCalls;

beforeEach(async () => {
  const organization = simulateOrganization({ clock, pageSize: 1 });
  dynamo = openServiceClient(organization, 'dynamodb');
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

test('an item is read back after a put, and missing after a delete', async () => {
  await put({ ...key('a'), Value: { S: '{}' }, Amount: { N: '5' } });
  const found = await get('a');
  await dynamo.call('DeleteItem', { TableName, Key: key('a') });

  expect(found).toEqual({ ...key('a'), Value: { S: '{}' }, Amount: { N: '5' } });
  expect(await get('a')).toBeUndefined();
});

test.for<[string, object, boolean, object?]>([
  ['attribute_exists(Amount)', {}, true],
  ['attribute_not_exists(Amount)', {}, false],
  ['attribute_not_exists(LeaseUntil) OR LeaseUntil < :now', { ':now': { N: '1' } }, true],
  ['Amount = :five', { ':five': { N: '5.0' } }, true],
  ['Amount <> :five', { ':five': { N: '5' } }, false],
  ['Amount BETWEEN :low AND :high', { ':low': { N: '4' }, ':high': { N: '5' } }, true],
  ['Amount IN (:one, :two)', { ':one': { N: '1' }, ':two': { N: '2' } }, false],
  [
    'NOT Amount >= :six AND begins_with(Words, :he)',
    { ':six': { N: '6' }, ':he': { S: 'he' } },
    true,
  ],
  ['contains(Tags, :red)', { ':red': { S: 'red' } }, true],
  ['contains(Words, :ell)', { ':ell': { S: 'ell' } }, true],
  ['size(Words) > :four', { ':four': { N: '4' } }, true],
  ['attribute_type(Words, :type)', { ':type': { S: 'S' } }, true],
  ['Profile.People[1] = :bob', { ':bob': { S: 'bob' } }, true],
  ['#c = :five', { ':five': { N: '5' } }, true, { '#c': 'Amount' }],
  [
    '(Amount = :six OR Amount = :five) AND Words = :text',
    { ':six': { N: '6' }, ':five': { N: '5' }, ':text': { S: 'hello' } },
    true,
  ],
])('the condition %s is evaluated', async ([condition, values, expected, names]) => {
  await put({
    ...key('a'),
    Amount: { N: '5' },
    Words: { S: 'hello' },
    Tags: { SS: ['red', 'blue'] },
    Profile: { M: { People: { L: [{ S: 'alice' }, { S: 'bob' }] } } },
  });

  expect(await holds(condition, values, names)).toBe(expected);
});

test('of two clients that take the same lease one gets it, and the other sees the owner', async () => {
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

test('an update sets, adds and removes', async () => {
  await put({ ...key('a'), Amount: { N: '5' }, Former: { S: 'x' }, Tags: { SS: ['red', 'blue'] } });
  const { Attributes } = await dynamo.call('UpdateItem', {
    TableName,
    Key: key('a'),
    UpdateExpression:
      'SET Amount = Amount + :one, Seen = if_not_exists(Seen, :one) REMOVE Former ADD Grand :one DELETE Tags :red',
    ExpressionAttributeValues: { ':one': { N: '1' }, ':red': { SS: ['red'] } },
    ReturnValues: 'ALL_NEW',
  });

  expect(Attributes).toEqual({
    ...key('a'),
    Amount: { N: '6' },
    Seen: { N: '1' },
    Grand: { N: '1' },
    Tags: { SS: ['blue'] },
  });
});

test.for<[string, object, string]>([
  ['SET Amount = :one', {}, 'attribute value: :one'],
  [
    'SET Amount = :one',
    { ':one': { N: '1' }, ':two': { N: '2' } },
    'unused in expressions: keys: {:two}',
  ],
  ['SET Identifier = :one', { ':one': { S: '1' } }, 'Cannot update attribute Identifier'],
  [
    'SET Order = :one',
    { ':one': { S: '1' } },
    'Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: Order',
  ],
  ['SET Amount = :one SET Words = :one', { ':one': { S: '1' } }, 'can only be used once'],
  ['SET Words.a = :one, Words = :one', { ':one': { S: '1' } }, 'overlap with each other'],
  ['ADD Words :one', { ':one': { S: '1' } }, 'incorrect data type'],
  ['SET Amount = :one', { ':one': { N: 'one' } }, 'cannot be converted to a numeric value: one'],
  ['SETT Amount = :one', { ':one': { N: '1' } }, 'Syntax error'],
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

test('a query returns one partition in the order of its sort key', async () => {
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

test('a scan continues from page to page, until it has returned every item once', async () => {
  const ids = Array.from({ length: 250 }, (_, index) => String(index).padStart(12, '0'));
  for (const id of ids) await put(key(id));
  const pages: number[] = [];
  const found: unknown[] = [];
  for await (const { Items } of dynamo.pages('Scan', { TableName })) {
    pages.push((Items as unknown[]).length);
    found.push(...(Items as unknown[]));
  }

  expect(pages).toEqual([100, 100, 50]);
  const seen = found.map((item) => (item as ReturnType<typeof key>).Identifier.S);
  expect(seen.toSorted()).toEqual(ids);
});

test('an expired item is visible for up to two days, and then deleted', async () => {
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

test('deletions during a scan neither skip nor repeat items', async () => {
  const ids = Array.from({ length: 250 }, (_, index) => String(index).padStart(12, '0'));
  for (const id of ids) await put(key(id));
  const seen: string[] = [];
  for await (const { Items } of dynamo.pages('Scan', { TableName })) {
    for (const { Identifier, Order } of Items as ReturnType<typeof key>[]) {
      seen.push(Identifier.S);
      await dynamo.call('DeleteItem', { TableName, Key: { Identifier, Order } });
    }
  }

  expect(seen.toSorted()).toEqual(ids);
});

test('segments of a scan add up to the table', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `id-${index}`);
  for (const id of ids) await put(key(id));
  const scans = [0, 1, 2].map((Segment) =>
    dynamo.call('Scan', { TableName, Segment, TotalSegments: 3 }),
  );
  const found = (await Promise.all(scans)).map(({ Items }) => Items as ReturnType<typeof key>[]);

  expect(
    found
      .flat()
      .map(({ Identifier }) => Identifier.S)
      .toSorted(),
  ).toEqual(ids.toSorted());
  expect(found.filter((items) => items.length > 0).length).toBeGreaterThan(1);
});

test('a page that ends at its limit has a next one, which may be empty', async () => {
  await put(key('a'));
  const first = await dynamo.call('Scan', { TableName, Limit: 1 });
  const second = await dynamo.call('Scan', {
    TableName,
    Limit: 1,
    ExclusiveStartKey: first.LastEvaluatedKey,
  });

  expect(first).toMatchObject({ Count: 1, LastEvaluatedKey: key('a') });
  expect(second).toMatchObject({ Count: 0, Items: [] });
  expect(second.LastEvaluatedKey).toBeUndefined();
});

test.for<[string, string]>([
  ['5.0', '5'],
  ['-0.50', '-0.5'],
  ['1e3', '1000'],
  ['12E-4', '0.0012'],
  ['1795166093.430000', '1795166093.43'],
  ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
  ['-0', '0'],
])('the number %s is stored as %s', async ([input, kept]) => {
  await put({ ...key('a'), Amount: { N: input } });

  expect(await get('a')).toEqual({ ...key('a'), Amount: { N: kept } });
});

test.for([
  ['0.1', '0.2', '0.3'],
  ['9007199254740993', '1', '9007199254740994'],
  ['-5', '5', '0'],
])('%s and %s make %s', async ([start, added, expected]) => {
  await put({ ...key('a'), Amount: { N: start } });
  await dynamo.call('UpdateItem', {
    TableName,
    Key: key('a'),
    UpdateExpression: 'ADD Amount :more',
    ExpressionAttributeValues: { ':more': { N: added } },
  });

  expect(await get('a')).toEqual({ ...key('a'), Amount: { N: expected } });
});

test.for<[string, object, string]>([
  ['an empty set', { SS: [] }, 'may not be empty'],
  ['a set with duplicates', { NS: ['1', '1.0'] }, 'contains duplicates'],
  ['39 digits', { N: '1'.repeat(39) }, '38 significant digits'],
  ['a number out of range', { N: '1e126' }, 'Number overflow'],
  ['two types at once', { S: 'a', N: '1' }, 'more than one datatypes'],
])('%s cannot be stored', async ([, Amount, message]) => {
  await expect(put({ ...key('a'), Amount })).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(message),
  });
});

test('a projection selects inside maps and lists', async () => {
  await put({
    ...key('a'),
    Profile: {
      M: { Age: { N: '5' }, People: { L: [{ S: 'alice' }, { S: 'bob' }, { S: 'eve' }] } },
    },
    Extra: { S: 'x' },
  });
  const { Item } = await dynamo.call('GetItem', {
    TableName,
    Key: key('a'),
    ProjectionExpression: 'Profile.People[2], Profile.People[0], #o',
    ExpressionAttributeNames: { '#o': 'Order' },
  });

  expect(Item).toEqual({
    Order: { S: '-' },
    Profile: { M: { People: { L: [{ S: 'alice' }, { S: 'eve' }] } } },
  });
});

test('removals from a list use the original indices', async () => {
  await put({ ...key('a'), People: { L: [{ S: 'a' }, { S: 'b' }, { S: 'c' }] } });
  await dynamo.call('UpdateItem', {
    TableName,
    Key: key('a'),
    UpdateExpression: 'REMOVE People[0], People[1]',
  });

  expect(await get('a')).toMatchObject({ People: { L: [{ S: 'c' }] } });
});

test('an update returns the attributes that it changed', async () => {
  await put({ ...key('a'), Amount: { N: '1' }, Extra: { S: 'x' } });
  const answers = ['UPDATED_OLD', 'UPDATED_NEW'].map((ReturnValues) =>
    dynamo.call('UpdateItem', {
      TableName,
      Key: key('a'),
      UpdateExpression: 'SET Amount = Amount + :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues,
    }),
  );

  expect((await Promise.all(answers)).map(({ Attributes }) => Attributes)).toEqual([
    { Amount: { N: '1' } },
    { Amount: { N: '3' } },
  ]);
});

test.for<[string, object, object, string]>([
  ['no partition', { KeyConditionExpression: '#o = :a' }, { '#o': 'Order' }, 'missed key schema'],
  [
    'part of a partition',
    { KeyConditionExpression: 'Identifier > :a' },
    {},
    'Query key condition not supported',
  ],
  [
    'either of two',
    { KeyConditionExpression: 'Identifier = :a OR Identifier = :a' },
    {},
    'Syntax error',
  ],
  [
    'an attribute that is not a key',
    { KeyConditionExpression: 'Identifier = :a AND Extra = :a' },
    {},
    'missed key schema element: Order',
  ],
])('a query for %s is refused', async ([, input, names, message]) => {
  const query = dynamo.call('Query', {
    TableName,
    ...input,
    ExpressionAttributeValues: { ':a': { S: 'a' } },
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
  });

  await expect(query).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(message),
  });
});

test('a legacy condition is refused, not ignored', async () => {
  await expect(put(key('a'), { Expected: { Amount: { Exists: false } } })).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'The simulator does not know Expected of DynamoDB.',
  });
});

test('a transaction that fails has changed nothing', async () => {
  await put({ ...key('b'), Amount: { S: 'text' } });
  const writing = dynamo.call('TransactWriteItems', {
    TransactItems: [
      { Put: { TableName, Item: key('a') } },
      {
        Update: {
          TableName,
          Key: key('b'),
          UpdateExpression: 'ADD Amount :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
    ],
  });

  await expect(writing).rejects.toMatchObject({ name: 'ValidationException' });
  expect(await get('a')).toBeUndefined();
});

test('a transaction with a repeated token runs once', async () => {
  const transaction = {
    ClientRequestToken: 'one',
    TransactItems: [
      {
        Update: {
          TableName,
          Key: key('a'),
          UpdateExpression: 'ADD Amount :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
    ],
  };
  await dynamo.call('TransactWriteItems', transaction);
  await dynamo.call('TransactWriteItems', transaction);
  const { Responses } = await dynamo.call('TransactGetItems', {
    TransactItems: [{ Get: { TableName, Key: key('a') } }, { Get: { TableName, Key: key('b') } }],
  });

  expect(Responses).toEqual([{ Item: { ...key('a'), Amount: { N: '1' } } }, {}]);
});

test('a batch with a mistake writes nothing', async () => {
  const writing = dynamo.call('BatchWriteItem', {
    RequestItems: {
      [TableName]: [
        { PutRequest: { Item: key('a') } },
        { PutRequest: { Item: { Identifier: { S: 'b' } } } },
      ],
    },
  });

  await expect(writing).rejects.toMatchObject({ name: 'ValidationException' });
  expect(await get('a')).toBeUndefined();
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

test('an unknown table is named', async () => {
  await expect(dynamo.call('GetItem', { TableName: 'Other', Key: key('a') })).rejects.toMatchObject(
    {
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found: Table: Other not found',
    },
  );
});
