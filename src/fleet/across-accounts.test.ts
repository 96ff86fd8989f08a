import { IAMClient, ListAccountAliasesCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test, vi } from 'vitest';
import type { Session } from '../aws/session.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { type SimulationOptions, simulateOrganization } from '../simulator/index.ts';
import { acrossAccounts, IncompleteRun, streamAcrossAccounts } from './across-accounts.ts';

/** Three accounts in two OUs, one below the other. */
function organization(options: SimulationOptions = {}) {
  const simulated = simulateOrganization({ pageSize: 2, ...options });
  const parent = simulated.addOu({ name: 'Workloads' });
  const child = simulated.addOu({ name: 'Production', parent: parent.id });
  const add = (name: string, id: string, ou?: string) =>
    simulated.addAccount({ name, id, email: `${name}@example.com`, ...(ou && { ou }) });
  add('alpha', '111111111111', parent.id);
  add('beta', '222222222222', child.id);
  add('gamma', '333333333333');
  const aws = simulated.access();
  return { simulated, parent, child, aws, calls: (api: string) => simulated.journal.count(api) };
}

const whoAmI = async (session: Session) => {
  const client = session.client(STSClient);
  return (await client.send(new GetCallerIdentityCommand({}))).Arn;
};
const nothing = () => {};
const ids = (entries: readonly { readonly account: { readonly id: string } }[]) =>
  entries.map(({ account }) => account.id).sort();

test('runs in every account of the organization but the management account, which is the caller', async () => {
  const { aws, simulated } = organization();

  const { results, skipped, exceptions, failedAssumeRole } = await acrossAccounts(whoAmI, {
    aws,
    order: 'input',
  });

  expect(results.map(({ account, region, value }) => ({ account, region, value }))).toEqual(
    simulated
      .accounts()
      .slice(1)
      .map(({ id, name, email, parents }) => ({
        account: {
          id,
          name,
          email,
          parents,
          state: 'ACTIVE',
          arn: `arn:aws:organizations::${simulated.managementAccountId}:account/${simulated.id}/${id}`,
          joinedAt: expect.any(Date),
        },
        region: 'us-east-1',
        value: `arn:aws:sts::${id}:assumed-role/OrganizationAccountAccessRole/OrganizationAccountAccessRole`,
      })),
  );
  expect(skipped).toMatchObject([
    { account: { id: simulated.managementAccountId }, reason: 'management' },
  ]);
  expect([exceptions, failedAssumeRole]).toEqual([[], []]);
});

test('the session gives ordinary typed clients, made once per class and region', async () => {
  const { aws } = organization();
  const use = async (session: Session) => {
    const client = session.client(IAMClient);
    const { Users } = await client.send(new ListUsersCommand({}), { abortSignal: session.signal });
    return { same: client === session.client(IAMClient), users: Users?.length };
  };

  const { results } = await acrossAccounts(use, { aws, targets: ['111111111111'] });

  expect(results[0]?.value).toEqual({ same: true, users: 0 });
});

test('session and outcomes carry the role, the session policies and the external id', async () => {
  const { aws, simulated } = organization();
  simulated.addAccount({ name: 'delta', id: '444444444444', role: false });
  const policy =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}';
  const policyArns = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];
  const requested = { roleSessionName: 'audit', externalId: 'xyz', policy, policyArns };
  const roleIn = (id: string) => ({
    arn: `arn:aws:iam::${id}:role/OrganizationAccountAccessRole`,
    name: 'OrganizationAccountAccessRole',
    sessionName: 'audit',
    partition: 'aws',
    externalId: 'xyz',
    policy,
    policyArns,
  });

  const { results, exceptions, failedAssumeRole } = await acrossAccounts(
    ({ account, role }) => {
      if (account.id === '222222222222') throw new Error('no');
      return role;
    },
    { aws, targets: ['111111111111', '222222222222', '444444444444'], ...requested },
  );

  const first = roleIn('111111111111');
  expect(results.map(({ role, value }) => ({ role, value }))).toEqual([
    { role: first, value: first },
  ]);
  expect(exceptions.map(({ role }) => role)).toEqual([roleIn('222222222222')]);
  expect(failedAssumeRole.map(({ role }) => role)).toEqual([roleIn('444444444444')]);
});

test('what was not requested of the role is absent', async () => {
  const { aws } = organization();

  const { results } = await acrossAccounts(({ role }) => role, { aws, targets: ['111111111111'] });

  expect(results[0]?.value).toEqual({
    arn: 'arn:aws:iam::111111111111:role/OrganizationAccountAccessRole',
    name: 'OrganizationAccountAccessRole',
    sessionName: 'OrganizationAccountAccessRole',
    partition: 'aws',
  });
});

test('X1: a function that returns nothing keeps its entry, with an explicit undefined', async () => {
  const { aws } = organization();

  const { results } = await acrossAccounts(nothing, { aws, targets: ['111111111111'] });

  expect(results).toMatchObject([{ account: { id: '111111111111' }, value: undefined }]);
  expect(Object.keys(results[0] ?? {})).toContain('value');
});

test('X2: a suspended account in a unit is skipped with a reason, the others run', async () => {
  const { aws, simulated, parent } = organization();
  simulated.setState('222222222222', 'SUSPENDED');

  const { results, skipped } = await acrossAccounts(nothing, { aws, targets: [parent.id] });

  expect(ids(results)).toEqual(['111111111111']);
  expect(skipped).toMatchObject([
    { account: { id: '222222222222' }, reason: 'not-active', detail: 'its state is SUSPENDED' },
  ]);
});

test('X2, strict: a suspended account in a unit is an error before anything ran', async () => {
  const { aws, simulated, parent, calls } = organization();
  simulated.setState('222222222222', 'SUSPENDED');

  await expect(
    acrossAccounts(nothing, { aws, targets: [parent.id], strict: true }),
  ).rejects.toThrow(
    'account 222222222222 (beta) is selected but cannot run: its state is SUSPENDED',
  );
  expect(calls('sts:AssumeRole')).toBe(0);
});

test('X3: accounts that are named and suspended or foreign are skipped, each with its reason', async () => {
  const { aws, simulated } = organization();
  simulated.setState('222222222222', 'CLOSED');

  const { results, skipped } = await acrossAccounts(nothing, {
    aws,
    targets: ['111111111111', '222222222222', '999999999999'],
  });

  expect(ids(results)).toEqual(['111111111111']);
  expect(skipped.map(({ account, reason }) => [account.id, reason])).toEqual([
    ['222222222222', 'not-active'],
    ['999999999999', 'not-in-organization'],
  ]);
});

test('X3: an unknown account state is not active', async () => {
  const { aws, simulated } = organization();
  simulated.setState('111111111111', 'HIBERNATING');

  const { skipped } = await acrossAccounts(nothing, {
    aws,
    targets: ['111111111111', '222222222222'],
  });

  expect(skipped).toMatchObject([
    { account: { id: '111111111111' }, detail: 'its state is HIBERNATING' },
  ]);
});

test('X4: an organization that cannot be listed is one error that names the permission', async () => {
  const { aws, simulated } = organization();
  simulated.deny({ service: 'organizations' });

  const refused = acrossAccounts(nothing, { aws });

  await expect(refused).rejects.toBeInstanceOf(FlotillaError);
  await expect(refused).rejects.toMatchObject({ code: 'OrganizationUnreadable' });
  await expect(refused).rejects.toThrow('allow organizations:ListAccounts');
});

test('X5: without access to the organization, accounts that are named run, and their facts are unknown', async () => {
  const { aws, simulated, calls } = organization();
  simulated.deny({ service: 'organizations' });

  const { results } = await acrossAccounts(nothing, {
    aws,
    targets: ['111111111111', '222222222222'],
  });

  expect(results.map(({ account }) => account)).toEqual([
    { id: '111111111111' },
    { id: '222222222222' },
  ]);
  expect(calls('organizations:ListAccounts')).toBe(0);
  expect(calls('organizations:DescribeAccount')).toBe(1);
});

test('X5: without facts, accounts that are named by id cost the organization no call', async () => {
  const { aws, calls } = organization();

  await acrossAccounts(nothing, { aws, targets: ['111111111111'], facts: false });

  expect(calls('organizations')).toBe(0);
});

test('X6: the root means everything below it', async () => {
  const { aws, simulated } = organization();

  const { results } = await acrossAccounts(nothing, { aws, targets: [simulated.rootId] });

  expect(ids(results)).toEqual(['111111111111', '222222222222', '333333333333']);
});

test('X7: a unit, and the exclusion of one below it', async () => {
  const { aws, parent, child } = organization();

  const { results } = await acrossAccounts(nothing, {
    aws,
    targets: [parent.id],
    ignore: [child.id],
  });

  expect(ids(results)).toEqual(['111111111111']);
});

test('X7: an ignored account is excluded even if it is named', async () => {
  const { aws } = organization();

  const { results } = await acrossAccounts(nothing, {
    aws,
    targets: ['111111111111', '222222222222'],
    ignore: ['222222222222'],
  });

  expect(ids(results)).toEqual(['111111111111']);
});

test('X8: an account that is selected three times runs once', async () => {
  const { aws, parent, child } = organization();

  const { results } = await acrossAccounts(nothing, {
    aws,
    targets: [parent.id, child.id, '222222222222', '222222222222'],
  });

  expect(ids(results)).toEqual(['111111111111', '222222222222']);
});

test('X9: the regions of an account share one AssumeRole', async () => {
  const { aws, calls } = organization();

  const { results } = await acrossAccounts(whoAmI, {
    aws,
    targets: ['111111111111', '222222222222'],
    regions: ['eu-west-1', 'us-east-1', 'ap-south-1'],
    order: 'input',
  });

  expect(results.map(({ account, region }) => `${account.name} ${region}`)).toEqual([
    'alpha eu-west-1',
    'alpha us-east-1',
    'alpha ap-south-1',
    'beta eu-west-1',
    'beta us-east-1',
    'beta ap-south-1',
  ]);
  expect(calls('sts:AssumeRole')).toBe(2);
});

test('X10: a region that is listed twice runs once', async () => {
  const { aws } = organization();

  const { results } = await acrossAccounts(nothing, {
    aws,
    targets: ['111111111111'],
    regions: ['eu-west-1', 'eu-west-1'],
  });

  expect(results.map(({ region }) => region)).toEqual(['eu-west-1']);
});

test('X11: a unit that does not exist is an error that names it', async () => {
  const { aws, calls } = organization();

  for (const options of [{ targets: ['ou-abcd-12345678'] }, { ignore: ['ou-abcd-12345678'] }]) {
    await expect(acrossAccounts(nothing, { aws, ...options })).rejects.toThrow(
      'the organization has no organizational unit "ou-abcd-12345678"',
    );
  }
  await expect(acrossAccounts(nothing, { aws, targets: ['r-zzzz'] })).rejects.toThrow(
    'has no root "r-zzzz"',
  );
  expect(calls('sts:AssumeRole')).toBe(0);
});

test('X12: an AssumeRole that is throttled once is retried', async () => {
  const { aws, simulated, calls } = organization();
  simulated.fault({ service: 'sts', operation: 'AssumeRole', times: 3, fault: { throttle: true } });

  const { results } = await acrossAccounts(nothing, { aws, targets: ['111111111111'] });

  expect(ids(results)).toEqual(['111111111111']);
  expect(calls('sts:AssumeRole')).toBe(4);
});

test('X12: an AssumeRole that stays throttled is reported as throttled, not as denied', async () => {
  const { aws, simulated, calls } = organization();
  simulated.fault({ service: 'sts', operation: 'AssumeRole', fault: { throttle: true } });

  // There are eleven pauses between twelve attempts.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const running = acrossAccounts(nothing, { aws, targets: ['111111111111'] });
  const timers = setInterval(() => void vi.advanceTimersByTimeAsync(1_000));
  const { failedAssumeRole } = await running.finally(() => {
    clearInterval(timers);
    vi.useRealTimers();
  });

  expect(failedAssumeRole).toMatchObject([
    { kind: 'throttled', code: 'Throttling', retryable: true },
  ]);
  expect(calls('sts:AssumeRole')).toBe(12);
});

test('an account that denies the role is a failed assumption, and does not affect the others', async () => {
  const { aws, simulated } = organization();
  simulated.addAccount({ name: 'delta', id: '444444444444', role: false });

  const { results, failedAssumeRole, exceptions } = await acrossAccounts(nothing, { aws });

  expect(ids(results)).toEqual(['111111111111', '222222222222', '333333333333']);
  expect(exceptions).toEqual([]);
  expect(failedAssumeRole).toMatchObject([
    {
      account: { id: '444444444444', name: 'delta' },
      region: 'us-east-1',
      kind: 'denied',
      code: 'AccessDenied',
      retryable: false,
      requestId: expect.any(String),
      durationMs: expect.any(Number),
    },
  ]);
});

test('an error of the function is an exception with its kind and cause', async () => {
  const { aws, simulated } = organization();
  simulated.deny({ service: 'iam', operation: 'ListAccountAliases', account: '222222222222' });
  const alias = async (session: Session) =>
    session.client(IAMClient).send(new ListAccountAliasesCommand({}));

  const { results, exceptions } = await acrossAccounts(alias, { aws });

  expect(ids(results)).toEqual(['111111111111', '333333333333']);
  expect(exceptions).toMatchObject([
    {
      account: { name: 'beta' },
      kind: 'denied',
      code: 'AccessDenied',
      cause: { name: 'AccessDenied' },
    },
  ]);
  // The SDK's error holds the response and its socket; ours must not.
  expect(exceptions[0]?.cause).not.toHaveProperty('$response');
});

test('X13: with failFast nothing new starts after a failure, and results so far are returned', async () => {
  const { aws, calls } = organization();
  const started: string[] = [];
  const failing = ({ account }: Session) => {
    started.push(account.id);
    if (started.length === 2) throw new Error('no');
  };

  const { results, exceptions } = await acrossAccounts(failing, {
    aws,
    targets: ['111111111111', '222222222222', '333333333333'],
    concurrency: 1,
    failFast: true,
  });

  expect([ids(results), ids(exceptions)]).toEqual([['111111111111'], ['222222222222']]);
  expect(calls('sts:AssumeRole')).toBe(2);
});

test('after failFast every selected account is in exactly one list', async () => {
  const organization = simulateOrganization({ accounts: 40, seed: 'lists', pageSize: 5 });
  const failing = () => {
    throw new Error('no');
  };

  const { results, exceptions, failedAssumeRole, skipped } = await acrossAccounts(failing, {
    aws: organization.access(),
    concurrency: 1,
    failFast: true,
  });

  const listed = [...results, ...exceptions, ...failedAssumeRole, ...skipped];
  expect(listed.map(({ account }) => account.id).sort()).toEqual(
    organization
      .accounts()
      .map(({ id }) => id)
      .sort(),
  );
  expect(skipped.filter(({ reason }) => reason === 'not-started').length).toBeGreaterThan(20);
});

test('a share of a budget refers to all targets that run, in the library as in the command', async () => {
  const organization = simulateOrganization({ accounts: 0 });
  for (let index = 0; index < 100; index++) organization.addAccount({ name: `account-${index}` });
  let started = 0;
  const failing = () => {
    started++;
    throw new Error('no');
  };

  const { exceptions } = await acrossAccounts(failing, {
    aws: organization.access(),
    concurrency: 1,
    failureBudget: '29%',
  });

  expect([started, exceptions.length]).toEqual([30, 30]);
});

test('when the listing fails after targets have run, their results are in the error', async () => {
  const organization = simulateOrganization({ accounts: 30, seed: 'late', pageSize: 5 });
  let started = 0;
  const denyingLater = ({ account }: Session) => {
    if (++started === 3) organization.deny({ service: 'organizations', operation: 'ListAccounts' });
    return account.id;
  };
  const run = acrossAccounts(denyingLater, { aws: organization.access(), concurrency: 2 });

  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );

  expect(error).toBeInstanceOf(IncompleteRun);
  const { partial, message, code } = error as IncompleteRun;
  expect(code).toBe('OrganizationUnreadable');
  expect(message).toMatch(/^the run is incomplete: the organization cannot be read/);
  expect(partial.results.length).toBeGreaterThanOrEqual(3);
  expect(partial.results.length).toBeLessThan(30);
});

test('many accounts that are named by id run without rights to read the organization', async () => {
  const organization = simulateOrganization({ accounts: 60, seed: 'named' });
  organization.deny({ service: 'organizations' });
  const targets = organization
    .accounts()
    .filter(({ state, roleArn }) => state === 'ACTIVE' && roleArn !== undefined)
    .slice(0, 40)
    .map(({ id }) => id);

  const { results, skipped } = await acrossAccounts(({ account }) => account.id, {
    aws: organization.access(),
    targets,
  });

  expect(ids(results).toSorted()).toEqual(targets.toSorted());
  expect(skipped).toEqual([]);
});

test('strict accepts the whole organization: the management account was not asked for', async () => {
  const organization = simulateOrganization({ accounts: 0 });
  organization.addAccount({ name: 'alpha', id: '111111111111' });
  const aws = organization.access();

  const { results, skipped } = await acrossAccounts(nothing, { aws, strict: true });
  const named = acrossAccounts(nothing, {
    aws,
    strict: true,
    targets: [organization.managementAccountId],
  });

  expect([ids(results), skipped.map(({ reason }) => reason)]).toEqual([
    ['111111111111'],
    ['management'],
  ]);
  await expect(named).rejects.toThrow('is selected but cannot run');
});

test.each([
  [['!prod-*'], ['dev-a', 'dev-b', 'management']],
  [['*-a', '!prod-*'], ['dev-a']],
  [['!(dev)-a'], ['prod-a']],
])('a leading ! in names subtracts: %j', async (names, selected) => {
  const organization = simulateOrganization({ accounts: 0 });
  for (const name of ['dev-a', 'dev-b', 'prod-a', 'prod-b']) organization.addAccount({ name });

  const { results, skipped } = await acrossAccounts(nothing, { aws: organization.access(), names });

  expect([...results, ...skipped].map(({ account }) => account.name).sort()).toEqual(selected);
});

test('X14: a cancelled run reports what was done and what was cancelled, and makes no further calls', async () => {
  const { aws, calls } = organization();
  const stop = new AbortController();
  const hanging = async ({ account, signal }: Session) => {
    if (account.id === '111111111111') return 'done';
    stop.abort(new DOMException('interrupted', 'AbortError'));
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };

  const { results, exceptions, failedAssumeRole } = await acrossAccounts(hanging, {
    aws,
    targets: ['111111111111', '222222222222', '333333333333'],
    concurrency: 1,
    signal: stop.signal,
  });

  expect([ids(results), ids(failedAssumeRole)]).toEqual([['111111111111'], []]);
  expect(exceptions).toMatchObject([{ account: { id: '222222222222' }, kind: 'cancelled' }]);
  expect(calls('sts:AssumeRole')).toBe(2);
});

test('X15: an organization that returns Status and no State is read as well', async () => {
  const { aws, simulated } = organization({ legacyStatus: true });
  simulated.setState('222222222222', 'SUSPENDED');

  const { results, skipped } = await acrossAccounts(nothing, { aws });

  expect(ids(results)).toEqual(['111111111111', '333333333333']);
  expect(skipped.map(({ account, reason }) => [account.id, reason])).toEqual([
    [simulated.managementAccountId, 'management'],
    ['222222222222', 'not-active'],
  ]);
});

test('X16: a delegated administrator runs neither in its own nor in the management account', async () => {
  const { simulated, calls } = organization();
  const management = simulated.access();
  const { OrganizationsClient, RegisterDelegatedAdministratorCommand } = await import(
    '@aws-sdk/client-organizations'
  );
  await new OrganizationsClient(management).send(
    new RegisterDelegatedAdministratorCommand({
      AccountId: '333333333333',
      ServicePrincipal: 'account.amazonaws.com',
    }),
  );
  const aws = simulated.access('arn:aws:iam::333333333333:role/OrganizationAccountAccessRole');

  const { skipped, failedAssumeRole } = await acrossAccounts(nothing, { aws });

  expect(skipped.map(({ account, reason }) => [account.id, reason])).toEqual([
    [simulated.managementAccountId, 'management'],
    ['333333333333', 'caller'],
  ]);
  // Their roles trust the management account only, so the others refuse: but they were called.
  expect(ids(failedAssumeRole)).toEqual(['111111111111', '222222222222']);
  expect(calls('sts:AssumeRole')).toBe(2);
});

test('X16: both run when they are included', async () => {
  const { aws, simulated } = organization();

  const { results, failedAssumeRole, skipped } = await acrossAccounts(nothing, {
    aws,
    includeCaller: true,
    includeManagement: true,
  });

  expect(skipped).toEqual([]);
  expect(ids([...results, ...failedAssumeRole])).toContain(simulated.managementAccountId);
});

test.each([
  [{ concurrency: 0 }, 'concurrency: "0" is too few; at least one target must run at a time'],
  [{ targets: [] }, 'targets: is empty; leave it out to mean the whole organization'],
  [{ regions: [] }, 'regions: is empty'],
  [
    { targets: ['1234'] },
    '"1234" is not an account id (12 digits), an OU id (ou-…), an OU path (/Workloads) or a root id (r-…)',
  ],
  [{ targets: ['OU-ABCD-12345678'] }, '"OU-ABCD-12345678" is not an account id'],
  [
    { regions: ['eu-wst-1'] },
    '"eu-wst-1" is not an AWS region, did you mean eu-west-1; regions look like eu-west-1',
  ],
  [{ policy: '{' }, 'policy: "{" is not JSON'],
  [{ externalId: '!' }, 'externalId: is not an external id'],
  [{ failureBudget: 'many' }, 'failureBudget'],
  [{ via: ['arn:aws:iam::111111111111:role/a'], durationSeconds: 7200 }, 'more than the hour'],
])('X17: %j is refused before any call to AWS', (options, message) => {
  const { aws, simulated } = organization();

  expect(() => streamAcrossAccounts(nothing, { aws, ...options })).toThrow(message);
  expect(simulated.journal.total).toBe(0);
});

test('X18: an unknown option is refused at the call, with a suggestion', () => {
  const misspelled = { target: ['111111111111'] } as object;

  expect(() => streamAcrossAccounts(nothing, misspelled)).toThrow(
    'unknown option "target", did you mean targets',
  );
});

test('X19: one account of a thousand is not a reason to list the thousand', async () => {
  const simulated = simulateOrganization({ accounts: 1_000 });
  const [, first] = simulated.accounts();

  const { results } = await acrossAccounts(nothing, {
    aws: simulated.access(),
    targets: [first?.id ?? ''],
  });

  expect(results[0]?.account.name).toBe(first?.name);
  expect(simulated.journal.count('organizations:ListAccounts')).toBe(0);
});

test('OU selection walks no tree: one page per twenty accounts and one call per named unit', async () => {
  const { aws, parent, calls } = organization({ pageSize: 20 });

  await acrossAccounts(nothing, { aws, targets: [parent.id] });

  expect(calls('organizations')).toBe(2);
});

test('a selection that matches no account is an error that repeats the selection', async () => {
  const { aws } = organization();

  await expect(acrossAccounts(nothing, { aws, names: ['sandbox-*'] })).rejects.toThrow(
    'no account matches the selection (names ["sandbox-*"]); widen it',
  );
});

test('enabled regions are those of each account, and their lookup shares the AssumeRole', async () => {
  const { aws, simulated, calls } = organization();
  simulated.enableRegion('222222222222', 'af-south-1');
  const { results } = await acrossAccounts(nothing, { aws, regions: 'enabled' });

  const regionsOf = (name: string) =>
    results.filter(({ account }) => account.name === name).map(({ region }) => region);
  expect(regionsOf('beta')).toContain('af-south-1');
  expect(regionsOf('alpha')).not.toContain('af-south-1');
  expect(regionsOf('alpha').length).toBe(regionsOf('beta').length - 1);
  expect(new Set(regionsOf('alpha')).size).toBe(regionsOf('alpha').length);
  expect(calls('sts:AssumeRole')).toBe(3);
});

test('an account whose regions cannot be read is unread, not without regions', async () => {
  const { aws, simulated } = organization();
  simulated.deny({ service: 'account', operation: 'ListRegions', account: '222222222222' });

  const { results, exceptions } = await acrossAccounts(nothing, { aws, regions: 'enabled' });

  expect(exceptions).toMatchObject([{ account: { name: 'beta' }, kind: 'denied' }]);
  expect(new Set(results.map(({ account }) => account.name))).toEqual(new Set(['alpha', 'gamma']));
});

test('a stream yields outcomes as they complete, and leaving it stops the run', async () => {
  const { aws, calls } = organization();
  for await (const outcome of streamAcrossAccounts(nothing, { aws, concurrency: 1 })) {
    if (outcome.status === 'done') break;
  }

  expect(calls('sts:AssumeRole')).toBeLessThan(3);
});

test('credentials that AWS does not know are an error before anything ran', async () => {
  const { aws } = organization();
  const credentials = { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' };

  const refused = acrossAccounts(nothing, { aws: { ...aws, credentials } });

  await expect(refused).rejects.toMatchObject({ code: 'Credentials' });
  await expect(refused).rejects.toThrow('AWS does not know the access key');
});
