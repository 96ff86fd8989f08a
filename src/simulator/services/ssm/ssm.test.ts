import { expect, test } from 'vitest';
import type { ServiceInput } from '../../../aws/generic-client.ts';
import { openServiceClient } from '../../../testing/account-access.ts';
import { errorNameOf, refusalOf } from '../../../testing/call-errors.ts';
import { virtualClock } from '../../clock.ts';
import { simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

function open({ pageSize = 20, principal }: { pageSize?: number; principal?: string } = {}) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, pageSize, limits: noLimits });
  const clientOf = (who?: string, region = 'us-east-1') =>
    openServiceClient(organization, 'ssm', { principal: who, region });
  const ssm = clientOf(principal);
  const put = (Name: string, Value: string, more: ServiceInput = {}) =>
    ssm.call('PutParameter', { Name, Value, Type: 'String', ...more });
  return { organization, ssm, put, clock, clientOf };
}

test('a parameter is read as written, in its account and region only', async () => {
  const { organization, ssm, put, clock, clientOf } = open();
  const answer = await put('/env/Accounts/111122223333', '{"a": 500.0}');
  const { Parameter } = await ssm.call('GetParameter', { Name: '/env/Accounts/111122223333' });

  expect(answer).toMatchObject({ Version: 1, Tier: 'Standard' });
  expect(Parameter).toEqual({
    Name: '/env/Accounts/111122223333',
    Type: 'String',
    Value: '{"a": 500.0}',
    Version: 1,
    LastModifiedDate: new Date(clock.now()),
    ARN: `arn:aws:ssm:us-east-1:${organization.managementAccountId}:parameter/env/Accounts/111122223333`,
    DataType: 'text',
  });
  const elsewhere = clientOf(undefined, 'eu-west-1');
  const missing = elsewhere.call('GetParameter', { Name: '/env/Accounts/111122223333' });
  expect(await errorNameOf(missing)).toBe('ParameterNotFound');
});

test('an existing parameter is replaced only on request, and its versions stay', async () => {
  const { ssm, put } = open();
  await put('note', 'one', { Description: 'a note' });
  const refusal = await errorNameOf(put('note', 'two'));
  await ssm.call('PutParameter', { Name: 'note', Value: 'two', Overwrite: true });
  const read = async (Name: string) =>
    ((await ssm.call('GetParameter', { Name })).Parameter as { Value: string }).Value;
  const { Parameters } = await ssm.call('GetParameterHistory', { Name: 'note' });

  expect(refusal).toBe('ParameterAlreadyExists');
  expect([await read('note'), await read('note:1'), await read('note:2')]).toEqual([
    'two',
    'one',
    'two',
  ]);
  expect(await errorNameOf(read('note:3'))).toBe('ParameterVersionNotFound');
  expect(Parameters).toMatchObject([
    { Version: 1, Value: 'one', Description: 'a note' },
    { Version: 2, Value: 'two', Description: 'a note' },
  ]);
});

test.for<[string, ServiceInput, string, string]>([
  ['no type', { Name: 'a', Value: 'b' }, 'ValidationException', 'type is required'],
  ['no value', { Name: 'a', Value: '', Type: 'String' }, 'ValidationException', "'value'"],
  [
    'a path that does not begin with a slash',
    { Name: 'a/b', Value: 'c', Type: 'String' },
    'ValidationException',
    'fully qualified',
  ],
  [
    'a reserved name',
    { Name: '/aws/a', Value: 'c', Type: 'String' },
    'AccessDeniedException',
    'reserved',
  ],
  [
    'sixteen levels',
    { Name: '/a'.repeat(16), Value: 'c', Type: 'String' },
    'HierarchyLevelLimitExceededException',
    '15',
  ],
  [
    '4,097 characters in the standard tier',
    { Name: 'a', Value: 'x'.repeat(4_097), Type: 'String' },
    'ValidationException',
    'maximum parameter value of 4096 characters',
  ],
  [
    '8,193 characters in the advanced tier',
    { Name: 'a', Value: 'x'.repeat(8_193), Type: 'String', Tier: 'Advanced' },
    'ValidationException',
    'maximum parameter value of 8192 characters',
  ],
  [
    'a value that does not match its own pattern',
    { Name: 'a', Value: 'x', Type: 'String', AllowedPattern: '^\\d+$' },
    'ParameterPatternMismatchException',
    'allowedPattern',
  ],
  [
    'tags together with overwrite',
    { Name: 'a', Value: 'x', Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] },
    'ValidationException',
    "can't be used together",
  ],
])('a parameter with %s is refused', async ([, input, name, message]) => {
  expect(await refusalOf(open().ssm.call('PutParameter', input))).toEqual({
    name,
    message: expect.stringContaining(message),
    status: 400,
  });
});

test('a parameter stays advanced once it had to be', async () => {
  const { ssm, put } = open();
  const large = await put('a', 'x'.repeat(4_097), { Tier: 'Intelligent-Tiering' });
  const small = await ssm.call('PutParameter', { Name: 'a', Value: 'x', Overwrite: true });
  const back = put('a', 'x', { Overwrite: true, Tier: 'Standard' });

  expect([large.Tier, small.Tier]).toEqual(['Advanced', 'Advanced']);
  expect(await errorNameOf(back)).toBe('ValidationException');
});

test('parameters below a path are returned in pages of ten', async () => {
  const { ssm, put } = open();
  for (let index = 10; index < 35; index++) await put(`/env/Accounts/${index}`, String(index));
  await put('/env/Accounts/10/deeper', 'x');
  await put('/environment', 'x');
  const sizes: number[] = [];
  const names: unknown[] = [];
  for await (const page of ssm.pages('GetParametersByPath', { Path: '/env/Accounts' })) {
    const found = page.Parameters as { Name: string }[];
    sizes.push(found.length);
    names.push(...found.map(({ Name }) => Name));
  }
  const deep = await ssm.call('GetParametersByPath', {
    Path: '/env',
    Recursive: true,
    MaxResults: 2,
  });

  expect(sizes).toEqual([10, 10, 5]);
  expect(names).toEqual(Array.from({ length: 25 }, (_, index) => `/env/Accounts/${index + 10}`));
  expect((deep.Parameters as { Name: string }[]).map(({ Name }) => Name)).toEqual([
    '/env/Accounts/10',
    '/env/Accounts/10/deeper',
  ]);
});

test('a secret is returned in the clear on request', async () => {
  const { ssm, put } = open();
  await put('password', 'open sesame', { Type: 'SecureString' });
  const read = async (WithDecryption: boolean) => {
    const { Parameters } = await ssm.call('GetParameters', {
      Names: ['password', 'other'],
      WithDecryption,
    });
    return (Parameters as { Value: string }[])[0]?.Value;
  };

  expect(await read(true)).toBe('open sesame');
  expect(await read(false)).toMatch(/^AQICAHh/);
});

test('descriptions are filtered by name, type and tag', async () => {
  const { ssm, put } = open();
  await put('/a/one', '1', { Tags: [{ Key: 'team', Value: 'red' }] });
  await put('/a/two', '2', { Type: 'StringList' });
  await put('/b/one', '3');
  const names = async (...ParameterFilters: ServiceInput[]) => {
    const { Parameters } = await ssm.call('DescribeParameters', { ParameterFilters });
    return (Parameters as { Name: string }[]).map(({ Name }) => Name);
  };

  expect(await names()).toEqual(['/a/one', '/a/two', '/b/one']);
  expect(await names({ Key: 'Name', Option: 'Contains', Values: ['one'] })).toEqual([
    '/a/one',
    '/b/one',
  ]);
  expect(await names({ Key: 'Type', Values: ['StringList'] })).toEqual(['/a/two']);
  expect(await names({ Key: 'tag:team', Values: ['red'] })).toEqual(['/a/one']);
  expect(await names({ Key: 'Path', Option: 'Recursive', Values: ['/a'] })).toEqual([
    '/a/one',
    '/a/two',
  ]);
  expect(await errorNameOf(names({ Key: 'Colour' }))).toBe('ValidationException');
});

test('a deleted parameter is gone', async () => {
  const { ssm, put } = open();
  await put('a', '1');
  await put('b', '2');
  await ssm.call('DeleteParameter', { Name: 'a' });
  const second = await errorNameOf(ssm.call('DeleteParameter', { Name: 'a' }));
  const rest = await ssm.call('DeleteParameters', { Names: ['a', 'b'] });

  expect(second).toBe('ParameterNotFound');
  expect(rest).toMatchObject({ DeletedParameters: ['b'], InvalidParameters: ['a'] });
  expect((await ssm.call('DescribeParameters')).Parameters).toEqual([]);
});

test('tags are added, listed and removed', async () => {
  const { ssm, put } = open();
  await put('a', '1', { Tags: [{ Key: 'team', Value: 'red' }] });
  const resource = { ResourceType: 'Parameter', ResourceId: 'a' };
  await ssm.call('AddTagsToResource', { ...resource, Tags: [{ Key: 'purge', Value: 'exempt' }] });
  await ssm.call('RemoveTagsFromResource', { ...resource, TagKeys: ['team'] });

  expect((await ssm.call('ListTagsForResource', resource)).TagList).toEqual([
    { Key: 'purge', Value: 'exempt' },
  ]);
});

test('a policy allows one path and no other', async () => {
  const { organization, clientOf } = open();
  const { roleArn = '' } = organization.addAccount({
    name: 'member',
    role: {
      managedPolicies: [],
      inlinePolicies: {
        read: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'ssm:*', Resource: 'arn:aws:ssm:*:*:parameter/env/*' },
          ],
        },
      },
    },
  });
  const ssm = clientOf(roleArn);
  await ssm.call('PutParameter', { Name: '/env/a', Value: '1', Type: 'String' });
  const other = ssm.call('PutParameter', { Name: '/other/a', Value: '1', Type: 'String' });

  expect((await refusalOf(other)).message).toContain(
    'is not authorized to perform: ssm:PutParameter on resource: arn:aws:ssm:us-east-1:',
  );
});
