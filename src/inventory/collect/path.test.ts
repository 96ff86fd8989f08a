import { expect, test } from 'vitest';
import { filled, inputOf, type TemplateValues } from './arguments.ts';
import { replaceAt, valueAt, valuesAt } from './path.ts';

const answer = {
  Reservations: [
    { Id: 'r-1', Instances: [{ Id: 'i-1' }, { Id: 'i-2' }] },
    { Id: 'r-2', Instances: [] },
  ],
  Zone: { Id: '/hostedzone/Z1' },
  ByName: { a: { Id: 1 }, b: { Id: 2 } },
};

test.each([
  ['Reservations[].Instances[].Id', ['i-1', 'i-2']],
  ['Reservations[].Id', ['r-1', 'r-2']],
  ['Zone.Id', ['/hostedzone/Z1']],
  ['Zone.Id@/', ['Z1']],
  ['ByName[].Id', [1, 2]],
  ['Nothing[].Id', []],
  ['Zone.Id.Deeper', []],
])('%s means %j', (path, expected) => {
  expect(valuesAt(answer, path)).toEqual(expected);
});

test('the empty path means the thing itself, and a path without a list means one value', () => {
  expect(valueAt('x', '')).toBe('x');
  expect(valueAt(answer, 'Zone.Id')).toBe('/hostedzone/Z1');
  expect(valueAt(answer, 'Reservations[].Id')).toEqual(['r-1', 'r-2']);
  expect(valueAt(answer, 'Nothing[].Id')).toBeUndefined();
});

test('the value at a path is replaced, in every element of a list', () => {
  const policies = { List: [{ Document: '1' }, { Document: '2' }, {}] };
  replaceAt(policies, 'List[].Document', Number);

  expect(policies).toEqual({ List: [{ Document: 1 }, { Document: 2 }, {}] });
});

const known: TemplateValues = {
  place: { partition: 'aws', region: 'eu-west-1', accountId: '111111111111' },
  now: 86_400_000 * 10,
  item: { Name: 'a b', Nested: { Id: 7 } },
  parent: { id: 'p-1' },
  each: { taskArn: 't' },
};

test('templates are filled from the location, the item and the parent', () => {
  expect(filled('arn:{partition}:x:{region}:{account}:{parent:id}/{Nested.Id}', known)).toBe(
    'arn:aws:x:eu-west-1:111111111111:p-1/7',
  );
  expect(filled('{Missing}', known)).toBeUndefined();
});

test('inputs are filled at any depth, and a call with a missing value is not made', () => {
  const input = {
    Name: '{Name}',
    Parent: { parent: 'id' },
    Item: { from: 'Nested.Id' },
    Task: { each: 'taskArn' },
    Since: { daysAgo: 3 },
    Filters: [{ Name: 'vpc', Values: ['{Name}'] }],
    Size: 5,
  };

  expect(inputOf(input, known)).toEqual({
    Name: 'a b',
    Parent: 'p-1',
    Item: 7,
    Task: 't',
    Since: 86_400_000 * 7,
    Filters: [{ Name: 'vpc', Values: ['a b'] }],
    Size: 5,
  });
  expect(inputOf({ Name: { from: 'Missing' } }, known)).toBeUndefined();
});
