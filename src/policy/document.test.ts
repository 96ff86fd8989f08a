import { expect, test } from 'vitest';
import { type PolicyKind, parsePolicy } from './document.ts';

const good = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
const everybody = { Principal: '*' };

test.each<[PolicyKind, object]>([
  ['identity', good],
  ['identity', { Effect: 'Deny', NotAction: ['iam:*'], NotResource: ['arn:aws:s3:::a'] }],
  ['resource', { ...good, ...everybody }],
  ['resource', { ...good, NotPrincipal: { AWS: ['111122223333'] }, Effect: 'Deny' }],
  [
    'trust',
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } },
  ],
])('%s policy %j is valid', (kind, statement) => {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  expect(parsePolicy(text, kind)).toHaveLength(1);
});

test.each<[PolicyKind, object, string]>([
  ['identity', { ...good, ...everybody }, 'Policy document should not specify a principal.'],
  ['identity', { Effect: 'Allow', Action: 's3:*' }, 'Policy statement must contain resources.'],
  ['identity', { Effect: 'Allow', Resource: '*' }, 'Policy statement must contain actions.'],
  [
    'identity',
    { ...good, NotAction: 's3:*' },
    'Policy statement cannot contain both Action and NotAction.',
  ],
  [
    'identity',
    { ...good, Action: 'everything' },
    'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  ],
  ['resource', good, 'Missing required field Principal'],
  ['trust', { ...good, ...everybody }, 'Has prohibited field Resource'],
  ['trust', { Effect: 'Allow', Action: 'sts:AssumeRole' }, 'Missing required field Principal'],
])('%s policy %j is refused', (kind, statement, message) => {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  expect(() => parsePolicy(text, kind)).toThrow(message);
});

test.each([
  ['not JSON', 'This policy contains invalid Json'],
  ['{}', 'Syntax errors in policy: Statement'],
  ['{"Version":"2020-01-01","Statement":[]}', 'Syntax errors in policy: Version'],
  [JSON.stringify({ Statement: { ...good, Efect: 'Allow' } }), 'Syntax errors in policy'],
  [
    JSON.stringify({
      Statement: [
        { Sid: 'a', ...good },
        { Sid: 'a', ...good },
      ],
    }),
    'must be unique',
  ],
])('%s is not a policy', (text, message) => {
  expect(() => parsePolicy(text, 'identity')).toThrow(message);
});
