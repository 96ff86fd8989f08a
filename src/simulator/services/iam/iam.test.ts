import * as iam from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { errorNameOf, refusalOf } from '../../../testing/call-errors.ts';
import { clientsOf, policy } from '../../../testing/organization-clients.ts';
import { virtualClock } from '../../clock.ts';
import { simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

function open(pageSize = 20) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, pageSize, limits: noLimits });
  const account = organization.addAccount({ name: 'member' });
  const clients = clientsOf(organization, { principal: account.roleArn });
  return { clock, organization, account, client: clients.iam };
}

const forLambda = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});
const role = { RoleName: 'worker', AssumeRolePolicyDocument: forLambda };

test('a role is returned as created, its document percent-encoded', async () => {
  const { clock, account, client } = open();
  const Tags = [{ Key: 'team', Value: 'red' }];
  await client.send(
    new iam.CreateRoleCommand({ ...role, Path: '/app/', MaxSessionDuration: 7_200, Tags }),
  );
  const { Role } = await client.send(new iam.GetRoleCommand({ RoleName: 'worker' }));
  expect(Role).toEqual({
    Path: '/app/',
    RoleName: 'worker',
    RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
    Arn: `arn:aws:iam::${account.id}:role/app/worker`,
    CreateDate: new Date(clock.now()),
    AssumeRolePolicyDocument: encodeURIComponent(forLambda).replaceAll('*', '%2A'),
    MaxSessionDuration: 7_200,
    Tags,
    RoleLastUsed: {},
  });
});

test('names are unique regardless of case, and an unknown name is not found', async () => {
  const { client } = open();
  await client.send(new iam.CreateRoleCommand(role));
  const again = client.send(new iam.CreateRoleCommand({ ...role, RoleName: 'WORKER' }));
  expect(await refusalOf(again)).toMatchObject({
    name: 'EntityAlreadyExistsException',
    status: 409,
  });
  const other = client.send(new iam.GetRoleCommand({ RoleName: 'other' }));
  expect(await refusalOf(other)).toMatchObject({ name: 'NoSuchEntityException', status: 404 });
  const broken = { ...role, RoleName: 'x', AssumeRolePolicyDocument: policy('Allow', 's3:*') };
  expect(await errorNameOf(client.send(new iam.CreateRoleCommand(broken)))).toBe(
    'MalformedPolicyDocumentException',
  );
});

test('a role is deleted only when nothing is attached', async () => {
  const { client } = open();
  const RoleName = 'worker';
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  const remove = () => client.send(new iam.DeleteRoleCommand({ RoleName }));
  await client.send(new iam.CreateRoleCommand(role));
  await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const inline = { RoleName, PolicyName: 'inline', PolicyDocument: policy('Allow', 's3:*') };
  await client.send(new iam.PutRolePolicyCommand(inline));
  await client.send(new iam.CreateInstanceProfileCommand({ InstanceProfileName: 'p' }));
  const profile = { InstanceProfileName: 'p', RoleName };
  await client.send(new iam.AddRoleToInstanceProfileCommand(profile));
  expect(await errorNameOf(remove())).toBe('DeleteConflictException');
  await client.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn }));
  expect(await errorNameOf(remove())).toBe('DeleteConflictException');
  await client.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName: 'inline' }));
  expect(await errorNameOf(remove())).toBe('DeleteConflictException');
  await client.send(new iam.RemoveRoleFromInstanceProfileCommand(profile));
  await remove();
  expect(await errorNameOf(client.send(new iam.GetRoleCommand({ RoleName })))).toBe(
    'NoSuchEntityException',
  );
});

test('listings are in order and in pages', async () => {
  const { client } = open(2);
  for (const RoleName of ['c', 'a', 'b']) {
    await client.send(new iam.CreateRoleCommand({ ...role, RoleName }));
  }
  const pages: (string | undefined)[][] = [];
  for await (const { Roles = [] } of iam.paginateListRoles({ client }, {})) {
    pages.push(Roles.map(({ RoleName }) => RoleName));
  }
  // Upper case sorts before lower case.
  expect(pages).toEqual([
    ['OrganizationAccountAccessRole', 'a'],
    ['b', 'c'],
  ]);
  const wrong = client.send(new iam.ListUsersCommand({ Marker: 'x' }));
  expect(await errorNameOf(wrong)).toBe('ValidationError');
});

test('a user’s key works until it is deactivated', async () => {
  const { organization, account, client } = open();
  const UserName = 'ci';
  await client.send(new iam.CreateUserCommand({ UserName }));
  const { AccessKey } = await client.send(new iam.CreateAccessKeyCommand({ UserName }));
  const AccessKeyId = AccessKey?.AccessKeyId ?? '';
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  };
  const config = { ...organization.access(), credentials, maxAttempts: 1 };
  const own = new iam.IAMClient(config);
  const sts = new STSClient(config);
  expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(
    `arn:aws:iam::${account.id}:user/ci`,
  );
  const refused = await refusalOf(own.send(new iam.ListUsersCommand({})));
  expect(refused).toEqual({
    name: 'AccessDenied',
    status: 403,
    message: `User: arn:aws:iam::${account.id}:user/ci is not authorized to perform: iam:ListUsers on resource: * because no identity-based policy allows the iam:ListUsers action`,
  });
  await client.send(new iam.CreateGroupCommand({ GroupName: 'readers' }));
  const PolicyArn = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
  await client.send(new iam.AttachGroupPolicyCommand({ GroupName: 'readers', PolicyArn }));
  await client.send(new iam.AddUserToGroupCommand({ GroupName: 'readers', UserName }));
  expect((await own.send(new iam.ListUsersCommand({}))).Users).toHaveLength(1);
  const used = await client.send(new iam.GetAccessKeyLastUsedCommand({ AccessKeyId }));
  expect(used.AccessKeyLastUsed?.ServiceName).toBe('iam');
  const off = { UserName, AccessKeyId, Status: 'Inactive' as const };
  await client.send(new iam.UpdateAccessKeyCommand(off));
  expect(await errorNameOf(own.send(new iam.ListUsersCommand({})))).toBe('InvalidClientTokenId');
  await client.send(new iam.DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  const keys = await client.send(new iam.ListAccessKeysCommand({ UserName }));
  expect(keys.AccessKeyMetadata).toEqual([]);
});

test('a permissions boundary limits what a user may do', async () => {
  const { organization, account, client } = open();
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
  await client.send(new iam.CreateUserCommand({ UserName: 'bound', PermissionsBoundary }));
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await client.send(new iam.AttachUserPolicyCommand({ UserName: 'bound', PolicyArn }));
  const principal = `arn:aws:iam::${account.id}:user/bound`;
  const own = clientsOf(organization, { principal });
  const refused = await refusalOf(own.iam.send(new iam.ListUsersCommand({})));
  expect(refused.message).toContain('because no permissions boundary allows');
});

test('a policy has five versions, one of them the default', async () => {
  const { client } = open();
  const { Policy } = await client.send(
    new iam.CreatePolicyCommand({ PolicyName: 'app', PolicyDocument: policy('Allow', 's3:*') }),
  );
  const PolicyArn = Policy?.Arn ?? '';
  const PolicyDocument = policy('Allow', 'ec2:*');
  for (let version = 2; version <= 5; version++) {
    await client.send(new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument }));
  }
  const sixth = new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument });
  expect(await errorNameOf(client.send(sixth))).toBe('LimitExceededException');
  await client.send(new iam.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v3' }));
  const inForce = new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v3' });
  expect(await errorNameOf(client.send(inForce))).toBe('DeleteConflictException');
  const { Versions } = await client.send(new iam.ListPolicyVersionsCommand({ PolicyArn }));
  expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual(
    [
      ['v5', false],
      ['v4', false],
      ['v3', true],
      ['v2', false],
      ['v1', false],
    ],
  );
  const v3 = await client.send(new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v3' }));
  expect(decodeURIComponent(v3.PolicyVersion?.Document ?? '')).toBe(PolicyDocument);
});

test('AWS managed policies can be attached and counted, not changed', async () => {
  const { client } = open();
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const { Policies } = await client.send(
    new iam.ListPoliciesCommand({ Scope: 'AWS', OnlyAttached: true }),
  );
  const entities = await client.send(new iam.ListEntitiesForPolicyCommand({ PolicyArn }));
  expect(Policies?.map(({ PolicyName, AttachmentCount }) => [PolicyName, AttachmentCount])).toEqual(
    [['AdministratorAccess', 1]],
  );
  expect(entities.PolicyRoles?.map(({ RoleName }) => RoleName)).toEqual([
    'OrganizationAccountAccessRole',
  ]);
  expect(await errorNameOf(client.send(new iam.DeletePolicyCommand({ PolicyArn })))).toBe(
    'AccessDenied',
  );
});

test('aliases are unique in the whole organization', async () => {
  const { organization, client } = open();
  const AccountAlias = 'acme-shop';
  await client.send(new iam.CreateAccountAliasCommand({ AccountAlias }));
  const other = clientsOf(organization, {
    principal: organization.addAccount({ name: 'other' }).roleArn,
  }).iam;
  expect(await errorNameOf(other.send(new iam.CreateAccountAliasCommand({ AccountAlias })))).toBe(
    'EntityAlreadyExistsException',
  );
  const { AccountAliases } = await client.send(new iam.ListAccountAliasesCommand({}));
  expect(AccountAliases).toEqual([AccountAlias]);
});

test('summary, password policy and credential report describe the account', async () => {
  const { client } = open();
  const { SummaryMap } = await client.send(new iam.GetAccountSummaryCommand({}));
  expect(SummaryMap).toMatchObject({ Roles: 1, Users: 0 });
  const get = () => client.send(new iam.GetAccountPasswordPolicyCommand({}));
  expect(await errorNameOf(get())).toBe('NoSuchEntityException');
  const expected = { MinimumPasswordLength: 14, RequireSymbols: true, MaxPasswordAge: 90 };
  await client.send(new iam.UpdateAccountPasswordPolicyCommand(expected));
  expect((await get()).PasswordPolicy).toMatchObject({ ...expected, ExpirePasswords: true });
  const report = () => client.send(new iam.GetCredentialReportCommand({}));
  expect(await errorNameOf(report())).toBe('CredentialReportNotPresentException');
  await client.send(new iam.GenerateCredentialReportCommand({}));
  const text = Buffer.from((await report()).Content ?? []).toString();
  expect(text.split('\n').map((line) => line.split(',')[0])).toEqual(['user', '<root_account>']);
});

test('a service-linked role carries the name of its service', async () => {
  const { client } = open();
  const AWSServiceName = 'config.amazonaws.com';
  const { Role } = await client.send(new iam.CreateServiceLinkedRoleCommand({ AWSServiceName }));
  expect(Role?.Path).toBe('/aws-service-role/config.amazonaws.com/');
  expect(Role?.RoleName).toBe('AWSServiceRoleForConfig');
});

test('the simulation of a principal predicts the result of a call', async () => {
  const { account, client } = open();
  const RoleName = 'worker';
  await client.send(new iam.CreateRoleCommand(role));
  const deny = { RoleName, PolicyName: 'no', PolicyDocument: policy('Deny', 's3:DeleteBucket') };
  await client.send(new iam.PutRolePolicyCommand(deny));
  const PolicyArn = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';
  await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const { EvaluationResults } = await client.send(
    new iam.SimulatePrincipalPolicyCommand({
      PolicySourceArn: `arn:aws:iam::${account.id}:role/worker`,
      ActionNames: ['s3:GetObject', 's3:DeleteBucket', 'ec2:RunInstances'],
    }),
  );
  expect(
    EvaluationResults?.map(({ EvalActionName, EvalDecision }) => [EvalActionName, EvalDecision]),
  ).toEqual([
    ['s3:GetObject', 'allowed'],
    ['s3:DeleteBucket', 'explicitDeny'],
    ['ec2:RunInstances', 'implicitDeny'],
  ]);
});
