/** What an operator may get wrong: one line each, which quotes the value and says what to do, before anything ran. */

import { expect, test } from 'vitest';
import { fileWith, nameOrFail, organizationOfThree, runCli } from '../testing/command-line.ts';

const ids =
  'is not an account id (12 digits), an OU id (ou-…), an OU path (/Workloads) or a root id (r-…)';
const file = fileWith(nameOrFail);
const empty = fileWith('export const nothing = 1;\n', 'empty.mjs');

const mistakes: readonly (readonly [readonly string[], string])[] = [
  [['accounts', '--targets', '1234'], `--targets: "1234" ${ids}`],
  [['accounts', '--ignore', 'production'], `--ignore: "production" ${ids}`],
  [
    ['accounts', '--targets', 'ou-ab12-11111111'],
    'the organization has no organizational unit "ou-ab12-11111111"; check the id',
  ],
  [
    ['accounts', '--name', 'none-*'],
    'no account matches the selection (names ["none-*"]); widen it',
  ],
  [
    ['run', file, '--targets', ''],
    '--targets: "" is an empty list; omit the option to select the whole organization',
  ],
  [
    ['run', file, '--targets', ' , '],
    '--targets: " , " is an empty list; omit the option to select the whole organization',
  ],
  [
    ['run', file, '--ignore', ''],
    '--ignore: "" is an empty list; omit the option to exclude no account',
  ],
  [['run', file, '--name', ''], '--name: "" is empty; omit the option to match every name'],
  [
    ['run', file, '--state', ''],
    '--state: "" is an empty list; omit the option to match every state',
  ],
  [
    ['run', file, '--regions', ''],
    '--regions: "" is an empty list; omit the option to use the configured region',
  ],
  [
    ['run', file, '--regions', 'eu-wset-1'],
    '--regions: "eu-wset-1" is not an AWS region, did you mean eu-west-1; regions look like eu-west-1',
  ],
  [
    ['run', file, '--regions', 'enabled,eu-west-1'],
    '--regions: "enabled" is not an AWS region; regions look like eu-west-1',
  ],
  [
    ['run', file, '--region', 'us-east-9'],
    '--region: "us-east-9" is not an AWS region, did you mean us-east-1; regions look like eu-west-1',
  ],
  [['run', file, '--profile', ''], '--profile: "" is empty; omit the option to use AWS_PROFILE'],
  [
    ['run', file, '--endpoint-url', 'localhost:4566'],
    '--endpoint-url: "localhost:4566" is not a URL; endpoints look like http://127.0.0.1:4566',
  ],
  [['run', file, '--tag', 'team'], '--tag: "team" is not KEY=VALUE'],
  [['run', file, '--tag', '__proto__=x'], '--tag: "__proto__=x" is not KEY=VALUE'],
  [
    ['run', file, '--tag', 'team=a', '--tag', 'team=b'],
    '--tag: "team" is given twice; a tag has one value',
  ],
  [
    ['run', file, '--concurrency', '0'],
    '--concurrency: "0" is too few; at least one target must run at a time',
  ],
  [
    ['run', file, '--concurrency', '1001'],
    '--concurrency: "1001" is too many; at most 1000 targets run at a time',
  ],
  [['run', file, '--concurrency', 'many'], '--concurrency: "many" is not a whole number'],
  [['run', file, '--timeout', '0'], '--timeout: "0" is not a duration; give 90, 90s, 5m or 1h'],
  [
    ['run', file, '--timeout', '5 minutes'],
    '--timeout: "5 minutes" is not a duration; give 90, 90s, 5m or 1h',
  ],
  [
    ['run', file, '--duration', '10m'],
    '--duration: 600 seconds are too few; STS accepts 900 to 43200',
  ],
  [
    ['run', file, '--failure-budget', 'some'],
    '--failure-budget: "some" is not a failure budget; give a number of targets or a share such as 10%',
  ],
  [
    ['run', file, '--fail-fast', '--failure-budget', '3'],
    '--fail-fast: cannot be combined with --failure-budget; omit one of them',
  ],
  [
    ['run', file, '--out', 'a', '--resume', 'b'],
    '--out: cannot be combined with --resume; omit one of them',
  ],
  [
    ['run', file, '--role-name', ''],
    '--role-name: "" is empty; omit the option to assume OrganizationAccountAccessRole',
  ],
  [['run', file, '--via', 'Auditor'], '--via: "Auditor" is not a role ARN'],
  [
    ['run', file, '--policy', 'no-such.json'],
    '--policy: cannot read "no-such.json" (ENOENT); check the path',
  ],
  [['run', file, '--policy', file], '--policy: is not JSON'],
  [
    ['run', file, '--external-id', 'not this one'],
    '--external-id: is not an external id: use 2 to 1224 letters, digits, + = , . @ : / -',
  ],
  [['run', 'no-such.ts'], 'cannot read "no-such.ts" (ENOENT); check the path'],
  [['run', empty], `"${empty}" has no default export; write export default async (session) => …`],
  [
    ['run', file, '--out', '/no/such/folder/out'],
    'cannot write /no/such/folder/out: ENOENT; check the path',
  ],
  [['run', file, '--tragets', '1'], "unknown option '--tragets'; did you mean --targets?"],
  [
    ['run', file, '--output', 'xml'],
    '--output: "xml" is not one of table, json, ndjson, yaml, csv',
  ],
  [['run'], "missing required argument 'file'"],
  [['acounts'], "unknown command 'acounts'; did you mean accounts?"],
  [
    ['exec', '--', 'no-such-program'],
    'there is no program "no-such-program" that can be run; check its name and PATH',
  ],
  [
    ['exec', 'aws', 's3', 'ls', '--region', 'eu-west-1'],
    'exec: "aws s3 ls" needs -- before it: flotilla exec [options] -- <command>',
  ],
  [['simulate', '--port', '70000'], '--port: "70000" is too large; give 65535 or less'],
  [
    ['simulate', '--faults', 'no-such.yaml'],
    '--faults: cannot read "no-such.yaml" (ENOENT); check the path',
  ],
  [['simulate', '--profile', 'x'], 'flotilla simulate has no option --profile: omit it'],
];

test.each(mistakes)('flotilla %j names the value and what to do', async (args, message) => {
  const { organization } = organizationOfThree();

  const result = await runCli(args, { organization });

  expect(result).toMatchObject({ code: 1, stdout: '' });
  expect(result.stderr.replace(/^running in .*\n/, '')).toBe(`flotilla: ${message}\n`);
  expect(organization.journal.count('sts:AssumeRole')).toBe(0);
});

test('missing, unknown and expired credentials have messages of their own', async () => {
  const { organization } = organizationOfThree();
  const access = organization.access();
  const missing = async () => {
    throw Object.assign(new Error('nothing found'), { name: 'CredentialsProviderError' });
  };
  const unknown = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'not-to-be-seen' };
  const ask = (credentials: typeof missing | typeof unknown) =>
    runCli(['accounts'], { aws: { ...access, credentials } });

  expect(await ask(missing)).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'flotilla: no AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or sign in with `aws sso login`\n',
  });
  expect(await ask(unknown)).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'flotilla: AWS does not know the access key; check AWS_ACCESS_KEY_ID or the profile (InvalidClientTokenId)\n',
  });
  organization.fault({ service: 'sts', fault: { error: { code: 'ExpiredToken', status: 403 } } });
  expect(await runCli(['accounts'], { organization })).toEqual({
    code: 1,
    stdout: '',
    stderr: 'flotilla: the credentials have expired; sign in again (ExpiredToken)\n',
  });
});

test('an organization that may not be listed names the permission that is missing', async () => {
  const { organization } = organizationOfThree();
  organization.deny({ service: 'organizations', operation: 'ListAccounts' });

  expect(await runCli(['accounts'], { organization })).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'flotilla: the organization cannot be read (AccessDeniedException: You are not authorized to perform ListAccounts, on demand.); allow organizations:ListAccounts and call from the management account or a delegated administrator, or name the accounts by id\n',
  });
});

test('strict refuses a selection with an account that cannot run', async () => {
  const { organization } = organizationOfThree();

  const result = await runCli(['run', file, '--targets', '111111111111,333333333333', '--strict'], {
    organization,
  });

  expect(result).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'flotilla: account 333333333333 (gamma) is selected but cannot run: its state is SUSPENDED; ignore it, or run without strict\n',
  });
});

test('an error of AWS is one line', async () => {
  const { organization } = organizationOfThree();
  const fault = { error: { code: 'ServiceException', message: 'Later.', status: 503 } };
  organization.fault({ service: 'organizations', operation: 'DescribeAccount', fault });

  const result = await runCli(['accounts', '--targets', '111111111111'], { organization });

  expect(result).toEqual({ code: 1, stdout: '', stderr: 'flotilla: ServiceException: Later.\n' });
});

test('a bug shows its stack', async () => {
  const { organization } = organizationOfThree();
  const onWrite = (text: string) => {
    if (text.startsWith('Account')) throw new TypeError('not expected');
  };

  const { code, stderr } = await runCli(['accounts'], { organization, onWrite });

  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^flotilla: this is a bug, please report it\nTypeError: not expected\n {4}at /,
  );
});
