import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { simulateOrganization } from '../../../simulator/index.ts';
import {
  fileWith,
  nameOrFail,
  newPath,
  organizationOfThree,
  runCli,
} from '../../../testing/command-line.ts';

const file = fileWith(nameOrFail);
const both = ['--targets', '111111111111,222222222222', '--concurrency', '1'];

test('prints results, failures and skipped accounts, and counts them on stderr', async () => {
  const { organization } = organizationOfThree();

  const { code, stdout, stderr } = await runCli(['run', file], { organization });

  expect(code).toBe(2);
  expect(stdout).toBe(`Results in us-east-1
Account       Name   Value
───────────────────────────────────────
111111111111  alpha  alpha in us-east-1

Failures in us-east-1
Account       Name  Kind        Error
───────────────────────────────────────────────────────
222222222222  beta  unexpected  Error: beta is not well

Skipped
Account       Name        Reason
────────────────────────────────────────────────────────────────────────────────────
333333333333  gamma       its state is SUSPENDED
${organization.managementAccountId}  management  it is the management account, which is excluded by default
`);
  expect(stderr).toBe(
    'running in 2 accounts, 2 accounts skipped\n1 done, 1 failed, 2 skipped in 0.0 s\n',
  );
});

const done = {
  type: 'outcome',
  accountId: '111111111111',
  accountName: 'alpha',
  region: 'us-east-1',
  status: 'done',
  durationMs: 0,
  roleName: 'OrganizationAccountAccessRole',
  roleSessionName: 'OrganizationAccountAccessRole',
  partition: 'aws',
  value: 'alpha in us-east-1',
};
const failed = {
  type: 'outcome',
  accountId: '222222222222',
  accountName: 'beta',
  region: 'us-east-1',
  status: 'failed',
  phase: 'operation',
  kind: 'unexpected',
  code: 'Error',
  message: 'beta is not well',
  retryable: false,
  durationMs: 0,
  roleName: 'OrganizationAccountAccessRole',
  roleSessionName: 'OrganizationAccountAccessRole',
  partition: 'aws',
};

test('the same outcomes as JSON and as lines of JSON', async () => {
  const { organization } = organizationOfThree();

  const json = await runCli(['run', file, ...both, '--output', 'json'], { organization });
  const ndjson = await runCli(['run', file, ...both, '--output', 'ndjson'], { organization });

  expect(JSON.parse(json.stdout)).toEqual([done, failed]);
  expect(ndjson.stdout).toBe(`${JSON.stringify(done)}\n${JSON.stringify(failed)}\n`);
});

test('CSV disarms a formula that an account returns', async () => {
  const { organization } = organizationOfThree();
  const formula = fileWith("export default () => '=1+1';\n");

  const { code, stdout } = await runCli(['run', formula, '--name', 'alpha', '--output', 'csv'], {
    organization,
  });

  expect(code).toBe(0);
  expect(stdout.replace(/,\d+,'/, ",0,'")).toBe(
    `accountId,accountName,region,status,kind,phase,code,message,requestId,retryable,durationMs,value
111111111111,alpha,us-east-1,done,,,,,,,0,'=1+1
`,
  );
});

test('several regions are several targets, with a column for the region', async () => {
  const { organization } = organizationOfThree();
  const args = ['run', file, '--name', 'alpha', '--regions', 'eu-west-1,eu-north-1'];

  const { code, stdout, stderr } = await runCli(args, { organization });

  expect(code).toBe(0);
  expect(stdout).toBe(`Results
Account       Name   Region      Value
────────────────────────────────────────────────────
111111111111  alpha  eu-north-1  alpha in eu-north-1
111111111111  alpha  eu-west-1   alpha in eu-west-1
`);
  expect(stderr).toBe('running in 2 targets in 1 account\n2 done, 0 failed in 0.0 s\n');
});

test('what the function logs goes to stderr, and nothing of it among the results', async () => {
  const { organization } = organizationOfThree();
  const chatty = fileWith("export default () => { console.log('looking around'); return 7; };\n");

  const result = await runCli(['run', chatty, '--name', 'alpha', '--output', 'ndjson'], {
    organization,
  });

  expect(result).toEqual({
    code: 0,
    stdout: `${JSON.stringify({ ...done, value: 7 })}\n`,
    stderr: 'running in 1 account\nlooking around\n1 done, 0 failed in 0.0 s\n',
  });
});

test('a value that JSON cannot hold fails its own target and not the run', async () => {
  const { organization } = organizationOfThree();
  const circular = fileWith(`export default ({ account }) => {
    const value = { bytes: 12n, none: undefined };
    if (account.name === 'beta') value.self = value;
    return value;
  };
`);

  const { code, stdout } = await runCli(['run', circular, ...both, '--output', 'json'], {
    organization,
  });

  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject([
    { accountName: 'alpha', status: 'done', value: { bytes: '12' } },
    { accountName: 'beta', status: 'failed', code: 'TypeError' },
  ]);
});

test('a run continues with its file: targets that are done stay done', async () => {
  const { organization } = organizationOfThree();
  const out = newPath('outcomes.ndjson');

  const first = await runCli(['run', file, ...both, '--out', out], { organization });
  const written = readFileSync(out, 'utf8').split('\n');
  const again = ['run', file, ...both, '--resume', out, '--output', 'ndjson', '--timeout', '5m'];
  const second = await runCli(again, { organization });

  expect(first.stderr).toContain(`\nthe rest can be run with --resume ${out}\n`);
  expect(written.length).toBe(4);
  expect(second).toEqual({
    code: 2,
    stdout: `${JSON.stringify(failed)}\n`,
    stderr: `running in 1 account, 1 already done\n0 done, 1 failed in 0.0 s\nthe rest can be run with --resume ${out}\n`,
  });
  expect(readFileSync(out, 'utf8').split('\n').length).toBe(5);
});

test('a run whose credentials expire starts nothing more, and says how to continue', async () => {
  const organization = simulateOrganization();
  for (let index = 1; index <= 9; index++)
    organization.addAccount({ name: `web-${index}`, id: `${index}`.repeat(12) });
  organization.fault({
    service: 'sts',
    operation: 'AssumeRole',
    skip: 3,
    fault: { error: { code: 'ExpiredTokenException', status: 403 } },
  });
  const out = newPath('outcomes.ndjson');
  const name = fileWith('export default ({ account }) => account.name;');

  const { code, stderr } = await runCli(['run', name, '--concurrency', '1', '--out', out], {
    organization,
  });

  expect(code).toBe(2);
  expect(stderr).toBe(`running in 9 accounts, 1 account skipped
stopped, the credentials have expired; sign in again (ExpiredTokenException): 3 done, 1 failed, 5 not started, 1 skipped in 0.0 s
the rest can be run with --resume ${out}
`);
  expect(organization.journal.count('sts:AssumeRole')).toBe(4);
});

test('a run of which everything is done runs nothing and succeeds', async () => {
  const { organization } = organizationOfThree();
  const out = newPath('outcomes.ndjson');
  const args = ['run', file, '--name', 'alpha', '--output', 'json'];

  const first = await runCli([...args, '--out', out], { organization });
  const second = await runCli([...args, '--resume', out], { organization });

  expect(first.code).toBe(0);
  expect(second).toEqual({
    code: 0,
    stdout: '[]\n',
    stderr: '1 target already done, none left to run\n',
  });
});

test('a file of another selection, role or function is not resumed', async () => {
  const { organization } = organizationOfThree();
  const out = newPath('outcomes.ndjson');
  await runCli(['run', file, ...both, '--out', out], { organization });
  const resume = async (...args: string[]) => {
    const { code, stderr } = await runCli(['run', ...args, '--resume', out], { organization });
    return { code, stderr };
  };

  const refusal = {
    code: 1,
    stderr: `flotilla: ${out} was written by a run with another selection, role or operation, started 2026-01-01T00:00:00.000Z; repeat that one, or start a new file with --out\n`,
  };
  expect(await resume(file, '--name', 'alpha')).toEqual(refusal);
  expect(await resume(file, ...both, '--role-name', 'Auditor')).toEqual(refusal);
  expect(await resume(file, ...both, '--regions', 'eu-west-1')).toEqual(refusal);
  expect(await resume(fileWith(nameOrFail), ...both)).toEqual(refusal);
  // The same regions and ids in other words are the same run.
  expect(
    (await resume(file, '--targets', '222222222222,111111111111', '--regions', 'us-east-1')).code,
  ).toBe(2);
});

test('a dry run shows who would run, with which role, and enters no account', async () => {
  const { organization } = organizationOfThree();

  const result = await runCli(['run', file, '--dry-run'], { organization });

  expect(result).toEqual({
    code: 0,
    stdout: `Would run
Account       Name   Region     Role
────────────────────────────────────────────────────────────────────────────────────────────
111111111111  alpha  us-east-1  arn:aws:iam::111111111111:role/OrganizationAccountAccessRole
222222222222  beta   us-east-1  arn:aws:iam::222222222222:role/OrganizationAccountAccessRole

Would not run
Account       Name        Region  Reason
────────────────────────────────────────────────────────────────────────────────────────────
${organization.managementAccountId}  management          it is the management account, which is excluded by default
333333333333  gamma               its state is SUSPENDED
`,
    stderr: 'would run in 2 accounts, not in 2; nothing was run\n',
  });
  expect(organization.journal.count('sts:AssumeRole')).toBe(0);
});

test('when every selected account is skipped, the reasons are printed and nothing runs', async () => {
  const { organization } = organizationOfThree();

  const result = await runCli(['run', file, '--name', 'gamma'], { organization });

  expect(result).toEqual({
    code: 1,
    stdout: `Skipped
Account       Name   Reason
───────────────────────────────────────────
333333333333  gamma  its state is SUSPENDED
`,
    stderr: 'flotilla: no targets: the selected account was skipped (not-active); see --dry-run\n',
  });
});

test('more than fifty targets are confirmed on a terminal, and need --yes without one', async () => {
  const organization = simulateOrganization({ accounts: 60, seed: 3 });
  const questions: string[] = [];
  const answer = (yes: boolean) => async (question: string) => {
    questions.push(question);
    return yes;
  };
  const args = ['run', file, '--output', 'ndjson'];

  const no = await runCli(args, { organization, ask: answer(false) });
  const withoutTerminal = await runCli(args, { organization });
  const entered = organization.journal.count('sts:AssumeRole');
  const yes = await runCli(args, { organization, ask: answer(true) });
  const unasked = await runCli([...args, '--yes'], { organization, ask: answer(false) });

  expect(no).toMatchObject({ code: 3, stdout: '' });
  expect(no.stderr).toMatch(
    /^would run in \d\d accounts(, \d accounts? skipped)?\nflotilla: not confirmed; nothing was changed\n$/,
  );
  expect(withoutTerminal).toMatchObject({ code: 3, stdout: '' });
  expect(withoutTerminal.stderr).toMatch(
    /flotilla: Run in \d\d accounts\? There is no terminal to ask on: add --yes; nothing was changed\n$/,
  );
  expect(entered).toBe(0);
  expect([yes.code, unasked.code]).not.toContain(3);
  expect(questions).toEqual([
    expect.stringMatching(/^Run in \d\d accounts\? \[y\/N\] $/),
    questions[0],
  ]);
});

test('an existing file of outcomes is refused, and survives when the operator says no', async () => {
  const organization = simulateOrganization({ accounts: 60, seed: 3 });
  const out = fileWith('precious', 'outcomes.ndjson');

  const refused = await runCli(['run', file, '--out', out], {
    organization,
    ask: async () => true,
  });
  await runCli(['run', file, '--out', out, '--overwrite'], {
    organization,
    ask: async () => false,
  });

  expect(refused).toEqual({
    code: 1,
    stdout: '',
    stderr: `flotilla: ${out} exists; continue its run with --resume, replace it with --overwrite, or choose another name\n`,
  });
  expect(readFileSync(out, 'utf8')).toBe('precious');
});

test('maps and sets are written as JSON has them', async () => {
  const { organization } = organizationOfThree();
  const values = fileWith(
    "export default () => ({ map: new Map([['a', 1]]), set: new Set([1, 2]), size: 5n });\n",
  );
  const args = ['run', values, '--name', 'alpha', '--output', 'json'];

  const { stdout } = await runCli(args, { organization });

  expect(JSON.parse(stdout)[0].value).toEqual({ map: { a: 1 }, set: [1, 2], size: '5' });
});

test('--overwrite replaces an old file', async () => {
  const { organization } = organizationOfThree();
  const out = fileWith('precious', 'outcomes.ndjson');

  await runCli(['run', file, '--out', out, '--overwrite'], { organization });

  expect(readFileSync(out, 'utf8')).toMatch(/^\{"type":"run"/);
});

test('an interrupted run reports what is done, in progress and never started, and can be resumed', async () => {
  const { organization, workloads } = organizationOfThree();
  organization.addAccount({ name: 'delta', id: '444444444444', ou: workloads });
  const out = newPath('outcomes.ndjson');
  const endless = fileWith(`export default ({ account, signal }) => {
    if (account.name === 'alpha') return 'done';
    console.log('waiting');
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
`);
  const args = ['run', endless, '--targets', workloads, '--concurrency', '1'];
  const interrupt = new AbortController();
  const onWrite = (text: string) => {
    if (text.includes('waiting')) interrupt.abort(new DOMException('interrupted', 'AbortError'));
  };

  const result = await runCli([...args, '--out', out], {
    organization,
    onWrite,
    signal: interrupt.signal,
  });
  const rest = await runCli([...args, '--resume', out, '--dry-run', '--output', 'ndjson'], {
    organization,
  });

  expect(result.code).toBe(130);
  expect(result.stderr).toBe(
    `running in 3 accounts\nwaiting\ninterrupted: 1 done, 0 failed, 1 in progress (222222222222 us-east-1), 1 not started in 0.0 s\nthe rest can be run with --resume ${out}\n`,
  );
  expect(rest.stderr).toBe('would run in 2 accounts, not in 1; nothing was run\n');
});

test('a run that is interrupted while it reads the organization runs nothing', async () => {
  const { organization } = organizationOfThree();
  const signal = AbortSignal.abort(new DOMException('interrupted', 'AbortError'));

  expect(await runCli(['run', file], { organization, signal })).toEqual({
    code: 130,
    stdout: '',
    stderr: 'flotilla: interrupted before anything was changed\n',
  });
});

test('a run that is over its budget of failures stops and says why', async () => {
  const { organization } = organizationOfThree();
  const failing = fileWith("export default () => { throw new Error('no'); };\n");
  const args = ['run', failing, ...both, '--fail-fast', '--output', 'ndjson'];

  const { code, stdout, stderr } = await runCli(args, { organization });

  expect(code).toBe(2);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).status),
  ).toEqual(['failed', 'skipped']);
  expect(stderr).toBe(
    'running in 2 accounts\nstopped, more failures than the budget of 0: 0 done, 1 failed, 1 not started in 0.0 s\n',
  );
});

test('the role options reach AWS: chain, session name, external id, tags, identity, policy and duration', async () => {
  const { organization } = organizationOfThree();
  const { managementAccountId } = organization;
  const trust = (principal: string, conditions: object = {}) => ({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        Principal: { AWS: principal },
        Condition: conditions,
      },
    ],
  });
  organization.addAccount({
    name: 'hub',
    id: '555555555555',
    role: { name: 'Hub', trustPolicy: trust(managementAccountId) },
  });
  const conditions = {
    StringEquals: {
      'sts:ExternalId': 'xyz',
      'sts:SourceIdentity': 'ana',
      'aws:RequestTag/team': 'search',
      'sts:RoleSessionName': 'tour',
    },
  };
  organization.addAccount({
    name: 'spoke',
    id: '666666666666',
    role: { name: 'Auditor', trustPolicy: trust('555555555555', conditions) },
  });
  const who = fileWith(`export default async ({ role, credentials }) => {
    const { expiration } = await credentials();
    return [role.arn, role.sessionName, Math.round((expiration - Date.now()) / 60000)];
  };
`);
  const policy = fileWith(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    'policy.json',
  );
  const args = [
    'run',
    who,
    '--targets',
    '666666666666',
    '--role-name',
    'Auditor',
    '--role-session-name',
    'tour',
    '--external-id',
    'xyz',
    '--source-identity',
    'ana',
    '--session-tag',
    'team=search',
    '--policy',
    policy,
    '--policy-arn',
    'arn:aws:iam::aws:policy/ReadOnlyAccess',
    '--duration',
    '20m',
    '--via',
    'arn:aws:iam::555555555555:role/Hub',
    '--output',
    'json',
  ];

  const { code, stdout } = await runCli(args, { organization });
  const without = await runCli(
    args.filter((word) => word !== '--external-id' && word !== 'xyz'),
    { organization },
  );

  expect(JSON.parse(stdout)).toMatchObject([
    { status: 'done', value: ['arn:aws:iam::666666666666:role/Auditor', 'tour', 20] },
  ]);
  expect(code).toBe(0);
  expect(without.code).toBe(2);
});

test('no key, secret or token is in anything that is printed or written', async () => {
  const { organization } = organizationOfThree();
  const out = newPath('outcomes.ndjson');
  const seen: string[] = [];
  const leaking = fileWith(`export default async ({ account, credentials }) => {
    const { secretAccessKey, sessionToken } = await credentials();
    globalThis.seenByTest?.push(secretAccessKey, sessionToken);
    if (account.name === 'beta') throw Object.assign(new Error('refused'), { credentials: await credentials() });
    return 'fine';
  };
`);
  Object.assign(globalThis, { seenByTest: seen });

  const result = await runCli(['run', leaking, '--out', out], { organization });

  const everything = result.stdout + result.stderr + readFileSync(out, 'utf8');
  expect(seen.length).toBe(4);
  expect(seen.filter((secret) => everything.includes(secret))).toEqual([]);
});
