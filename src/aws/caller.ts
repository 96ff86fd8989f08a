/** The caller's identity. */

import type { GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { AssumedRole } from '../model/assumed-role.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { classify } from './failures.ts';
import type { GenericCalls } from './generic-client.ts';
import { explainMissing, noCredentials } from './missing-credentials.ts';

/** The caller's identity, as GetCallerIdentity returns it. */
export interface Caller {
  readonly accountId: string;
  readonly arn: string;
  /** `aws`, `aws-cn`, … from the ARN. */
  readonly partition: string;
}

/**
 * Throws a `FlotillaError` that says what to do when there are no credentials, or AWS rejects them. `profile` is the one
 * that the caller asked for.
 */
export async function identify(sts: GenericCalls, profile?: string): Promise<Caller> {
  try {
    const identity: GetCallerIdentityResponse = await sts.call('GetCallerIdentity');
    const { Account = '', Arn = '' } = identity;
    return { accountId: Account, arn: Arn, partition: Arn.split(':')[1] ?? 'aws' };
  } catch (cause) {
    // A credentials provider has already explained why there are none.
    if (cause instanceof FlotillaError) throw cause;
    if (classify(cause).code === 'CredentialsProviderError')
      throw new FlotillaError('Credentials', await explainMissing(profile), { cause });
    const { code, message } = classify(cause);
    if (message.startsWith('MultiFactorAuthentication failed'))
      throw new FlotillaError('Credentials', `${rejectedMfaCode}: ${message}`, { cause });
    const unknown = `cannot read the caller's identity: ${message} (${code})`;
    throw credentialsError(cause) ?? new FlotillaError('Credentials', unknown, { cause });
  }
}

/** The caller's own role, `…:assumed-role/<name>/<session>`, or its user, `…:user/<name>`, for a session without another role. */
export function roleOf({ arn, partition }: Caller): AssumedRole {
  const [, name = '', sessionName = name] = arn.split('/');
  return { arn, name, sessionName, partition };
}

/** AWS accepts each code once, for half a minute. */
const rejectedMfaCode = 'AWS rejected the MFA code; try again with the next one';

const refused: Readonly<Record<string, string>> = {
  ExpiredToken: 'the credentials have expired; sign in again',
  ExpiredTokenException: 'the credentials have expired; sign in again',
  RequestExpired: 'the credentials have expired; sign in again',
  InvalidClientTokenId: 'AWS does not know the access key; check AWS_ACCESS_KEY_ID or the profile',
  UnrecognizedClientException:
    'AWS does not know the access key; check AWS_ACCESS_KEY_ID or the profile',
  SignatureDoesNotMatch:
    'the secret does not belong to the access key; check AWS_SECRET_ACCESS_KEY or the profile',
  CredentialsProviderError: noCredentials,
};

/** The error for credentials that are missing or refused; undefined for any other failure. */
export function credentialsError(cause: unknown): FlotillaError | undefined {
  const { code } = classify(cause);
  const known = refused[code];
  if (!known) return undefined;
  const message = code === 'CredentialsProviderError' ? known : `${known} (${code})`;
  return new FlotillaError('Credentials', message, { cause });
}
