/** A profile with `mfa_serial`: the operator is asked for the code, and the simulated STS verifies it. */

import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { afterEach, expect, test, vi } from 'vitest';
import { fileWith, organizationOfThree, runCli } from '../testing/command-line.ts';
import { clientsOf } from '../testing/organization-clients.ts';

afterEach(() => vi.unstubAllEnvs());

const file = fileWith('export default ({ account }) => account.name;\n');
const args = [
  'run',
  file,
  '--name',
  'alpha',
  '--name',
  'beta',
  '--profile',
  'operator',
  '--output',
  'csv',
];

/** A role in the management account that requires MFA, and a profile for it. */
async function withProfile() {
  const { organization } = organizationOfThree();
  const account = `arn:aws:iam::${organization.managementAccountId}`;
  const { iam } = clientsOf(organization);
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: `${account}:root` },
      Action: 'sts:AssumeRole',
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    },
  });
  await iam.send(new CreateRoleCommand({ RoleName: 'Operator', AssumeRolePolicyDocument }));
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'Operator', PolicyArn }));
  organization.journal.clear();
  const { requestHandler, credentials, region } = organization.access();
  const profiles = `[profile operator]
role_arn = ${account}:role/Operator
source_profile = base
mfa_serial = ${account}:mfa/administrator
[profile base]
aws_access_key_id = ${credentials.accessKeyId}
aws_secret_access_key = ${credentials.secretAccessKey}
`;
  for (const name of Object.keys(process.env))
    if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_CONFIG_FILE', fileWith(profiles, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  return { organization, serial: `${account}:mfa/administrator`, aws: { requestHandler, region } };
}

test('the operator is asked for the MFA code once, before anything runs', async () => {
  const { aws, serial } = await withProfile();
  const questions: string[] = [];
  const askText = async (question: string) => {
    questions.push(question);
    return '123 456';
  };

  const { code, stdout, stderr } = await runCli([...args, '--verbose'], { aws, askText });

  expect(questions).toEqual([`MFA code for ${serial}: `]);
  expect([code, stdout.match(/,done,/g)?.length]).toEqual([0, 2]);
  expect(stderr).not.toMatch(/123 ?456/);
});

test('a code that AWS rejects is reported, and nothing has run', async () => {
  const { aws, organization } = await withProfile();

  const result = await runCli(args, { aws, askText: async () => '000000' });

  expect(result).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'flotilla: AWS rejected the MFA code; try again with the next one: MultiFactorAuthentication failed with invalid MFA one time pass code.\n',
  });
  expect(organization.journal.count('organizations:ListAccounts')).toBe(0);
});

test.each([
  ['', 'no MFA code was typed'],
  ['12345', 'the text is not an MFA code'],
])('the text "%s" is not sent to AWS', async (typed, problem) => {
  const { aws, organization, serial } = await withProfile();

  const result = await runCli(args, { aws, askText: async () => typed });

  expect(result).toEqual({
    code: 1,
    stdout: '',
    stderr: `flotilla: ${problem}; give the six digits that the device ${serial} shows\n`,
  });
  expect(organization.journal.total).toBe(0);
});

test('without a terminal the profile is named, and what to do', async () => {
  const { aws, serial } = await withProfile();

  expect(await runCli(args, { aws })).toEqual({
    code: 1,
    stdout: '',
    stderr: `flotilla: the profile "operator" requires an MFA code (${serial}); run the command on a terminal, which asks for it, or export credentials: \`aws configure export-credentials --profile operator --format env\`\n`,
  });
});

test('Ctrl-C at the question ends with 130, and nothing has run', async () => {
  const { aws, organization } = await withProfile();
  const stop = new AbortController();
  const askText = async () => {
    stop.abort(new DOMException('interrupted', 'AbortError'));
    stop.signal.throwIfAborted();
    return '';
  };

  const result = await runCli(args, { aws, askText, signal: stop.signal });

  expect(result).toEqual({
    code: 130,
    stdout: '',
    stderr: 'flotilla: interrupted before anything was changed\n',
  });
  expect(organization.journal.total).toBe(0);
});
