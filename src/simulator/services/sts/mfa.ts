/** Multi-factor authentication: every user has one device, named after the user. */

import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';

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
  if (SerialNumber === undefined || TokenCode === undefined)
    throw failed(', must provide both MFA serial number and one time pass code.');
  if (SerialNumber !== own)
    throw failed(
      ', unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    );
  if (TokenCode === '000000') throw failed(' with invalid MFA one time pass code.');
}

function failed(why: string): AwsError {
  return new AwsError('AccessDenied', `MultiFactorAuthentication failed${why}`, { status: 403 });
}
