/** The environment of a program that runs for one target: that account's credentials, and no others. */

import type { AwsCredentialIdentity } from '@smithy/types';
import type { Target } from '../../../model/outcome.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Every way by which an SDK or the AWS CLI finds an identity. One that is left would win over ours in some client, or
 * take over when ours have ended: a command would then run in the wrong account.
 */
const identities = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_CREDENTIAL_FILE',
  'AWS_ACCOUNT_ID',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
] as const;

/** Bearer tokens of single services: `AWS_BEARER_TOKEN_BEDROCK`. */
const bearerToken = /^AWS_BEARER_TOKEN_/;

export interface TargetEnvironment {
  readonly parent: Variables;
  readonly target: Target;
  readonly credentials: AwsCredentialIdentity;
  /** From the command line; the parent's own stays otherwise. */
  readonly endpoint?: string | undefined;
}

export function targetEnvironment(options: TargetEnvironment): NodeJS.ProcessEnv {
  const { parent, target, credentials, endpoint } = options;
  return defined({
    ...withoutIdentities(parent),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    ...(target.region !== undefined && {
      AWS_REGION: target.region,
      AWS_DEFAULT_REGION: target.region,
    }),
    ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }),
    FLOTILLA_ACCOUNT_ID: target.account.id,
    FLOTILLA_ACCOUNT_NAME: target.account.name,
    FLOTILLA_ACCOUNT_EMAIL: target.account.email,
    FLOTILLA_ACCOUNT_OU_PATH: target.account.ouPath,
  });
}

export function withoutIdentities(parent: Variables): Variables {
  const removed: ReadonlySet<string> = new Set(identities);
  return Object.fromEntries(
    Object.entries(parent).filter(([name]) => !removed.has(name) && !bearerToken.test(name)),
  );
}

export function defined(environment: Variables): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
}
