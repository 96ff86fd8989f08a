import {
  AttachPolicyCommand,
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  DeleteOrganizationalUnitCommand,
  DeletePolicyCommand,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  DetachPolicyCommand,
  DisablePolicyTypeCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListChildrenCommand,
  ListCreateAccountStatusCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  ListTargetsForPolicyCommand,
  MoveAccountCommand,
  paginateListAccounts,
  RegisterDelegatedAdministratorCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateOrganizationalUnitCommand,
} from '@aws-sdk/client-organizations';
import { describe, expect, test } from 'vitest';
import { errorNameOf, refusalOf } from '../../../testing/call-errors.ts';
import { clientsOf, policy } from '../../../testing/organization-clients.ts';
import { virtualClock } from '../../clock.ts';
import { type SimulationOptions, simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

function open(options: SimulationOptions = {}) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, limits: noLimits, ...options });
  return { clock, organization, client: clientsOf(organization).organizations };
}

async function reasonOf(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.catch((reason: unknown) => reason);
  const { name, Reason } = error as { name: string; Reason?: string };
  return `${name} ${Reason}`;
}

describe('reading', () => {
  test('every account is returned exactly once, in pages of the requested size', async () => {
    const { organization, client } = open({ accounts: 23, pageSize: 5 });
    const sizes: number[] = [];
    const ids: (string | undefined)[] = [];
    for await (const { Accounts = [] } of paginateListAccounts({ client }, {})) {
      sizes.push(Accounts.length);
      ids.push(...Accounts.map(({ Id }) => Id));
    }
    expect(sizes).toEqual([5, 5, 5, 5, 4]);
    expect(ids).toEqual(organization.accounts().map(({ id }) => id));
  });

  test('an account has its state and its path, and no status', async () => {
    const { organization, client } = open();
    const { id: ou } = organization.addOu({ name: 'Workloads' });
    const account = organization.addAccount({ name: 'shop', email: 'shop@example.com', ou });
    const { Account } = await client.send(new DescribeAccountCommand({ AccountId: account.id }));
    expect(Account).toEqual({
      Id: account.id,
      Arn: `arn:aws:organizations::${organization.managementAccountId}:account/${organization.id}/${account.id}`,
      Name: 'shop',
      Email: 'shop@example.com',
      State: 'ACTIVE',
      Paths: [`${organization.id}/${organization.rootId}/${ou}/${account.id}/`],
      JoinedMethod: 'CREATED',
      JoinedTimestamp: new Date(organization.clock.now()),
    });
  });

  test('with the old status there is no state', async () => {
    const { organization, client } = open({ legacyStatus: true });
    organization.addAccount({ name: 'old', state: 'CLOSED' });
    const { Accounts } = await client.send(new ListAccountsCommand({}));
    const states = Accounts?.map(({ State, Status }) => [State, Status]);
    expect(states).toEqual([
      [undefined, 'ACTIVE'],
      [undefined, 'SUSPENDED'],
    ]);
  });

  test('the tree can be walked down and up', async () => {
    const { organization, client } = open();
    const top = organization.addOu({ name: 'Top' });
    const below = organization.addOu({ name: 'Below', parent: top.id });
    const account = organization.addAccount({ name: 'leaf', ou: below.id });
    const { Roots } = await client.send(new ListRootsCommand({}));
    const root = Roots?.[0]?.Id ?? '';
    const units = await client.send(
      new ListOrganizationalUnitsForParentCommand({ ParentId: root }),
    );
    const children = await client.send(
      new ListChildrenCommand({ ParentId: below.id, ChildType: 'ACCOUNT' }),
    );
    const accounts = await client.send(new ListAccountsForParentCommand({ ParentId: below.id }));
    const parents = await client.send(new ListParentsCommand({ ChildId: account.id }));
    const above = await client.send(new ListParentsCommand({ ChildId: top.id }));
    const unit = await client.send(
      new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: below.id }),
    );
    expect(units.OrganizationalUnits?.map(({ Name }) => Name)).toEqual(['Top']);
    expect(children.Children).toEqual([{ Id: account.id, Type: 'ACCOUNT' }]);
    expect(accounts.Accounts?.map(({ Name }) => Name)).toEqual(['leaf']);
    expect(parents.Parents).toEqual([{ Id: below.id, Type: 'ORGANIZATIONAL_UNIT' }]);
    expect(above.Parents).toEqual([{ Id: root, Type: 'ROOT' }]);
    expect(unit.OrganizationalUnit?.Path).toBe(`${organization.id}/${root}/${top.id}/${below.id}/`);
  });

  test('a token is valid for its own listing only', async () => {
    const { organization, client } = open({ accounts: 9, pageSize: 2 });
    const { NextToken } = await client.send(new ListAccountsCommand({}));
    const ParentId = organization.rootId;
    const foreign = client.send(new ListAccountsForParentCommand({ ParentId, NextToken }));
    expect(await reasonOf(foreign)).toBe('InvalidInputException INVALID_PAGINATION_TOKEN');
    const many = client.send(new ListAccountsCommand({ MaxResults: 21 }));
    expect(await reasonOf(many)).toBe('InvalidInputException MAX_VALUE_EXCEEDED');
  });

  test('members may only describe the organization; delegated administrators may read', async () => {
    const { organization, client } = open();
    const member = organization.addAccount({ name: 'member' });
    const inside = clientsOf(organization, { principal: member.roleArn }).organizations;
    const { Organization } = await inside.send(new DescribeOrganizationCommand({}));
    expect(Organization?.MasterAccountId).toBe(organization.managementAccountId);
    expect(await errorNameOf(inside.send(new ListAccountsCommand({})))).toBe(
      'AccessDeniedException',
    );
    const ServicePrincipal = 'config.amazonaws.com';
    await client.send(
      new RegisterDelegatedAdministratorCommand({ AccountId: member.id, ServicePrincipal }),
    );
    const { Accounts } = await inside.send(new ListAccountsCommand({}));
    expect(Accounts).toHaveLength(2);
    const tagging = inside.send(new TagResourceCommand({ ResourceId: member.id, Tags: [] }));
    expect(await errorNameOf(tagging)).toBe('AccessDeniedException');
    const { DelegatedAdministrators } = await client.send(
      new ListDelegatedAdministratorsCommand({ ServicePrincipal }),
    );
    expect(DelegatedAdministrators?.map(({ Id }) => Id)).toEqual([member.id]);
  });

  test('an unknown resource is named by its kind', async () => {
    const { client, organization } = open();
    const ou = `ou-${organization.rootId.slice(2)}-00000000`;
    const names = await Promise.all([
      errorNameOf(client.send(new DescribeAccountCommand({ AccountId: '000000000000' }))),
      errorNameOf(client.send(new DescribeAccountCommand({ AccountId: 'me' }))),
      errorNameOf(client.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: ou }))),
      errorNameOf(client.send(new ListAccountsForParentCommand({ ParentId: ou }))),
      errorNameOf(client.send(new ListParentsCommand({ ChildId: ou }))),
      errorNameOf(client.send(new ListTagsForResourceCommand({ ResourceId: ou }))),
      errorNameOf(client.send(new DescribePolicyCommand({ PolicyId: 'p-00000000' }))),
    ]);
    expect(names).toEqual([
      'AccountNotFoundException',
      'InvalidInputException',
      'OrganizationalUnitNotFoundException',
      'ParentNotFoundException',
      'ChildNotFoundException',
      'TargetNotFoundException',
      'PolicyNotFoundException',
    ]);
  });
});

describe('accounts', () => {
  const create = (name: string) =>
    new CreateAccountCommand({ AccountName: name, Email: `${name}@example.com` });

  test('an account exists, with its role, only after a while', async () => {
    const { clock, organization, client } = open();
    const { CreateAccountStatus } = await client.send(create('fresh'));
    expect(CreateAccountStatus?.State).toBe('IN_PROGRESS');
    expect(organization.accounts()).toHaveLength(1);
    await clock.advance(10_000);
    const later = await client.send(
      new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: CreateAccountStatus?.Id }),
    );
    const id = later.CreateAccountStatus?.AccountId ?? '';
    expect(later.CreateAccountStatus?.State).toBe('SUCCEEDED');
    expect(organization.account(id)).toMatchObject({
      name: 'fresh',
      state: 'ACTIVE',
      parents: [organization.rootId],
      roleArn: `arn:aws:iam::${id}:role/OrganizationAccountAccessRole`,
    });
  });

  test('a taken address fails the request, not the call', async () => {
    const { clock, organization, client } = open();
    organization.addAccount({ name: 'first', email: 'SAME@example.com' });
    await client.send(create('same'));
    await clock.advance(10_000);
    const { CreateAccountStatuses } = await client.send(
      new ListCreateAccountStatusCommand({ States: ['FAILED'] }),
    );
    expect(CreateAccountStatuses?.map(({ FailureReason }) => FailureReason)).toEqual([
      'EMAIL_ALREADY_EXISTS',
    ]);
  });

  test('no more than five are created at once, and no more than the quota', async () => {
    const { clock, client } = open({ maxAccounts: 7 });
    for (const name of ['one', 'two', 'three', 'four', 'five']) await client.send(create(name));
    expect(await reasonOf(client.send(create('six')))).toBe(
      'ConstraintViolationException ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED',
    );
    await clock.advance(10_000);
    await client.send(create('six'));
    expect(await reasonOf(client.send(create('seven')))).toBe(
      'ConstraintViolationException ACCOUNT_NUMBER_LIMIT_EXCEEDED',
    );
  });

  test('an account moves from its parent to another one', async () => {
    const { organization, client } = open();
    const { id: ou } = organization.addOu({ name: 'Workloads' });
    const { id } = organization.addAccount({ name: 'mover' });
    const move = (from: string, to: string) =>
      client.send(
        new MoveAccountCommand({ AccountId: id, SourceParentId: from, DestinationParentId: to }),
      );
    expect(await errorNameOf(move(ou, organization.rootId))).toBe('SourceParentNotFoundException');
    await move(organization.rootId, ou);
    expect(organization.account(id).parents).toEqual([organization.rootId, ou]);
    expect(await errorNameOf(move(ou, ou))).toBe('DuplicateAccountException');
  });

  test('closing takes time, is limited at once and within thirty days', async () => {
    const { clock, organization, client } = open();
    const ids = Array.from({ length: 12 }, (_, n) => organization.addAccount({ name: `m${n}` }).id);
    const close = (AccountId = '') => client.send(new CloseAccountCommand({ AccountId }));
    for (const id of ids.slice(0, 3)) await close(id);
    expect(organization.account(ids[0] ?? '').state).toBe('PENDING_CLOSURE');
    expect(await reasonOf(close(ids[3]))).toBe(
      'ConstraintViolationException CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED',
    );
    expect(await errorNameOf(close(ids[0]))).toBe('ConflictException');
    await clock.advance(60_000);
    expect(organization.account(ids[0] ?? '').state).toBe('CLOSED');
    expect(await errorNameOf(close(ids[0]))).toBe('AccountAlreadyClosedException');
    for (const id of ids.slice(3, 10)) {
      await close(id);
      await clock.advance(60_000);
    }
    expect(await reasonOf(close(ids[10]))).toBe(
      'ConstraintViolationException CLOSE_ACCOUNT_QUOTA_EXCEEDED',
    );
    await clock.advance(30 * 86_400_000);
    await close(ids[10]);
    expect(await reasonOf(close(organization.managementAccountId))).toBe(
      'ConstraintViolationException CANNOT_CLOSE_MANAGEMENT_ACCOUNT',
    );
  });
});

describe('OUs, tags and policies', () => {
  test('OUs are created, renamed and deleted, but never duplicated nor deleted while not empty', async () => {
    const { organization, client } = open();
    const make = (Name: string, ParentId = organization.rootId) =>
      client.send(new CreateOrganizationalUnitCommand({ ParentId, Name }));
    const { OrganizationalUnit: unit } = await make('Workloads');
    const id = unit?.Id ?? '';
    expect(await errorNameOf(make('Workloads'))).toBe('DuplicateOrganizationalUnitException');
    const rename = { OrganizationalUnitId: id, Name: 'Work' };
    const renamed = await client.send(new UpdateOrganizationalUnitCommand(rename));
    expect(renamed.OrganizationalUnit?.Name).toBe('Work');
    const remove = () =>
      client.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: id }));
    const { id: inner } = organization.addOu({ name: 'Inner', parent: id });
    expect(await errorNameOf(remove())).toBe('OrganizationalUnitNotEmptyException');
    await client.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: inner }));
    await remove();
    const list = new ListOrganizationalUnitsForParentCommand({ ParentId: organization.rootId });
    expect((await client.send(list)).OrganizationalUnits).toEqual([]);
  });

  test('five levels of OUs are allowed', async () => {
    const { organization, client } = open();
    let parent = organization.rootId;
    for (let level = 1; level <= 5; level++) {
      parent = organization.addOu({ name: `Level ${level}`, parent }).id;
    }
    const deeper = new CreateOrganizationalUnitCommand({ ParentId: parent, Name: 'Level 6' });
    expect(await reasonOf(client.send(deeper))).toBe(
      'ConstraintViolationException OU_DEPTH_LIMIT_EXCEEDED',
    );
  });

  test('tags are added, replaced and removed', async () => {
    const { organization, client } = open();
    const { id: ResourceId } = organization.addAccount({ name: 'tagged' });
    const tag = (Tags: { Key: string; Value: string }[]) =>
      client.send(new TagResourceCommand({ ResourceId, Tags }));
    await tag([{ Key: 'team', Value: 'red' }]);
    await tag([
      { Key: 'team', Value: 'blue' },
      { Key: 'stage', Value: 'dev' },
    ]);
    await client.send(new UntagResourceCommand({ ResourceId, TagKeys: ['stage'] }));
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceId }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'blue' }]);
    const system = tag([{ Key: 'aws:team', Value: 'red' }]);
    expect(await reasonOf(system)).toBe('InvalidInputException INVALID_SYSTEM_TAGS_PARAMETER');
    const many = Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}`, Value: '' }));
    expect(await reasonOf(tag(many))).toBe('ConstraintViolationException MAX_TAG_LIMIT_EXCEEDED');
  });

  test('a policy is created, attached, listed from both sides and deleted', async () => {
    const { organization, client } = open();
    const { id: TargetId } = organization.addOu({ name: 'Sandbox' });
    const expected = {
      Name: 'no-iam',
      Description: 'Deny user creation',
      Type: 'SERVICE_CONTROL_POLICY' as const,
      Content: policy('Deny', 'iam:CreateUser'),
    };
    const { Policy } = await client.send(new CreatePolicyCommand(expected));
    const PolicyId = Policy?.PolicySummary?.Id ?? '';
    expect(await errorNameOf(client.send(new CreatePolicyCommand(expected)))).toBe(
      'DuplicatePolicyException',
    );
    await client.send(new AttachPolicyCommand({ PolicyId, TargetId }));
    expect(await errorNameOf(client.send(new AttachPolicyCommand({ PolicyId, TargetId })))).toBe(
      'DuplicatePolicyAttachmentException',
    );
    const Filter = 'SERVICE_CONTROL_POLICY' as const;
    const onTarget = await client.send(new ListPoliciesForTargetCommand({ TargetId, Filter }));
    const targets = await client.send(new ListTargetsForPolicyCommand({ PolicyId }));
    const all = await client.send(new ListPoliciesCommand({ Filter }));
    expect(onTarget.Policies?.map(({ Name }) => Name)).toEqual(['FullAWSAccess', 'no-iam']);
    expect(targets.Targets?.map(({ Name, Type }) => [Name, Type])).toEqual([
      ['Sandbox', 'ORGANIZATIONAL_UNIT'],
    ]);
    expect(all.Policies?.map(({ AwsManaged }) => AwsManaged)).toEqual([true, false]);
    expect(await errorNameOf(client.send(new DeletePolicyCommand({ PolicyId })))).toBe(
      'PolicyInUseException',
    );
    await client.send(new DetachPolicyCommand({ PolicyId, TargetId }));
    await client.send(new DeletePolicyCommand({ PolicyId }));
    const last = new DetachPolicyCommand({ PolicyId: 'p-FullAWSAccess', TargetId });
    expect(await reasonOf(client.send(last))).toBe(
      'ConstraintViolationException MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
    );
  });

  test('an invalid policy is refused, and so is attaching a disabled type', async () => {
    const { organization, client } = open();
    const expected = { Name: 'x', Description: '', Type: 'SERVICE_CONTROL_POLICY' as const };
    const broken = client.send(new CreatePolicyCommand({ ...expected, Content: '{' }));
    expect(await errorNameOf(broken)).toBe('MalformedPolicyDocumentException');
    const RootId = organization.rootId;
    await client.send(new DisablePolicyTypeCommand({ RootId, PolicyType: expected.Type }));
    const attach = new AttachPolicyCommand({ PolicyId: 'p-FullAWSAccess', TargetId: RootId });
    expect(await refusalOf(client.send(attach))).toMatchObject({
      name: 'PolicyTypeNotEnabledException',
      status: 400,
    });
  });
});
