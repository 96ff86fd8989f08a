/** `flotilla infrastructure …` on an organization of twelve accounts, with the profiles of two of them. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import {
  bucket,
  type InfrastructureEnvironment,
  type InfrastructureEnvironmentOptions,
  issuer,
  openInfrastructureEnvironment,
  region,
} from '../../infrastructure/testing/test-environment.ts';
import { type CliResult, runCli, type World } from './fixture.ts';

export interface InfrastructureBed extends InfrastructureEnvironment {
  /** With the flags that must be given. */
  run(args: readonly string[], world?: World): Promise<CliResult>;
}

/** The SDK reads profiles where the environment says they are: `vi.unstubAllEnvs()` afterwards. */
export function infrastructureBed(
  options: InfrastructureEnvironmentOptions = {},
): InfrastructureBed {
  const bed = openInfrastructureEnvironment(options);
  const file = credentialsFile({
    billing: bed.accessTo(bed.billing).credentials,
    security: bed.accessTo(bed.security).credentials,
  });
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  const { requestHandler } = bed.organization.access();
  const aws = { requestHandler, clock: bed.clock, region };
  return {
    ...bed,
    run: ([command = '', ...args], world = {}) =>
      runCli(['infrastructure', command, ...installationArguments, ...args], { aws, ...world }),
  };
}

export const installationArguments = [
  ...['--billing-aws-profile', 'billing', '--security-aws-profile', 'security'],
  ...['--inventory-bucket-name', bucket, '--oidc-provider-prod', issuer],
];

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** As people have it in ~/.aws. */
function credentialsFile(profiles: Readonly<Record<string, Keys>>): string {
  const path = join(mkdtempSync(join(tmpdir(), 'flotilla-infrastructure-')), 'credentials');
  const sections = Object.entries(profiles).map(([name, keys]) =>
    [
      `[${name}]`,
      `aws_access_key_id = ${keys.accessKeyId}`,
      `aws_secret_access_key = ${keys.secretAccessKey}`,
      ...(keys.sessionToken ? [`aws_session_token = ${keys.sessionToken}`] : []),
      '',
    ].join('\n'),
  );
  writeFileSync(path, sections.join('\n'));
  return path;
}
