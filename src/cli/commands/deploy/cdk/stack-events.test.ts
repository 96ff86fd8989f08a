import { expect, test } from 'vitest';
import { readStackEvent, withoutColors } from './stack-events.ts';

test('an event has its status, type, name, reason and progress', () => {
  const line =
    'SpaDemo |  3/25 | 10:00:00\u202fAM | CREATE_FAILED           | AWS::IAM::Role              | SpaDemo/OnSweep/Role (OnSweepRole12AB) Role with name x already exists.';

  expect(readStackEvent(line)).toEqual({
    status: 'CREATE_FAILED',
    type: 'AWS::IAM::Role',
    name: 'SpaDemo/OnSweep/Role',
    logicalId: 'OnSweepRole12AB',
    reason: 'Role with name x already exists.',
    progress: '3/25',
  });
});

test('an event without a construct, a reason or a progress is read', () => {
  const line =
    'SpaDemo | 10:00:00 AM | DELETE_SKIPPED          | AWS::DynamoDB::Table | ShadowsTable ';

  expect(readStackEvent(line)).toEqual({
    status: 'DELETE_SKIPPED',
    type: 'AWS::DynamoDB::Table',
    name: 'ShadowsTable',
    logicalId: 'ShadowsTable',
    reason: undefined,
    progress: undefined,
  });
});

test.each([
  'SpaDemo: deploying... [1/1]',
  '[+] AWS::IAM::Role OnSweep/Role OnSweepRole12AB',
  '│ + │ Role.Arn │ Allow │ sts:AssumeRole │',
  ' 3/25 Currently in progress: Role',
  '',
])('"%s" is not an event', (line) => {
  expect(readStackEvent(line)).toBeUndefined();
});

test('colors are removed', () => {
  expect(withoutColors('\u001b[31mred\u001b[39m')).toBe('red');
});
