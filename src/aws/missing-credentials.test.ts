import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openFleet } from './open-fleet.ts';

const config = `[profile audit]
region = eu-west-1
[profile sso]
sso_session = corp
sso_account_id = 111111111111
sso_role_name = Admin
[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://corp.awsapps.com/start
[profile process]
credential_process = /bin/false --token secret
[profile mfa]
role_arn = arn:aws:iam::111111111111:role/x
source_profile = base
mfa_serial = arn:aws:iam::111111111111:mfa/ana
[profile behind-mfa]
role_arn = arn:aws:iam::111111111111:role/y
source_profile = mfa
[profile base]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = x
[profile a]
role_arn = arn:aws:iam::111111111111:role/x
source_profile = b
[profile b]
role_arn = arn:aws:iam::111111111111:role/x
source_profile = a
[profile orphan]
role_arn = arn:aws:iam::111111111111:role/x
source_profile = gone
`;

beforeEach(() => {
  const home = mkdtempSync(join(tmpdir(), 'flotilla-profiles-'));
  writeFileSync(join(home, 'config'), config);
  for (const name of Object.keys(process.env))
    if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  vi.stubEnv('HOME', home);
  vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterEach(() => vi.unstubAllEnvs());

test.each([
  ['audi', 'the profile "audi" does not exist; did you mean audit?'],
  [
    'audit',
    'the profile "audit" has no credentials; add some, or sign in with `aws sso login --profile audit`',
  ],
  [
    'sso',
    'the SSO session of the profile "sso" has expired or was never started; run `aws sso login --profile sso`',
  ],
  [
    'process',
    'the credential_process of the profile "process" failed (/bin/false); run it by hand to see why',
  ],
  [
    'mfa',
    'the profile "mfa" requires an MFA code (arn:aws:iam::111111111111:mfa/ana); run the command on a terminal, which asks for it, or export credentials: `aws configure export-credentials --profile mfa --format env`',
  ],
  [
    'behind-mfa',
    'the profile "mfa" requires an MFA code (arn:aws:iam::111111111111:mfa/ana); run the command on a terminal, which asks for it, or export credentials: `aws configure export-credentials --profile mfa --format env`',
  ],
  ['a', 'the source profiles of "a" form a loop: a → b → a; correct source_profile in one of them'],
  ['orphan', 'the profile "orphan" names the source profile "gone", which does not exist'],
])('the reason is given with the name of the profile: %s', async (profile, message) => {
  await expect(openFleet({ profile, region: 'eu-west-1' }).caller()).rejects.toThrow(message);

  vi.stubEnv('AWS_PROFILE', profile);
  await expect(openFleet({ region: 'eu-west-1' }).caller()).rejects.toThrow(message);
});

test('a credentials endpoint of a container that does not answer is named', async () => {
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', 'http://127.0.0.1:9/credentials');

  await expect(openFleet({ region: 'eu-west-1' }).caller()).rejects.toThrow(
    'the credentials endpoint of the container did not answer',
  );
});
