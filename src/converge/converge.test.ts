import { expect, test } from 'vitest';
import type { GenericCalls } from '../aws/generic-client.ts';
import { openFleet } from '../aws/open-fleet.ts';
import { simulateOrganization, virtualClock } from '../simulator/index.ts';
import { sameDocument } from './change.ts';
import { convergePolicy, type DesiredPolicy } from './converge-policy.ts';
import { convergeRole, type DesiredRole } from './converge-role.ts';
import { removePolicy, removeRole } from './remove-identity.ts';
import { retryUntilRoleIsKnown } from './retry-until-role-is-known.ts';

const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const viewOnly = 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess';

function openIam() {
  const organization = simulateOrganization({ pageSize: 2 });
  const iam = openFleet(organization.access()).generic('iam');
  const accountId = organization.managementAccountId;
  const writes = () =>
    Object.entries(organization.journal.byOperation())
      .filter(([api]) => !/:(Get|List)/.test(api) && api.startsWith('iam:'))
      .reduce((sum, [, calls]) => sum + calls, 0);
  return { iam, accountId, writes };
}

function desiredRole(accountId: string, differing: Partial<DesiredRole> = {}): DesiredRole {
  return {
    name: 'Auditor',
    path: '/managed/',
    description: 'Reads.',
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${accountId}:root` },
          Action: 'sts:AssumeRole',
        },
      ],
    },
    managedPolicies: [readOnly],
    formerPolicies: [viewOnly],
    inlinePolicy: {
      name: 'more',
      document: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }],
      },
    },
    maxSessionSeconds: 3600,
    tags: { origin: 'flotilla' },
    ...differing,
  };
}

const applied = { dry: false, clock: undefined };

async function attachedTo(iam: GenericCalls): Promise<readonly string[]> {
  const { AttachedPolicies } = await iam.call('ListAttachedRolePolicies', { RoleName: 'Auditor' });
  return (AttachedPolicies as readonly { PolicyArn: string }[]).map(({ PolicyArn }) => PolicyArn);
}

test('a role is created once, and converging again writes nothing', async () => {
  const { iam, accountId, writes } = openIam();

  expect(await convergeRole(iam, desiredRole(accountId), applied)).toEqual([
    { resource: 'role managed/Auditor', action: 'create', differences: [] },
  ]);
  const before = writes();

  expect(await convergeRole(iam, desiredRole(accountId), applied)).toEqual([]);
  expect(writes()).toBe(before);
});

test('a dry run says what differs, and changes nothing', async () => {
  const { iam, accountId, writes } = openIam();
  await convergeRole(iam, desiredRole(accountId), applied);
  const before = writes();

  const changes = await convergeRole(
    iam,
    desiredRole(accountId, { maxSessionSeconds: 7200, tags: { origin: 'other' } }),
    { ...applied, dry: true },
  );

  expect(changes).toMatchObject([{ resource: 'role managed/Auditor', action: 'update' }]);
  expect(changes[0]?.differences.length).toBe(2);
  expect(writes()).toBe(before);
});

test('policies of former settings are detached, and those that others attached are kept', async () => {
  const { iam, accountId } = openIam();
  await convergeRole(iam, desiredRole(accountId), applied);
  const others = 'arn:aws:iam::aws:policy/SecurityAudit';
  for (const PolicyArn of [viewOnly, others])
    await iam.call('AttachRolePolicy', { RoleName: 'Auditor', PolicyArn });

  await convergeRole(iam, desiredRole(accountId), applied);

  expect([...(await attachedTo(iam))].sort()).toEqual([others, readOnly].sort());
});

test('a role of that name at another path is refused', async () => {
  const { iam, accountId } = openIam();
  await convergeRole(iam, desiredRole(accountId, { path: '/' }), applied);

  await expect(convergeRole(iam, desiredRole(accountId), applied)).rejects.toThrow(
    'role "Auditor" exists at path "/", but must be at "/managed/"; delete it, or choose another name',
  );
});

test('a role is removed with all that is attached to it', async () => {
  const { iam, accountId } = openIam();
  await convergeRole(
    iam,
    desiredRole(accountId, { managedPolicies: [readOnly, viewOnly], formerPolicies: [] }),
    applied,
  );

  await removeRole(iam, 'Auditor');

  await expect(iam.call('GetRole', { RoleName: 'Auditor' })).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
});

function desiredPolicy(accountId: string, action: string): DesiredPolicy {
  return {
    name: 'reading',
    arn: `arn:aws:iam::${accountId}:policy/reading`,
    path: '/',
    description: 'Reads.',
    document: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
    },
    tags: { origin: 'flotilla' },
  };
}

test('a policy gets a version per change, however many there are', async () => {
  const { iam, accountId } = openIam();
  const actions = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `s3:${name}`);
  for (const action of actions)
    await convergePolicy(iam, desiredPolicy(accountId, action), { dry: false });

  const { Versions } = await iam.call('ListPolicyVersions', {
    PolicyArn: desiredPolicy(accountId, '').arn,
    MaxItems: 10,
  });
  const { VersionId } = (Versions as { VersionId: string; IsDefaultVersion: boolean }[]).find(
    ({ IsDefaultVersion }) => IsDefaultVersion,
  ) as { VersionId: string };
  const { PolicyVersion } = await iam.call('GetPolicyVersion', {
    PolicyArn: desiredPolicy(accountId, '').arn,
    VersionId,
  });
  const { Document } = PolicyVersion as { Document: string };
  expect(decodeURIComponent(Document)).toContain('s3:g');
  expect(await convergePolicy(iam, desiredPolicy(accountId, 's3:g'), { dry: false })).toEqual([]);
});

test('a policy is removed with its versions', async () => {
  const { iam, accountId } = openIam();
  for (const action of ['s3:a', 's3:b', 's3:c'])
    await convergePolicy(iam, desiredPolicy(accountId, action), { dry: false });
  const { arn } = desiredPolicy(accountId, '');

  await removePolicy(iam, arn);

  await expect(iam.call('GetPolicy', { PolicyArn: arn })).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
});

test('documents are the same whatever their spaces and the order of their keys', () => {
  expect(
    sameDocument('{ "b": [1, 2], "a": {"d": 1, "c": 2} }', { a: { c: 2, d: 1 }, b: [1, 2] }),
  ).toBe(true);
  expect(sameDocument('{"b": [2, 1]}', { b: [1, 2] })).toBe(false);
  expect(sameDocument('{"b": 1, "c": 1}', { b: 1 })).toBe(false);
  expect(sameDocument('not JSON', {})).toBe(false);
  expect(sameDocument(undefined, {})).toBe(false);
});

function failing(code: string, message: string, failures: number) {
  let calls = 0;
  const call = async () => {
    calls++;
    if (calls > failures) return 'done';
    throw Object.assign(new Error(message), { name: code });
  };
  return { call, calls: () => calls };
}

async function retried(code: string, message: string, failures: number) {
  const clock = virtualClock();
  const { call, calls } = failing(code, message, failures);
  const result = retryUntilRoleIsKnown(clock, call).then(
    (value) => value,
    ({ name }: Error) => name,
  );
  for (let step = 0; step < 12; step++) await clock.advance(10_000);
  return { result: await result, calls: calls() };
}

test.each([
  ['InvalidInputException', 'CodeBuild is not authorized to perform: sts:AssumeRole'],
  ['ValidationException', 'The role arn:aws:iam::111111111111:role/New does not exist'],
  ['MalformedPolicyDocumentException', 'Invalid principal in policy'],
])('a call that names a new role is tried again (%s)', async (code, message) => {
  expect(await retried(code, message, 2)).toEqual({ result: 'done', calls: 3 });
});

test.each([
  ['InvalidInputException', 'The environment variable NAME is not valid'],
  ['ValidationException', '1 validation error detected'],
  ['AccessDeniedException', 'not authorized to use the role'],
])('any other refusal is not (%s: %s)', async (code, message) => {
  expect(await retried(code, message, 1)).toEqual({ result: code, calls: 1 });
});

test('a role that is never known is given up within a minute', async () => {
  expect(await retried('ValidationException', 'The role does not exist', 99)).toEqual({
    result: 'ValidationException',
    calls: 6,
  });
});
