/** GetSessionToken: a user's own permissions for a while, with MFA if a code was given. */

import type {
  GetSessionTokenCommandInput,
  GetSessionTokenCommandOutput,
} from '@aws-sdk/client-sts';
import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import { checkNumber, checkText, serialNumberRule, tokenCodeRule } from './checks.ts';
import { checkMfa } from './mfa.ts';
import { issueSession } from './session.ts';

const userMaxSeconds = 129_600;
const rootMaxSeconds = 3_600;

export function getSessionToken(
  input: GetSessionTokenCommandInput,
  context: CallContext,
): Omit<GetSessionTokenCommandOutput, '$metadata'> {
  checkNumber(input.DurationSeconds, 'durationSeconds', { min: 900, max: userMaxSeconds });
  checkText(input.SerialNumber, 'serialNumber', serialNumberRule);
  checkText(input.TokenCode, 'tokenCode', tokenCodeRule);
  const { world, caller, now } = context;
  if (caller.session) {
    const message = 'Cannot call GetSessionToken with session credentials';
    throw new AwsError('AccessDenied', message, { status: 403 });
  }
  checkMfa(input, context);
  const longest = caller.kind === 'root' ? rootMaxSeconds : userMaxSeconds;
  const seconds = Math.min(input.DurationSeconds ?? 43_200, longest);
  const { accessKeyId: _, ...identity } = caller;
  const issued = issueSession(world, {
    ...identity,
    session: {
      issuedAt: now,
      expiresAt: now + seconds * 1000,
      policies: [],
      tags: {},
      transitiveTagKeys: [],
      hasMfa: input.SerialNumber !== undefined,
    },
  });
  return { Credentials: issued.credentials };
}
