import { expect, test } from 'vitest';
import { lockedOut } from './locked-out.ts';

const role = { roleName: 'AWSControlTowerExecution', partition: 'aws' };
const exempt = (operator: string, pattern: unknown) => ({
  [operator]: { 'aws:PrincipalArn': pattern },
});
const ours = 'arn:aws:iam::*:role/AWSControlTowerExecution';

function judged(...statements: readonly object[]): string | undefined {
  return lockedOut(JSON.stringify({ Version: '2012-10-17', Statement: statements }), role);
}

const deny = (differing: object) => ({ Effect: 'Deny', Resource: '*', ...differing });

test.for<[string, object]>([
  ['allows everything', { Effect: 'Allow', Action: '*', Resource: '*' }],
  ['denies actions that the role does not need', deny({ Action: ['ec2:*', 'iam:DeleteUser'] })],
  [
    'denies all but the needed actions',
    deny({ NotAction: ['codebuild:*', 'events:*', 'iam:*', 'sns:*'] }),
  ],
  ['exempts the role', deny({ Action: '*', Condition: exempt('ArnNotLike', ours) })],
  [
    'exempts the role among others',
    deny({ Action: '*', Condition: exempt('StringNotLike', ['x', ours]) }),
  ],
  [
    'exempts the role in different letter case',
    deny({ Action: '*', Condition: { ArnNotLikeIfExists: { 'AWS:principalarn': [ours] } } }),
  ],
  [
    'applies to other principals',
    deny({ Action: '*', Condition: exempt('ArnLike', 'arn:aws:iam::*:root') }),
  ],
])('a policy that %s does not lock the role out', ([, statement]) => {
  expect(judged(statement)).toBeUndefined();
});

test.for<[string, object, string]>([
  ['everything', deny({ Action: '*' }), 'codebuild:BatchGetBuilds'],
  ['a service', deny({ Action: 'codebuild:*' }), 'codebuild:BatchGetBuilds'],
  ['one call', deny({ Action: ['ec2:*', 'CODEBUILD:startbuild'] }), 'codebuild:StartBuild'],
  ['by wildcards', deny({ Action: 'iam:?assRole' }), 'iam:PassRole'],
  [
    'all but a few actions',
    deny({ NotAction: ['codebuild:*', 'iam:*', 'sns:*'] }),
    'events:PutRule',
  ],
  [
    'does not exempt the role',
    deny({ Action: '*', Condition: exempt('ArnNotLike', 'arn:aws:iam::*:role/Other') }),
    'codebuild:BatchGetBuilds',
  ],
  [
    'under another condition',
    deny({ Action: 'sns:*', Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }),
    'sns:CreateTopic',
  ],
  [
    'is named',
    deny({ Action: '*', Condition: exempt('ArnLike', ours) }),
    'codebuild:BatchGetBuilds',
  ],
])('a policy that denies %s would lock it out', ([, statement, action]) => {
  expect(judged({ Effect: 'Allow', Action: '*' }, { Sid: 'Guard', ...statement })).toBe(
    `statement Guard denies ${action}`,
  );
});

test('a policy that cannot be read is not attached', () => {
  expect(lockedOut('{"Statement": [', role)).toBe('its text cannot be read');
  expect(lockedOut('{"Statement": [{"Effect": "Maybe"}]}', role)).toBe('its text cannot be read');
});
