import { expect, test } from 'vitest';
import { parsePolicy } from './document.ts';
import { evaluateDocument } from './evaluate.ts';
import { awsManagedArn, awsManagedPolicies, awsManagedPolicy } from './managed-policies.ts';

function verdict(name: string, action: string) {
  const policy = awsManagedPolicies.find((one) => one.name === name);
  return evaluateDocument(parsePolicy(policy?.document ?? '', 'identity'), {
    action,
    resource: '*',
    principal: { accountId: '', names: [] },
    lookUp: () => undefined,
  });
}

test('every one of them is a valid policy, found by its ARN', () => {
  for (const policy of awsManagedPolicies) {
    expect(() => parsePolicy(policy.document, 'identity')).not.toThrow();
    expect(awsManagedPolicy(awsManagedArn('aws-cn', policy))).toBe(policy);
  }
});

test.each([
  ['AdministratorAccess', 'iam:CreateUser', 'allow'],
  ['PowerUserAccess', 'iam:CreateUser', undefined],
  ['PowerUserAccess', 'ec2:RunInstances', 'allow'],
  ['ReadOnlyAccess', 'ec2:DescribeInstances', 'allow'],
  ['ReadOnlyAccess', 's3:GetObject', 'allow'],
  ['ReadOnlyAccess', 'secretsmanager:GetSecretValue', undefined],
  ['ReadOnlyAccess', 'ec2:RunInstances', undefined],
  ['ReadOnlyAccess', 'sts:AssumeRole', undefined],
  ['ViewOnlyAccess', 's3:GetObject', undefined],
  ['ViewOnlyAccess', 's3:ListAllMyBuckets', 'allow'],
  ['SecurityAudit', 's3:GetBucketPolicy', 'allow'],
  ['SecurityAudit', 's3:GetObject', undefined],
])('%s on %s: %s', (name, action, expected) => {
  expect(verdict(name, action)).toBe(expected);
});
