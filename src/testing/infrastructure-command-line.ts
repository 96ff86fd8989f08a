/** `flotilla infrastructure …` on an organization of twelve accounts, with the profiles of two of them. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { FleetOptions } from '../aws/open-fleet.ts';
import { type CliOptions, type CliResult, runCli } from './command-line.ts';
import {
  bucket,
  type InfrastructureEnvironment,
  type InfrastructureEnvironmentOptions,
  issuer,
  openInfrastructureEnvironment,
  region,
} from './infrastructure-environment.ts';

export interface InfrastructureFixture extends InfrastructureEnvironment {
  readonly aws: FleetOptions;
  /** With the flags that must be given. */
  run(args: readonly string[], world?: CliOptions): Promise<CliResult>;
}

/** The SDK reads profiles where the environment says they are: `vi.unstubAllEnvs()` afterwards. */
export function openInfrastructureFixture(
  options: InfrastructureEnvironmentOptions = {},
): InfrastructureFixture {
  const fixture = openInfrastructureEnvironment(options);
  const file = credentialsFile({
    billing: fixture.accessTo(fixture.billing).credentials,
    security: fixture.accessTo(fixture.security).credentials,
  });
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  const { requestHandler } = fixture.organization.access();
  const aws = { requestHandler, clock: fixture.clock, region };
  return {
    ...fixture,
    aws,
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
