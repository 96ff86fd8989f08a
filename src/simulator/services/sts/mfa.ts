/** Multi-factor authentication: every user has one device, named after the user. */

import type { CallContext } from '../../service.ts';
import { AwsError } from '../../wire/aws-error.ts';

interface MfaInput {
  readonly SerialNumber?: string | undefined;
  readonly TokenCode?: string | undefined;
}

/** Accepts the caller's own device with any six digits except 000000. */
export function checkMfa(
  { SerialNumber, TokenCode }: MfaInput,
  { world, caller }: CallContext,
): void {
  if (SerialNumber === undefined && TokenCode === undefined) return;
  const own = `arn:${world.partition.name}:iam::${caller.accountId}:mfa/${caller.name}`;
  if (SerialNumber === own && TokenCode !== undefined && TokenCode !== '000000') return;
  const message = 'MultiFactorAuthentication failed with invalid MFA one time pass code.';
  throw new AwsError('AccessDenied', message, { status: 403 });
}
